"""More than a page can carry, or the Markdown library can read: found before anything is rendered."""

import re

from course.content.lessons import Lesson
from course.content.library import Library
from course.content.limits import DEEPEST, LONGEST_PARAGRAPH, LONGEST_RUN, MOST_PICTURES, paragraphs
from course.content.rendered import LARGEST_PAGE
from course.content.rules.examples import section
from course.content.rules.rule import Rule
from course.content.source import Source

_SIGN = 40  # characters of HTML that one sign of Markdown can become at most, measured
_CELL = 60  # of a table; short rows are filled up
_FACT = 1500
_PICTURE = 10  # times its file
_USES = re.compile(r"glossary:(?P<word>[a-z0-9-]+)|(?P<picture>images/[\w.-]+)|(?P<fact>fact:)")

_SENTENCE = "You ask Nova for a server, and Nova asks the others.\n"
_IMAGE = "![A person asks Nova](images/ask.svg)"
_MANY = LONGEST_PARAGRAPH // len(_SENTENCE) + 3
_CODE = f"```json\n{('1,' * 45 + chr(10)) * 89}```\n\n"  # every sign gets an element of its own
_TABLE = "|." * 20 + "|\n" + "|-" * 20 + "|\n" + "|.|\n" * 90 + "\n"  # short rows are filled up with empty cells

long_run = Rule(
    "E120",
    "Long runs of one sign take the Markdown library for ever.",
    bad=section("Wait‸" + "." * (LONGEST_RUN + 1)),
    good=section("Wait ..."),
)
deep_nesting = Rule(
    "E121",
    "Deep nesting takes the Markdown library for ever, and readers too.",
    bad=section("‸" + "> " * (DEEPEST + 1) + "You ask Nova."),
    good=section("> You ask Nova."),
)
long_paragraph = Rule(
    "E122",
    "Long paragraphs take the Markdown library for ever, and readers too.",
    bad=section("‸" + _SENTENCE * _MANY),
    good=section(f"{_SENTENCE}\n{_SENTENCE}"),
)
many_pictures = Rule(
    "E123",
    "Every picture is written into the page itself, which must reach a phone.",
    bad=section(f"{_IMAGE}\n\n" * MOST_PICTURES + f"‸{_IMAGE}"),
    good=section(f"{_IMAGE}\n\n{_IMAGE}"),
)
huge_page = Rule(
    "E124",
    "A page of more than 2 MB reaches no phone in a train.",
    bad=section(_TABLE * 26 + _CODE * 8),
    good=section(_TABLE),
)


def can_be_huge(lesson: Lesson, library: Library) -> bool:
    """Say whether the page of a lesson could be too large; to make it takes longer than all other rules together."""
    return size_at_most(lesson, library) > LARGEST_PAGE


def size_at_most(lesson: Lesson, library: Library) -> int:
    """Return a number of characters that the page of a lesson with its questions cannot exceed."""
    sources = [source for path in (lesson.path, lesson.quiz.path) if (source := library.sources.get(path))]
    return sum(_size_at_most(source, lesson, library) for source in sources)


def _size_at_most(source: Source, lesson: Lesson, library: Library) -> int:
    # Code counts as if it could be a table: to find out that it is not would take longer.
    tables = (source.lines[first:end] for first, end in paragraphs(source.lines, [True] * len(source.lines)))
    cells = sum(len(lines) * (1 + max(line.count("|") for line in lines)) for lines in tables)
    size = _SIGN * len(source.text) + _CELL * cells
    words: set[str] = set()
    for found in _USES.finditer(source.text):
        if found["picture"]:
            picture = library.sources.get(f"{lesson.path.rpartition('/')[0]}/{found['picture']}")
            size += _PICTURE * len(picture.text) if picture else 0
        elif found["fact"]:
            size += _FACT
        else:
            words.add(found["word"])
    return size + _SIGN * sum(100 + len(library.glossary[word].text) for word in words if word in library.glossary)
