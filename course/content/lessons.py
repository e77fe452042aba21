"""A lesson: a title, a goal, sections, and the quiz that checks it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from course.content.errors import BrokenFileError, ContentError
from course.content.fences import find_fences, outside
from course.content.front_matter import front_matter
from course.content.headings import Part, split_parts
from course.content.limits import survey
from course.content.questions import Question
from course.content.quizzes import Quiz
from course.content.source import Source, digest_of

FILE_NAME = re.compile(r"(?P<number>[0-9]{2,3})-(?P<slug>[a-z][a-z0-9-]{0,79})\.md")
"""The name of a lesson's file: its place in the unit, a dash, its slug."""

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
"""A word as readers count it: numbers and names with a dash or a dot are one."""

_SOURCE = re.compile(r"Source:(.*)")
_LINK_TARGET = re.compile(r"\]\([^)]*\)")

_SECONDS_A_WORD = 60 / 200
_SECONDS_A_QUESTION = 30
_SECONDS_A_CODE_BLOCK = 20


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a lesson under one heading, with the sources of its facts; texts are Markdown."""

    id: str
    title: str
    text: str
    sources: tuple[str, ...]
    line: int
    digest: str
    words: int
    code_blocks: int

    @property
    def seconds(self) -> float:
        """Return how long it takes to read, without its questions."""
        return self.words * _SECONDS_A_WORD + self.code_blocks * _SECONDS_A_CODE_BLOCK


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as its file describes it, with its quiz; texts are Markdown."""

    slug: str
    unit: str
    number: int
    path: str
    title: str
    goal: str
    needs: tuple[str, ...]
    release: str
    checked: date | None
    keypoints: tuple[str, ...]
    tomorrow: tuple[str, ...]
    intro: str
    intro_words: int
    sections: tuple[Section, ...]
    digest: str
    quiz: Quiz

    @property
    def seconds(self) -> int:
        """Return how long reading and answering takes."""
        sections = sum(section.seconds for section in self.sections)
        questions = len(self.quiz.questions) * _SECONDS_A_QUESTION
        return round(self.intro_words * _SECONDS_A_WORD + sections + questions)

    @property
    def minutes(self) -> int:
        """Return how long reading and answering takes, rounded up, at least one."""
        return max(1, math.ceil(self.seconds / 60))

    @property
    def loose_questions(self) -> tuple[Question, ...]:
        """Return the questions that are asked in the quiz only: without a section, or with one that is gone."""
        known = {section.id for section in self.sections}
        return tuple(question for question in self.quiz.questions if question.section not in known)

    @property
    def loose_seconds(self) -> int:
        """Return how long the questions take that are asked in the quiz only."""
        return len(self.loose_questions) * _SECONDS_A_QUESTION

    def section_questions(self, section: str) -> tuple[Question, ...]:
        """Return the questions that are asked after this section."""
        return tuple(question for question in self.quiz.questions if question.section == section)

    def section_seconds(self, section: str) -> int:
        """Return how long this section takes with its questions; 0 for one that does not exist."""
        found = next((each for each in self.sections if each.id == section), None)
        if found is None:
            return 0
        return round(found.seconds + len(self.section_questions(section)) * _SECONDS_A_QUESTION)


def parse(source: Source) -> Lesson:
    """Return the lesson that the file describes, without its quiz, or raise BrokenFileError with all that is wrong."""
    fences, text = survey(source)
    unit, number, slug = name_of(source.path)
    front = front_matter(source)
    front.only("title", "goal", "needs", "release", "checked", "keypoints", "tomorrow")
    title = front.text("title", needed="write `title: ...` between two lines of three dashes at the top")
    goal = front.text("goal", needed="write `goal: ...`, so that it continues: After this lesson you can")
    parts, errors = split_parts(source, front.body, text)
    if not parts:
        errors.append(source.error(front.body + 1, "E205", "there is no section", "start one with `## Title {#id}`"))
    starts = [fence.first for fence in fences]
    intro = "\n".join(source.lines[front.body : parts[0].line - 1 if parts else None]).strip("\n")
    lesson = Lesson(
        slug=slug,
        unit=unit,
        number=number,
        path=source.path,
        title=title,
        goal=goal,
        needs=front.names("needs"),
        release=front.text("release"),
        checked=front.day("checked"),
        keypoints=front.texts("keypoints"),
        tomorrow=front.texts("tomorrow"),
        intro=intro,
        intro_words=count_words(intro),
        sections=tuple(_section(source, part, text, starts, errors) for part in parts),
        digest=source.digest,
        quiz=Quiz(slug, f"quizzes/{slug}.md"),
    )
    if errors := errors + front.errors:
        raise BrokenFileError(errors)
    return lesson


def name_of(path: str) -> tuple[str, int, str]:
    """Return unit, number and slug as the path of a lesson says them, or raise BrokenFileError."""
    folder, _, name = path.rpartition("/")
    found = FILE_NAME.fullmatch(name)
    if found is None:
        fix = "name it like 02-who-answers.md: two digits, a dash, small letters"
        raise BrokenFileError([ContentError(path, 1, 1, "E110", "this file name says no number and slug", fix)])
    return folder.rpartition("/")[2], int(found["number"]), found["slug"]


def count_words(text: str) -> int:
    """Return how many words a reader reads: code, link targets and notes for the host are not counted."""
    lines = text.split("\n")
    shown = outside(lines, find_fences(lines))
    words, for_host = 0, False
    for line, is_text in zip(lines, shown, strict=True):
        for_host = line.startswith(">") and (for_host or line.startswith("> [!HOST]"))
        if is_text and not for_host:
            words += len(WORD.findall(_LINK_TARGET.sub("]", line)))
    return words


def _section(
    source: Source, part: Part, text: Sequence[bool], fences: Sequence[int], errors: list[ContentError]
) -> Section:
    prose: list[str] = []
    sources: list[str] = []
    for index in range(part.first, part.end):
        line = source.lines[index]
        found = _SOURCE.fullmatch(line.rstrip()) if text[index] else None
        if found and not found[1].strip():
            fix = "say where the facts come from, or take the line out"
            errors.append(source.error(index + 1, "E207", "Source: says nothing", fix))
        elif found:
            sources.append(found[1].strip())
        elif sources and line.strip():
            fix = "move the Source: lines below it"
            errors.append(source.error(index + 1, "E206", "there is text after the Source: of its section", fix))
            sources = []
        else:
            prose.append(line)
    body = "\n".join(prose).strip("\n")
    blocks = sum(part.first <= first < part.end for first in fences)
    digest = digest_of(part.title, body)
    return Section(part.id, part.title, body, tuple(sources), part.line, digest, count_words(body), blocks)
