"""What responses add up to: the rules of progress, without database or page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil

from course.content.lessons import Lesson
from course.learning.models import Certainty, Outcome

TRIES = (Outcome.RIGHT, Outcome.WRONG)
REVEAL_FADES = timedelta(minutes=10)  # a right answer sooner after a reveal is not one's own


@dataclass(frozen=True, slots=True)
class Answer:
    """One response as it is read back."""

    question_id: str
    digest: str
    picked: tuple[str, ...]
    outcome: Outcome
    certainty: Certainty
    unaided: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """One response in the history of a learner, with the question as it was then, as JSON."""

    slug: str
    question_id: str
    digest: str
    text: str
    outcome: Outcome
    certainty: Certainty
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands with one question; the answers are in the order they were given."""

    answers: tuple[Answer, ...] = ()

    @property
    def checked(self) -> bool:
        """Answered right at least once, unaided."""
        return any(answer.unaided for answer in self.answers)

    @property
    def last(self) -> Answer | None:
        """The latest answer."""
        return self.answers[-1] if self.answers else None

    @property
    def tries(self) -> int:
        """How many answers were given; "I don't know yet" and a reveal are none."""
        return sum(answer.outcome in TRIES for answer in self.answers)

    @property
    def misses(self) -> int:
        """How many answers were not right, "I don't know yet" among them."""
        return sum(answer.outcome in (Outcome.WRONG, Outcome.UNKNOWN) for answer in self.answers)

    @property
    def revealed_at(self) -> datetime | None:
        """When the answer was last shown on request."""
        shown = [answer.at for answer in self.answers if answer.outcome is Outcome.REVEALED]
        return shown[-1] if shown else None

    @property
    def right(self) -> Answer | None:
        """The first right answer that was the learner's own."""
        return next((answer for answer in self.answers if answer.unaided), None)

    @property
    def look(self) -> tuple[object, ...]:
        """Return all that a card shows of this, so that learners who stand alike share a printed card."""
        return tuple(
            [(one.digest, one.picked, one.outcome, one.certainty, one.unaided, one.at.date()) for one in self.answers]
        )

    @property
    def ticking(self) -> bool:
        """Tell whether the time since a reveal still matters to how the question looks."""
        return any(answer.outcome is Outcome.REVEALED for answer in self.answers) and not self.checked

    def since(self, moment: datetime | None) -> "Standing":
        """Return the same for a new round that began at `moment`."""
        if moment is None:
            return self
        return Standing(tuple(answer for answer in self.answers if answer.at >= moment))


def aided(revealed_at: datetime | None, at: datetime) -> bool:
    """Tell whether a reveal is so fresh that a right answer repeats it."""
    return revealed_at is not None and at - revealed_at < REVEAL_FADES


UNSEEN = Standing()


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """What a learner did in one lesson."""

    standings: Mapping[str, Standing] = field(default_factory=dict)
    done_at: datetime | None = None
    read_at: datetime | None = None

    def of(self, question_id: str) -> Standing:
        """Return the standing of one question."""
        return self.standings.get(question_id, UNSEEN)

    def with_answer(self, answer: Answer) -> "LessonProgress":
        """Return the same with one more answer."""
        standing = Standing((*self.of(answer.question_id).answers, answer))
        return replace(self, standings={**self.standings, answer.question_id: standing})

    @property
    def tally(self) -> "LessonTally":
        """The same in numbers."""
        checked = frozenset([name for name, standing in self.standings.items() if standing.checked])
        return LessonTally(
            checked, frozenset(self.standings), done=self.done_at is not None, read=self.read_at is not None
        )


@dataclass(frozen=True, slots=True)
class LessonTally:
    """A lesson's progress in numbers: which questions are checked, and what was finished."""

    checked: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()  # questions answered in any way
    done: bool = False
    read: bool = False
    last_at: datetime | None = None

    @property
    def started(self) -> bool:
        """Something was answered."""
        return bool(self.begun)

    def checked_of(self, lesson: Lesson) -> int:
        """Count the questions of the lesson, as it is today, that are checked."""
        return sum(question.id in self.checked for question in lesson.quiz.questions)

    def minutes_left(self, lesson: Lesson) -> int:
        """Return the time for what is still to check, rounded up; all of it for a lesson not begun."""
        if self.done or self.read:
            return 0
        if not self.started:
            return lesson.minutes
        open_sections = [
            lesson.section_seconds(section.id)
            for section in lesson.sections
            if not all(question.id in self.checked for question in lesson.section_questions(section.id))
        ]
        loose_open = any(question.id not in self.checked for question in lesson.loose_questions)
        return max(1, ceil((sum(open_sections) + (lesson.loose_seconds if loose_open else 0)) / 60))

    def news(self, lesson: Lesson) -> int:
        """Count the questions that came after the lesson was done."""
        return len(lesson.quiz.questions) - self.checked_of(lesson) if self.done else 0


NOTHING = LessonTally()


def by_question(answers: Iterable[Answer]) -> dict[str, Standing]:
    """Group answers, oldest first, by their question."""
    grouped: dict[str, list[Answer]] = {}
    for answer in answers:
        grouped.setdefault(answer.question_id, []).append(answer)
    return {question_id: Standing(tuple(given)) for question_id, given in grouped.items()}


def all_checked(lesson_questions: Iterable[str], checked: frozenset[str]) -> bool:
    """Tell whether every question is checked; a lesson without questions never is."""
    asked = set(lesson_questions)
    return bool(asked) and asked <= checked
