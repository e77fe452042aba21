"""What stands in other files: what a text names must exist. Nothing of this holds a file back."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
from collections.abc import Iterator

from course.content.lessons import Lesson
from course.content.nearest import did_you_mean
from course.content.questions import Question
from course.content.rules.examples import Example, in_lesson, in_quiz, section, word
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule
from course.content.rules.sound import PATHS, QUESTION

_TARGET = re.compile(r"([^#]*)(?:#(.*))?")
_FACT = re.compile(r"\{\{ *(?P<sign>fact:)? *([^{}\n]{0,80}?) *\}\}")
_SECTION = "Section: ask"
_NEEDS = "release: 2026.2"


def _dead_section(lesson: Lesson | None, section: str) -> str:
    ids = [each.id for each in lesson.sections] if lesson else [section]
    fix = f"the sections of {lesson.slug} are {', '.join(ids)}" if lesson else ""
    return "" if section in ids else did_you_mean(section, ids, fix)


@rule(
    "E501",
    bad=section("Read ‸[who keeps images](lesson:secnod)."),
    good=section("Read [who keeps images](lesson:second)."),
)
def lesson_link(manuscript: Manuscript) -> Iterator[Finding]:
    """A link to a lesson that does not exist ends in an error page."""
    for link in manuscript.links:
        found = _TARGET.fullmatch(link.address.removeprefix("lesson:"))
        if link.address.startswith("lesson:") and found and (fix := manuscript.around.dead_lesson(found[1])):
            yield Finding(link.line, link.column, f"there is no lesson {found[1]!r}", fix)


@rule(
    "E502",
    bad=section("Read ‸[who keeps images](lesson:second#image)."),
    good=section("Read [who keeps images](lesson:second#images)."),
)
def section_link(manuscript: Manuscript) -> Iterator[Finding]:
    """A link to a section that does not exist ends at the top of the page."""
    for link in manuscript.links:
        found = _TARGET.fullmatch(link.address.removeprefix("lesson:"))
        if link.is_image or found is None or found[2] is None or not link.address.startswith(("lesson:", "#")):
            continue
        lesson = manuscript.around.slugs.get(found[1]) if found[1] else manuscript.lesson
        if fix := _dead_section(lesson, found[2]):
            yield Finding(link.line, link.column, f"there is no section {found[2]!r}", fix)


@rule("E503", bad=section("Ask ‸[Nova](glossary:nowa)."), good=section("Ask [Nova](glossary:nova)."))
def glossary_word(manuscript: Manuscript) -> Iterator[Finding]:
    """A word that the glossary does not hold opens nothing."""
    for link in manuscript.links:
        name = link.address.removeprefix("glossary:")
        if link.address.startswith("glossary:") and (fix := _dead_word(manuscript, name)):
            yield Finding(link.line, link.column, f"the glossary has no word {name!r}", fix)


def _dead_word(manuscript: Manuscript, name: str, otherwise: str = "add it to lessons/glossary.md") -> str:
    known = manuscript.library.glossary
    if name in known or "lessons/glossary.md" in manuscript.around.broken:
        return ""
    return did_you_mean(name, known, otherwise)


@rule(
    "E504",
    bad=section("The newest release is ‸{{ fact:latest-relaese }}."),
    good=section("The newest release is {{ fact:latest-release }}."),
)
def fact(manuscript: Manuscript) -> Iterator[Finding]:
    """A fact that is not in facts.toml has no value to show."""
    facts = manuscript.library.facts
    for number, found in manuscript.matches(_FACT, "{{"):
        name = found[2]
        if name in facts and not found["sign"]:
            fix = f"write {{{{ fact:{name} }}}}"
            yield Finding(number, found.start() + 1, f"{found[0]} is no fact", fix)
        elif name not in facts and "lessons/facts.toml" not in manuscript.around.broken:
            fix = did_you_mean(name, facts, "add it to lessons/facts.toml")
            yield Finding(number, found.start() + 1, f"there is no fact {name!r}", fix)


@rule(
    "E505",
    bad=section("‸![A person asks Nova](images/aks.svg)"),
    good=section("![A person asks Nova](images/ask.svg)"),
)
def picture_file(manuscript: Manuscript) -> Iterator[Finding]:
    """A picture that does not exist leaves only its words."""
    folder = manuscript.folder
    for link in manuscript.links:
        path = f"{folder}/{link.address}"
        if link.is_image and link.address.startswith("images/") and not _is_there(manuscript, path):
            sources = manuscript.library.sources
            others = [each.removeprefix(f"{folder}/") for each in sources if each.startswith(f"{folder}/images/")]
            fix = did_you_mean(link.address, others, "put the file there")
            yield Finding(link.line, link.column, f"there is no file {path}", fix)


def _is_there(manuscript: Manuscript, path: str) -> bool:
    homeless = manuscript.kind == "quiz" and manuscript.lesson is None
    return homeless or path in manuscript.library.sources or path in manuscript.around.broken


@rule("E506", bad=in_lesson("needs: [‸secnod]", _NEEDS), good=in_lesson("needs: [second]", _NEEDS))
def needed_lesson(manuscript: Manuscript) -> Iterator[Finding]:
    """A lesson can only need one that exists."""
    lesson = manuscript.lesson if manuscript.kind == "lesson" else None
    for slug in lesson.needs if lesson else ():
        if fix := manuscript.around.dead_lesson(slug):
            yield Finding(*_place(manuscript, "needs:", slug), f"needs: names no lesson {slug!r}", fix)


@rule("E507", bad=in_lesson("needs: [‸first]", _NEEDS), good=in_lesson("needs: [second]", _NEEDS))
def needs_in_circle(manuscript: Manuscript) -> Iterator[Finding]:
    """Lessons that need each other can never be begun."""
    start = manuscript.lesson if manuscript.kind == "lesson" else None
    for slug in start.needs if start else ():
        if start and start.slug in {slug, *_needed_by(manuscript, slug)}:
            via = "itself" if slug == start.slug else "a lesson that needs it"
            fix = "take one of the two out of needs:"
            yield Finding(*_place(manuscript, "needs:", slug), f"{start.slug} needs {via}", fix)
            return


def _needed_by(manuscript: Manuscript, slug: str) -> set[str]:
    """Return all lessons that must be read before this one."""
    seen: set[str] = set()
    todo = [slug]
    while todo:
        lesson = manuscript.around.slugs.get(todo.pop())
        new = set(lesson.needs) - seen if lesson else set()
        seen |= new
        todo += new
    return seen


def _questions(manuscript: Manuscript) -> tuple[Question, ...]:
    found = manuscript.library.quizzes.get(manuscript.slug) if manuscript.kind == "quiz" else None
    return found.questions if found else ()


@rule("E508", bad=in_quiz("Section: ‸aks", _SECTION), good=in_quiz("Section: ask", _SECTION))
def question_section(manuscript: Manuscript) -> Iterator[Finding]:
    """A question whose section is gone is asked in the quiz only."""
    for question in _questions(manuscript):
        if question.section and (fix := _dead_section(manuscript.lesson, question.section)):
            place = _place(manuscript, "Section:", question.section, question.line)
            yield Finding(*place, f"the lesson has no section {question.section!r}", fix)


@rule(
    "E509",
    bad=in_quiz("Section: ask\nSee: ‸second#image", _SECTION),
    good=in_quiz("Section: ask\nSee: second#images", _SECTION),
)
def see(manuscript: Manuscript) -> Iterator[Finding]:
    """What a wrong answer links back to must exist."""
    for question in _questions(manuscript):
        target, _, section = question.see.partition("#")
        place = _place(manuscript, "See:", question.see, question.line)
        if target and (fix := manuscript.around.dead_lesson(target)):
            yield Finding(*place, f"there is no lesson {target!r}", fix)
        elif section and (fix := _dead_section(manuscript.around.slugs.get(target), section)):
            yield Finding(*place, f"there is no section {section!r} in {target}", fix)


@rule(
    "E510",
    bad=Example("quizzes/third.md", "‸## Is this a quiz? {#quiz}\n\nAnswer: true\nWhy: It has a question.\n"),
    good=in_quiz("## Is this a quiz? {#quiz}\n\nAnswer: true\nWhy: It has a question.\n", QUESTION),
)
def quiz_alone(manuscript: Manuscript) -> Iterator[Finding]:
    """A quiz is found through the lesson of the same name; without one nobody is ever asked."""
    if manuscript.kind == "quiz" and (fix := manuscript.around.dead_lesson(manuscript.slug)):
        yield Finding(1, 1, f"no lesson has the slug {manuscript.slug!r}", fix)


@rule(
    "E511",
    bad=word("## Image {#image}\n\nThe first disk.\n\nConfused with: ‸nowa - it starts servers\n"),
    good=word("## Image {#image}\n\nThe first disk.\n\nConfused with: nova - it starts servers\n"),
)
def glossary_names(manuscript: Manuscript) -> Iterator[Finding]:
    """What an entry of the glossary points to must exist."""
    for each in manuscript.library.glossary.values() if manuscript.kind == "glossary" else ():
        for other, _ in each.confused_with:
            if fix := _dead_word(manuscript, other, "write the id of a word that exists"):
                place = _place(manuscript, "Confused with:", other, each.line)
                yield Finding(*place, f"the glossary has no word {other!r}", fix)
        if each.lesson and (fix := manuscript.around.dead_lesson(each.lesson)):
            place = _place(manuscript, "Lesson:", each.lesson, each.line)
            yield Finding(*place, f"there is no lesson {each.lesson!r}", fix)


@rule(
    "W501",
    bad=Example(PATHS, '"‸secnod"', '"second"'),
    good=Example(PATHS, '"first"', '"first", "second"'),
)
def path_lessons(manuscript: Manuscript) -> Iterator[Finding]:
    """A path or a pack is offered once all of its lessons exist: until then, or after a slip, nobody sees it."""
    for each in manuscript.library.selections if manuscript.kind == "paths" else ():
        for slug in each.slugs:
            if fix := manuscript.around.dead_lesson(slug):
                place = _place(manuscript, "lessons", slug, each.line)
                yield Finding(*place, f"the {each.kind} {each.name!r} names no lesson {slug!r}", fix)


def _place(manuscript: Manuscript, keyword: str, value: str, after: int = 1) -> tuple[int, int]:
    """Return line and column of a value that stands behind or below the first such keyword from a line on."""
    lines = manuscript.source.lines
    pattern = re.compile(rf"(?<![\w-]){re.escape(value)}(?![\w-])")
    start = next((index for index in range(after - 1, len(lines)) if lines[index].startswith(keyword)), after - 1)
    for index in range(start, len(lines)):
        if found := pattern.search(lines[index], len(keyword) if index == start else 0):
            return index + 1, found.start() + 1
    return after, 1
