"""Rules across files: what a text names must exist. None of them holds a file back."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
from collections.abc import Iterator

from course.content.lessons import Lesson
from course.content.nearest import did_you_mean
from course.content.reading import Reading
from course.content.rule import Finding, rule

_TARGET = re.compile(r"([^#]*)(?:#(.*))?")
_FACT = re.compile(r"\{\{ *(?P<sign>fact:)? *([^{}\n]{0,80}?) *\}\}")


def _known_slugs(reading: Reading) -> dict[str, Lesson | None]:
    """Return lessons by slug; those that are being repaired exist, but nothing more is known of them."""
    known: dict[str, Lesson | None] = {repair.slug: None for repair in reading.library.repairs}
    return known | {lesson.slug: lesson for lesson in reading.library.lessons}


def _lesson_of(reading: Reading) -> Lesson | None:
    name = reading.source.path.rpartition("/")[2].removesuffix(".md")
    slug = name.partition("-")[2] if reading.kind == "lesson" else name
    return _known_slugs(reading).get(slug)


def _dead_lesson(reading: Reading, slug: str) -> str:
    """Return what to do about a slug that no lesson has, or nothing when one has it."""
    known = _known_slugs(reading)
    return "" if slug in known else did_you_mean(slug, known, "write the slug of a lesson that exists")


def _dead_section(lesson: Lesson | None, section: str) -> str:
    ids = [each.id for each in lesson.sections] if lesson else [section]
    fix = f"the sections of {lesson.slug} are {', '.join(ids)}" if lesson else ""
    return "" if section in ids else did_you_mean(section, ids, fix)


@rule("E501")
def lesson_link(reading: Reading) -> Iterator[Finding]:
    """A link to a lesson that does not exist ends in an error page."""
    for link in reading.links():
        found = _TARGET.fullmatch(link.address.removeprefix("lesson:"))
        if link.address.startswith("lesson:") and found and (fix := _dead_lesson(reading, found[1])):
            yield Finding(link.line, link.column, f"there is no lesson {found[1]!r}", fix)


@rule("E502")
def section_link(reading: Reading) -> Iterator[Finding]:
    """A link to a section that does not exist ends at the top of the page."""
    known = _known_slugs(reading)
    for link in reading.links():
        found = _TARGET.fullmatch(link.address.removeprefix("lesson:"))
        if link.is_image or found is None or found[2] is None or link.address.startswith("https:"):
            continue
        lesson = known.get(found[1]) if found[1] else _lesson_of(reading)
        if fix := _dead_section(lesson, found[2]):
            yield Finding(link.line, link.column, f"there is no section {found[2]!r}", fix)


@rule("E503")
def glossary_word(reading: Reading) -> Iterator[Finding]:
    """A word that the glossary does not hold opens nothing."""
    for link in reading.links():
        word = link.address.removeprefix("glossary:")
        if link.address.startswith("glossary:") and word not in reading.library.glossary:
            fix = did_you_mean(word, reading.library.glossary, "add it to lessons/glossary.md")
            yield Finding(link.line, link.column, f"the glossary has no word {word!r}", fix)


@rule("E504")
def fact(reading: Reading) -> Iterator[Finding]:
    """A fact that is not in facts.toml has no value to show."""
    for number, line in enumerate(reading.prose, 1):
        for found in _FACT.finditer(line):
            name, facts = found[2], reading.library.facts
            if name not in facts:
                fix = did_you_mean(name, facts, "add it to lessons/facts.toml")
                yield Finding(number, found.start() + 1, f"there is no fact {name!r}", fix)
            elif not found["sign"]:
                fix = f"write {{{{ fact:{name} }}}}"
                yield Finding(number, found.start() + 1, f"{found[0]} is no fact", fix)


@rule("E505")
def picture_file(reading: Reading) -> Iterator[Finding]:
    """A picture that does not exist leaves only its words."""
    folder = reading.folder()
    for link in reading.links():
        path = f"{folder}/{link.address}"
        if link.is_image and link.address.startswith("images/") and path not in reading.library.sources:
            others = [
                each[len(folder) + 1 :] for each in reading.library.sources if each.startswith(f"{folder}/images/")
            ]
            fix = did_you_mean(link.address, others, "put the file there")
            yield Finding(link.line, link.column, f"there is no file {path}", fix)


@rule("E506")
def needed_lesson(reading: Reading) -> Iterator[Finding]:
    """A lesson can only need one that exists."""
    lesson = _lesson_of(reading)
    for slug in lesson.needs if lesson and reading.kind == "lesson" else ():
        if fix := _dead_lesson(reading, slug):
            yield Finding(_line_of(reading, "needs:"), 1, f"needs: names no lesson {slug!r}", fix)


@rule("E507")
def needs_in_circle(reading: Reading) -> Iterator[Finding]:
    """Lessons that need each other can never be begun."""
    start = _lesson_of(reading)
    if reading.kind != "lesson" or start is None:
        return
    known = _known_slugs(reading)
    seen: set[str] = set()
    todo = list(start.needs)
    while todo:
        slug = todo.pop()
        if slug == start.slug:
            fix = "take one of the two out of needs:"
            via = "itself" if start.slug in start.needs else "a lesson that needs it"
            yield Finding(_line_of(reading, "needs:"), 1, f"{start.slug} needs {via}", fix)
            return
        lesson = known.get(slug)
        if slug not in seen and lesson:
            todo += lesson.needs
        seen.add(slug)


@rule("E508")
def question_section(reading: Reading) -> Iterator[Finding]:
    """A question whose section is gone is asked in the quiz only."""
    lesson = _lesson_of(reading)
    quiz = reading.library.quizzes.get(lesson.slug) if lesson else None
    for question in quiz.questions if quiz and reading.kind == "quiz" else ():
        if question.section and (fix := _dead_section(lesson, question.section)):
            line = _line_of(reading, "Section:", question.line)
            yield Finding(line, 1, f"the lesson has no section {question.section!r}", fix)


@rule("E509")
def see(reading: Reading) -> Iterator[Finding]:
    """What a wrong answer links back to must exist."""
    slug = reading.source.path.rpartition("/")[2].removesuffix(".md")
    quiz = reading.library.quizzes.get(slug) if reading.kind == "quiz" else None
    known = _known_slugs(reading)
    for question in quiz.questions if quiz else ():
        target, _, section = question.see.partition("#")
        line = _line_of(reading, "See:", question.line)
        if target and (fix := _dead_lesson(reading, target)):
            yield Finding(line, 1, f"there is no lesson {target!r}", fix)
        elif section and (fix := _dead_section(known.get(target), section)):
            yield Finding(line, 1, f"there is no section {section!r} in {target}", fix)


@rule("E510")
def quiz_alone(reading: Reading) -> Iterator[Finding]:
    """A quiz is found through the lesson of the same name; without one nobody is ever asked."""
    slug = reading.source.path.rpartition("/")[2].removesuffix(".md")
    if reading.kind == "quiz" and (fix := _dead_lesson(reading, slug)):
        yield Finding(1, 1, f"no lesson has the slug {slug!r}", fix)


@rule("E511")
def glossary_names(reading: Reading) -> Iterator[Finding]:
    """What an entry of the glossary points to must exist."""
    for word in reading.library.glossary.values() if reading.kind == "glossary" else ():
        for other, _ in word.confused_with:
            if other not in reading.library.glossary:
                fix = did_you_mean(other, reading.library.glossary, "write the id of a word that exists")
                line = _line_of(reading, f"Confused with: {other}", word.line)
                yield Finding(line, 1, f"the glossary has no word {other!r}", fix)
        if word.lesson and (fix := _dead_lesson(reading, word.lesson)):
            line = _line_of(reading, "Lesson:", word.line)
            yield Finding(line, 1, f"there is no lesson {word.lesson!r}", fix)


def _line_of(reading: Reading, start: str, after: int = 1) -> int:
    for number in range(after, len(reading.source.lines) + 1):
        if reading.source.lines[number - 1].startswith(start):
            return number
    return after


RULES = (
    lesson_link,
    section_link,
    glossary_word,
    fact,
    picture_file,
    needed_lesson,
    needs_in_circle,
    question_section,
    see,
    quiz_alone,
    glossary_names,
)
