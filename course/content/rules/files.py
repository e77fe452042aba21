"""Files, their names, and the front matter."""

from codecs import BOM_UTF8
from collections.abc import Iterator

from course.content.edits import Edit
from course.content.rules.examples import MARK, Example, in_lesson, section
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, Rule, rule
from course.content.rules.sound import FACTS, FIRST, PATHS, QUIZ, SOUND, UNIT
from course.content.source import LARGEST

_GOAL = "goal: name the service that starts servers"
_FACT = '[latest-release]\nvalue = "2026.2"\nas_of = 2026-10-01\nsource = "https://releases.openstack.org/"\n'

not_a_file = Rule(
    "E101",
    "Only regular files inside the folder are read: a link or a pipe could be anything.",
    bad=Example(QUIZ, None, leads_to="second.md"),
    good=Example(QUIZ, SOUND[QUIZ]),
)
too_large = Rule(
    "E102",
    "A file of more than 256 KB is no lesson, and would keep every reader waiting.",
    bad=Example(QUIZ, "One line after another.\n" * (LARGEST // 20)),
    good=Example(QUIZ, SOUND[QUIZ]),
)
not_utf_8 = Rule(
    "E103",
    "Everything is UTF-8, so that every alphabet can stand in one file.",
    bad=Example(UNIT, f"---\ntitle: Caf{MARK}".encode() + b"\xe9\nsummary: Coffee.\n---\n"),
    good=Example(UNIT, "---\ntitle: Caf\xe9\nsummary: Coffee.\n---\n"),
)
hidden_sign = Rule(
    "E104",
    "A sign that nobody sees makes two texts different that look the same.",
    bad=section("You ask‸\u202e Nova."),
    good=section("You ask Nova."),
)
malformed = Rule(
    "E105",
    "The front matter is a few keys with a text or a list of texts each.",
    bad=in_lesson("goal: ‸*start a server", _GOAL),
    good=in_lesson('goal: "*start* a server"', _GOAL),
)
unknown_key = Rule(
    "E106",
    "A key that nobody reads is most often a slip of the pen.",
    bad=in_lesson("‸tomorow:", "tomorrow:"),
    good=in_lesson("tomorrow:", "tomorrow:"),
)
missing_key = Rule(
    "E107",
    "A lesson without a title or a goal cannot be shown on the map.",
    bad=in_lesson("‸goal:", _GOAL),
    good=in_lesson("goal: start a server", _GOAL),
)
unclear_value = Rule(
    "E108",
    "A value that cannot be understood must not be guessed.",
    bad=in_lesson("checked: ‸22 November 2026", "checked: 2026-11-22"),
    good=in_lesson("checked: 2026-11-22", "checked: 2026-11-22"),
)
key_twice = Rule(
    "E109",
    "Of two keys with one name it is unclear which one counts.",
    bad=in_lesson("goal: start a server\n‸goal: stop a server", _GOAL),
    good=in_lesson("goal: start and stop a server", _GOAL),
)
file_name = Rule(
    "E110",
    "The order of lessons and their addresses come from the names of files and folders.",
    bad=Example("lessons/10-start/Third.md", "‸A lesson."),
    good=Example("lessons/10-start/README.md", "For those who write here: nothing reads this file."),
)
not_toml = Rule(
    "E111",
    "facts.toml and paths.toml are TOML.",
    bad=Example(FACTS, _FACT.replace('"2026.2"', "2026.2‸.0")),
    good=Example(FACTS, _FACT),
)
not_a_fact = Rule(
    "E112",
    "A fact has a value, the day when it was true, and a source.",
    bad=Example(FACTS, "‸" + _FACT.replace('source = "https://releases.openstack.org/"\n', "")),
    good=Example(FACTS, _FACT),
)
open_fence = Rule(
    "E113",
    "What comes after an open fence would all be code.",
    bad=section("‸```text\nweb-1"),
    good=section("```text\nweb-1\n```"),
)
slug_twice = Rule(
    "E114",
    "The slug is the address and the identity of a lesson: two cannot share one.",
    bad=Example("lessons/10-start/03-first.md", f"‸{SOUND[FIRST]}"),
    good=Example(FIRST, SOUND[FIRST]),
)
unread_folder = Rule(
    "E115",
    "Without the folder there is nothing to show.",
    bad=Example("quizzes", None),
    good=Example(QUIZ, SOUND[QUIZ]),
)
nameless_unit = Rule(
    "E116",
    "A unit has a title and a summary on the course map.",
    bad=Example(UNIT, None),
    good=Example(UNIT, SOUND[UNIT]),
)
unforeseen = Rule(
    "E117",
    "A mistake that nobody foresaw costs one file, not the pages of the others.",
    bad=None,  # if we knew one, it would be foreseen
    good=None,
)

not_a_path = Rule(
    "E118",
    "A learner path and a pack have a title, a sentence and a list of lessons; a key that nobody reads is a slip.",
    bad=Example(PATHS, f"‸{SOUND[PATHS]}lesson = []\n"),
    good=Example(PATHS, SOUND[PATHS].replace("[path.newcomer]", "[pack.first-meetup]")),
)

_NO_EDIT = Edit(1, 1, "", "")  # a file that is written anew has neither


@rule("W101", bad=Example(UNIT, BOM_UTF8 + SOUND[UNIT].encode()), good=Example(UNIT, SOUND[UNIT]))
def byte_order_mark(manuscript: Manuscript) -> Iterator[Finding]:
    """Three bytes that nobody sees stand before the first line, and tools that look at it stumble over them."""
    if manuscript.source.has_mark:
        fix = "save the file as UTF-8 without a byte order mark (BOM)"
        yield Finding(1, 1, "the file starts with a byte order mark", fix, (_NO_EDIT,))


@rule(
    "W102",
    bad=Example(UNIT, "summary: What a cloud is.‸\r\n", "summary: What a cloud is, and whom you ask.\n"),
    good=Example(UNIT, "summary: What a cloud is.\n", "summary: What a cloud is, and whom you ask.\n"),
)
def mixed_line_ends(manuscript: Manuscript) -> Iterator[Finding]:
    """Lines that end in two ways make a change of one word look like a change of the whole file."""
    if number := manuscript.source.odd_end:
        what = "this line does not end as the first one does"
        column = len(manuscript.source.lines[number - 1]) + 1
        yield Finding(number, column, what, "let your editor save all lines with one kind of end", (_NO_EDIT,))
