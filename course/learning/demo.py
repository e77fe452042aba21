"""Believable people and answers, to look at: the same every time, drawn from a fixed seed."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from course.accounts import operations as accounts
from course.content.lessons import Lesson
from course.content.library import Library
from course.content.questions import Question
from course.db import Database, utcnow
from course.learning import queries
from course.learning.models import Certainty
from course.learning.operations import Reply, answer_question

SEED = 2013
DAYS = 14
NOT_EMPTY = "This course has answers already. Set COURSE_INSTANCE_FOLDER to an empty folder for a demo."


class NotEmptyError(Exception):
    """Demo people are never mixed with real ones."""


def fill(database: Database, library: Library, *, people: int, tick: Callable[[int], None]) -> str:
    """Add `people` learners with their answers; return the sign-in token of one who is in the middle.

    Raises NotEmptyError when somebody has answered already. `tick` is called with 1 after each learner.
    """
    if queries.has_responses(database.reading):
        raise NotEmptyError(NOT_EMPTY)
    chance = random.Random(SEED)  # noqa: S311 (a made-up person needs no secret)
    now = utcnow()
    token = ""
    for number in range(people):
        with database.session(writing=True) as session:
            started = now - timedelta(days=chance.uniform(1, DAYS))
            person, token_of_this = accounts.make_guest(session, at=started)
            _study(session, person.id, library, chance, started, unfinished=number == 0)
            session.commit()
        token = token or token_of_this
        tick(1)
    return token


def _study(
    session: Session,
    learner_id: int,
    library: Library,
    chance: random.Random,
    at: datetime,
    *,
    unfinished: bool,
) -> None:
    """Let one learner work through some lessons, from the first on."""
    skill = chance.uniform(0.35, 0.9)
    lessons = library.lessons[: chance.randint(1, len(library.lessons))] if library.lessons else ()
    for lesson in lessons:
        questions = lesson.quiz.questions
        half_way = len(questions) // 2 if unfinished and lesson is lessons[-1] else len(questions)
        for question in questions[:half_way]:
            at = _answer(session, learner_id, lesson, question, chance, skill, at)
        at += timedelta(hours=chance.uniform(1, 30))


def _answer(
    session: Session,
    learner_id: int,
    lesson: Lesson,
    question: Question,
    chance: random.Random,
    skill: float,
    at: datetime,
) -> datetime:
    """Answer until right or tired, as people do; return when it ended."""
    for number in range(3):
        at += timedelta(seconds=chance.uniform(15, 90))
        right = chance.random() < skill + 0.25 * number
        picked = question.answer if right else missed(question, chance)
        certainty = chance.choices(list(Certainty), weights=(5, 4, 1))[0] if picked else Certainty.UNKNOWN
        answer_question(
            session,
            learner_id=learner_id,
            lesson=lesson,
            question=question,
            reply=Reply(picked, certainty),
            key=f"demo-{question.id}-{number}",
            at=min(at, utcnow()),
        )
        if right:
            break
    return at


def missed(question: Question, chance: random.Random) -> tuple[str, ...]:
    """Return a pick that is not right; empty means "I don't know yet"."""
    wrong = [choice.key for choice in question.shown if not question.mark((choice.key,)).right]
    if question.kind in ("single", "truth") and wrong and chance.random() < 0.85:  # noqa: PLR2004 (most people guess)
        return (chance.choice(wrong),)
    return ()
