"""What the pages of the course show: finished values, filled by the views and printed by the templates.

Nothing here knows Flask or the database, and nothing here decides: a page is what a learner sees.
Ids that the page makes for itself contain an underscore, which no id in a lesson may, so they never clash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from course.content.glossary import Word
    from course.content.lessons import Lesson
    from course.content.library import LessonHtml, QuestionHtml, SectionHtml
    from course.content.questions import Question

Led: TypeAlias = Literal["off", "now", "read", "done"]
CardState: TypeAlias = Literal["open", "try", "unknown", "revealed", "right", "receipt"]

KEY_MARK = "\x1dkey\x1d"  # signs that nobody can type; stands in a rendered card where each form gets a key of its own
TALLEST = 30  # the style sheet has a height for one to this many minutes
ORDINALS = ("", "", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def first_field(question_id: str) -> str:
    """Return the id of the first field of a question's form."""
    return f"f_{question_id}_1"


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go and what to call it."""

    title: Markup | str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """Why an answer was not taken; `url` leads to the field."""

    message: str
    url: str


@dataclass(frozen=True, slots=True)
class Plate:
    """A faceplate of the rack: a lesson on the map, a section in a lesson."""

    url: str
    title: Markup | str
    minutes: int
    led: Led = "off"
    ports: int = 0
    ports_on: int = 0
    status: str = ""
    current: bool = False
    led_text: str = "Not started"

    @property
    def size(self) -> str:
        """The class that makes the plate as tall as it takes to read."""
        return f"m{min(TALLEST, max(1, self.minutes))}"


@dataclass(frozen=True, slots=True)
class RackGroup:
    """A unit of the course in the rack."""

    title: Markup | str
    summary: Markup | str
    plates: tuple[Plate, ...]


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a learner left off."""

    title: Markup | str
    url: str
    test_url: str
    sentence: str
    action: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """The course map; for a newcomer it is the landing page."""

    groups: tuple[RackGroup, ...]  # the rack: a group a unit
    heading: str
    lessons: int
    lessons_done: int
    minutes_left: int
    minutes_left_text: str
    total_minutes_text: str
    first: Plate | None = None
    resume: Resume | None = None
    new: bool = True
    canonical: str = ""
    paths: int = 0  # how many are offered


@dataclass(frozen=True, slots=True)
class Card:
    """One question as a learner sees it now; the right answer is here only once it is earned."""

    key: ClassVar[str] = KEY_MARK
    question: Question
    html: QuestionHtml
    action: str
    position: str
    origin: Literal["lesson", "quiz"] = "lesson"
    again: str = ""
    state: CardState = "open"
    tries: int = 0
    picked: tuple[str, ...] = ()
    # What the lists of an order or match form held, by step or left key: an unfinished form has no order yet.
    filled: Mapping[str, str] = field(default_factory=dict)
    feedback: tuple[Markup, ...] = ()
    remark: str = ""
    hint: Markup | None = None
    offer: Literal["skip", "reveal", "reveal-outlined"] = "skip"
    reread: Link | None = None
    error: str = ""
    focus: bool = False
    note: str = ""
    receipt: str = ""
    answer_picked: tuple[str, ...] = ()
    quiz_url: str = ""
    keep_url: str = ""

    @property
    def place(self) -> str:
        """Which question this is and which try: "2 of 3, second try"."""
        number = self.tries + 1
        if number == 1 or self.state in {"right", "revealed", "receipt"}:
            return self.position
        ordinal = ORDINALS[number] if number < len(ORDINALS) else f"{number}th"
        return f"{self.position}, {ordinal} try"

    def placed(self, key: str) -> str:
        """Return what this list shows: a place or "-", the key of a right side, or "" for nothing yet."""
        if self.filled or not self.picked:
            return self.filled.get(key, "")
        if self.question.kind == "order":
            return str(self.picked.index(key) + 1) if key in self.picked else "-"
        keys: list[str] = [left.key for left in getattr(self.question, "lefts", ())]
        return dict(zip(keys, self.picked, strict=False)).get(key, "")


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section of a lesson and the ids of the questions asked after it."""

    html: SectionHtml
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rail:
    """The rack of a lesson's sections and the count of its questions."""

    plates: tuple[Plate, ...]
    checked: int
    questions: int
    course_place: str


@dataclass(frozen=True, slots=True)
class LessonPage:
    """A lesson with its questions; `loose` counts those that only the quiz asks."""

    lesson: Lesson
    html: LessonHtml
    unit_title: Markup | str
    place: str
    quiz_url: str
    sections: tuple[SectionPart, ...]
    questions: int
    loose: int = 0
    needs: tuple[Link, ...] = ()
    state: Plate | None = None
    news: str = ""
    read_form: bool = False
    sources: tuple[Markup, ...] = ()
    edit_url: str = ""
    before: Link | None = None
    after: Link | None = None
    problem: AnswerProblem | None = None
    canonical: str = ""

    @property
    def checked_on(self) -> str:
        """The day the facts were checked: "22 Nov 2026", "" if the author does not say."""
        day = self.lesson.checked
        return f"{day.day} {day:%b %Y}" if day else ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that took more than one try, and where to read about it."""

    stem: Markup
    feedback: tuple[Markup, ...]
    url: str
    link_text: str


@dataclass(frozen=True, slots=True)
class QuizEnd:
    """The end of a quiz: no question is open."""

    questions: int
    missed: tuple[Missed, ...]
    again_url: str
    next: Link | None = None


@dataclass(frozen=True, slots=True)
class QuizPage:
    """All questions of a lesson without its text, the open ones first; `result` once none is open."""

    lesson: Lesson
    html: LessonHtml
    lesson_url: str
    open: tuple[Card, ...]
    checked_cards: tuple[Card, ...]
    checked: int
    questions: int
    result: QuizEnd | None = None
    first_visit: bool = False
    changed: str = ""
    problem: AnswerProblem | None = None
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a script: the card as it is now and the parts of the page that count progress."""

    card: Card
    checked: int
    questions: int
    rail: Rail | None = None  # of the lesson; the quiz page has none
    result: QuizEnd | None = None


@dataclass(frozen=True, slots=True)
class Confusion:
    """A word that is easily taken for another, and what sets them apart."""

    link: Link
    why: Markup | str


@dataclass(frozen=True, slots=True)
class WordEntry:
    """A word of the glossary with where it leads."""

    word: Word
    html: Markup
    confused: tuple[Confusion, ...] = ()
    lesson: Link | None = None


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The words, sorted from A to Z."""

    words: tuple[WordEntry, ...]
    canonical: str = ""

    @property
    def groups(self) -> list[tuple[str, list[WordEntry]]]:
        """The words under the letter they start with."""
        return [(letter, list(entries)) for letter, entries in groupby(self.words, _initial)]


def _initial(entry: WordEntry) -> str:
    return entry.word.term[:1].upper()


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What the course is, in numbers."""

    lessons: int
    questions: int
    total_minutes_text: str
    release: str = ""
    canonical: str = ""
