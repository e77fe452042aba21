"""A lesson or a quiz as its author looks at it: the file with what is wrong in it, and what learners see of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from course.authoring.findings import Findings
from course.authoring.sheets import Sheet, sheet
from course.authoring.states import LessonState, lesson_state
from course.content.errors import BeingRepairedError, UnknownSlugError
from course.content.lessons import Lesson
from course.content.library import Library, QuestionHtml, WordHtml
from course.content.questions import Question
from course.content.source import Source
from course.learning import composition
from course.learning.cards import Origin, Sight, make_card
from course.learning.pages import Card, LessonPage
from course.learning.progress import NOTHING, UNSEEN

TextOf = Callable[[str], Source | None]  # what stands in a file now, by its path


@dataclass(frozen=True, slots=True)
class KeyedQuestion:
    """A question with everything that its author wrote: answers, feedback, and what only hosts read."""

    question: Question
    html: QuestionHtml
    position: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What both previews show; `lesson` and `cards` are empty when nothing of it can be shown to learners."""

    state: LessonState | None  # of the lesson; a quiz can stand alone
    title: str
    sheet: Sheet
    answers: bool
    lesson: LessonPage | None = None
    cards: tuple[Card, ...] = ()  # as a newcomer sees them
    keys: tuple[KeyedQuestion, ...] = ()  # with their answers
    words: tuple[WordHtml, ...] = ()

    @property
    def card_of(self) -> dict[str, Card]:
        """The cards by the id of their question."""
        return {card.question.id: card for card in self.cards}

    @property
    def key_of(self) -> dict[str, KeyedQuestion]:
        """The questions with their answers by their id."""
        return {key.question.id: key for key in self.keys}


@dataclass(frozen=True, slots=True)
class Desk:
    """What previews are made from: one snapshot of the content, what is wrong with it, and the time."""

    library: Library
    findings: Findings
    text_of: TextOf
    at: datetime

    @property
    def today(self) -> date:
        """The day."""
        return self.at.date()

    def sheet_of(self, path: str) -> Sheet:
        """Return a file with the findings beside its lines."""
        broken = any(problem.path == path for problem in self.library.problems)
        source = self.text_of(path) if broken else self.library.sources.get(path)
        return sheet(path, source, self.findings.get(path, ()), broken=broken)


def lesson_preview(desk: Desk, slug: str, *, answers: bool) -> Preview:
    """Return a lesson, broken or not, or raise UnknownSlugError."""
    state = lesson_state(desk.library, desk.findings, slug, desk.today)
    page_sheet = desk.sheet_of(state.path)
    lesson = _shown(desk, slug)
    if lesson is None:
        return Preview(state, state.title, page_sheet, answers)
    page = composition.lesson_page(
        desk.library, lesson, NOTHING, Sight("lesson", desk.at), edit_url="", canonical="", host_notes=answers
    )
    cards, keys = _questions(desk, lesson, "lesson", answers=answers)
    return Preview(state, state.title, page_sheet, answers, page, cards, keys, page.html.words)


def quiz_preview(desk: Desk, slug: str, *, answers: bool) -> Preview:
    """Return the quiz of a lesson, broken, missing or without a lesson too, or raise UnknownSlugError."""
    page_sheet = desk.sheet_of(f"quizzes/{slug}.md")
    try:
        state = lesson_state(desk.library, desk.findings, slug, desk.today)
    except UnknownSlugError:
        if slug not in desk.library.quizzes:
            raise
        return Preview(None, slug, page_sheet, answers)
    lesson = _shown(desk, slug)
    if lesson is None:
        return Preview(state, state.title, page_sheet, answers)
    cards, keys = _questions(desk, lesson, "quiz", answers=answers)
    words = desk.library.html(slug, host_notes=answers).words
    return Preview(state, state.title, page_sheet, answers, cards=cards, keys=keys, words=words)


def _shown(desk: Desk, slug: str) -> Lesson | None:
    """Return the lesson that learners see, None when there is none."""
    try:
        desk.library.html(slug)
        return desk.library.lesson(slug)
    except BeingRepairedError:
        return None


def _questions(
    desk: Desk, lesson: Lesson, origin: Origin, *, answers: bool
) -> tuple[tuple[Card, ...], tuple[KeyedQuestion, ...]]:
    """Return the questions of a lesson as somebody new sees them, or with their answers."""
    html = desk.library.html(lesson.slug, host_notes=answers)
    place, questions = composition.positions(lesson), composition.in_order(lesson)
    if answers:
        return (), tuple(KeyedQuestion(each, html.questions[each.id], place[each.id]) for each in questions)
    sight = Sight(origin, desk.at)
    return tuple(make_card(lesson, html, each, UNSEEN, sight, place[each.id]) for each in questions), ()
