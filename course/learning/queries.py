"""What learners did, read back as finished values."""

from datetime import datetime

from sqlalchemy import Integer, ScalarSelect, bindparam, cast, func, select, true
from sqlalchemy.orm import Session

from course.learning.models import Completion, Extent, QuestionVersion, Response
from course.learning.progress import Answer, LessonProgress, LessonTally, by_question


def _completed_at(extent: Extent) -> ScalarSelect[datetime]:
    return (
        select(Completion.completed_at)
        .where(
            Completion.learner_id == bindparam("learner"),
            Completion.lesson_slug == bindparam("slug"),
            Completion.extent == extent,
        )
        .scalar_subquery()
    )


_answers = (
    select(
        Response.id,
        QuestionVersion.question_id,
        QuestionVersion.digest,
        Response.picked,
        Response.outcome,
        Response.certainty,
        Response.unaided,
        Response.answered_at,
    )
    .join(QuestionVersion, QuestionVersion.id == Response.version_id)
    .where(Response.learner_id == bindparam("learner"), QuestionVersion.quiz_slug == bindparam("slug"))
    .subquery("answers")
)
_completed = select(_completed_at(Extent.DONE).label("done_at"), _completed_at(Extent.READ).label("read_at")).subquery(
    "completed"
)
# One statement for the whole page of a lesson: a row an answer, or one row without an answer.
_LESSON = select(_completed, _answers).outerjoin_from(_completed, _answers, true()).order_by(_answers.c.id)

_TALLIES = (
    select(
        QuestionVersion.quiz_slug,
        QuestionVersion.question_id,
        func.max(cast(Response.unaided, Integer)),
        func.max(Response.answered_at),
    )
    .join(Response, Response.version_id == QuestionVersion.id)
    .where(Response.learner_id == bindparam("learner"))
    .group_by(QuestionVersion.quiz_slug, QuestionVersion.question_id)
)
_COMPLETIONS = select(Completion.lesson_slug, Completion.extent, Completion.completed_at).where(
    Completion.learner_id == bindparam("learner")
)


def lesson_progress(session: Session, *, learner_id: int, slug: str) -> LessonProgress:
    """Return what a learner did in one lesson, in one statement."""
    rows = session.execute(_LESSON, {"learner": learner_id, "slug": slug}).all()
    answers = [
        Answer(row[3], row[4], tuple(row[5]), row[6], row[7], unaided=row[8], at=row[9])
        for row in rows
        if row[2] is not None
    ]
    return LessonProgress(by_question(answers), done_at=rows[0][0], read_at=rows[0][1])


def tallies(session: Session, *, learner_id: int) -> dict[str, LessonTally]:
    """Return what a learner did in each lesson begun, in two statements."""
    checked: dict[str, set[str]] = {}
    last_at: dict[str, datetime] = {}
    for slug, question_id, unaided, at in session.execute(_TALLIES, {"learner": learner_id}):
        checked.setdefault(slug, set()).update([question_id] if unaided else [])
        last_at[slug] = max(at, last_at.get(slug, at))
    done = {(row[0], row[1]): row[2] for row in session.execute(_COMPLETIONS, {"learner": learner_id})}
    return {
        slug: LessonTally(
            frozenset(checked.get(slug, ())),
            started=slug in checked,
            done=(slug, Extent.DONE) in done,
            read=(slug, Extent.READ) in done,
            last_at=last_at.get(slug) or done.get((slug, Extent.READ)),
        )
        for slug in checked.keys() | {slug for slug, _extent in done}
    }


def has_responses(session: Session) -> bool:
    """Tell whether anybody has answered anything yet."""
    return session.scalar(select(Response.id).limit(1)) is not None
