"""What learners did, read back as finished values."""

from datetime import datetime

from sqlalchemy import Integer, ScalarSelect, bindparam, cast, func, select, true

from course.learning.models import Completion, Extent, QuestionVersion, Response
from course.learning.progress import Answer, LessonProgress, LessonTally, PastAnswer, by_question
from course.reading import Query, Reader

# Plain columns, not attributes of the models: a statement of them costs half as much to run.
_response, _version, _completion = Response.__table__.c, QuestionVersion.__table__.c, Completion.__table__.c


def _completed_at(extent: Extent) -> ScalarSelect[datetime]:
    return (
        select(_completion.completed_at)
        .where(
            _completion.learner_id == bindparam("learner"),
            _completion.lesson_slug == bindparam("slug"),
            _completion.extent == extent,
        )
        .scalar_subquery()
    )


_answers = (
    select(
        _response.id,
        _version.question_id,
        _version.digest,
        _response.picked,
        _response.outcome,
        _response.certainty,
        _response.unaided,
        _response.answered_at,
    )
    .where(
        _version.id == _response.version_id,
        _response.learner_id == bindparam("learner"),
        _version.quiz_slug == bindparam("slug"),
    )
    .subquery("answers")
)
_completed = select(_completed_at(Extent.DONE).label("done_at"), _completed_at(Extent.READ).label("read_at")).subquery(
    "completed"
)
# One statement for the whole page of a lesson: a row an answer, or one row without an answer.
_LESSON = Query(select(_completed, _answers).outerjoin_from(_completed, _answers, true()).order_by(_answers.c.id))

_TALLIES = Query(
    select(
        _version.quiz_slug,
        _version.question_id,
        func.max(cast(_response.unaided, Integer)),
        func.max(_response.answered_at),
    )
    .where(_response.version_id == _version.id, _response.learner_id == bindparam("learner"))
    .group_by(_version.quiz_slug, _version.question_id)
)
_COMPLETIONS = Query(
    select(_completion.lesson_slug, _completion.extent, _completion.completed_at).where(
        _completion.learner_id == bindparam("learner")
    )
)


_answered = select(_version.quiz_slug, _version.question_id, _version.digest).where(
    _response.version_id == _version.id, _response.learner_id == bindparam("learner")
)
_ANSWERED = Query(_answered.distinct())
_HISTORY = Query(
    _answered.add_columns(_version.text, _response.outcome, _response.certainty, _response.answered_at)
    .order_by(_response.id.desc())
    .limit(bindparam("most"))
)
_VERSION = Query(
    select(_version.id).where(
        _version.quiz_slug == bindparam("quiz_slug"),
        _version.question_id == bindparam("question_id"),
        _version.digest == bindparam("digest"),
        _version.section_digest == bindparam("section_digest"),
    )
)
_KNOWN = Query(
    select(_response.id).where(_response.learner_id == bindparam("learner"), _response.key == bindparam("key"))
)
_ANY = Query(select(_response.id).limit(1))


def lesson_progress(reader: Reader, *, learner_id: int, slug: str) -> LessonProgress:
    """Return what a learner did in one lesson, in one statement."""
    rows = _LESSON.rows(reader, learner=learner_id, slug=slug)
    answers = [
        Answer(row[3], row[4], tuple(row[5]), row[6], row[7], unaided=row[8], at=row[9])
        for row in rows
        if row[2] is not None
    ]
    return LessonProgress(by_question(answers), done_at=rows[0][0], read_at=rows[0][1])


def tallies(reader: Reader, *, learner_id: int) -> dict[str, LessonTally]:
    """Return what a learner did in each lesson begun, in two statements."""
    begun: dict[str, set[str]] = {}
    checked: dict[str, set[str]] = {}
    last_at: dict[str, datetime] = {}
    for slug, question_id, unaided, at in _TALLIES.rows(reader, learner=learner_id):
        begun.setdefault(slug, set()).add(question_id)
        checked.setdefault(slug, set()).update([question_id] if unaided else [])
        last_at[slug] = max(at, last_at.get(slug, at))
    done = {(row[0], row[1]): row[2] for row in _COMPLETIONS.rows(reader, learner=learner_id)}
    return {
        slug: LessonTally(
            frozenset(checked.get(slug, ())),
            frozenset(begun.get(slug, ())),
            done=(slug, Extent.DONE) in done,
            read=(slug, Extent.READ) in done,
            last_at=last_at.get(slug) or done.get((slug, Extent.READ)),
        )
        for slug in begun.keys() | {slug for slug, _extent in done}
    }


def answered_digests(reader: Reader, *, learner_id: int) -> dict[tuple[str, str], set[str]]:
    """Return, for each question by lesson and id, the digests under which a learner answered it."""
    found: dict[tuple[str, str], set[str]] = {}
    for slug, question_id, digest in _ANSWERED.rows(reader, learner=learner_id):
        found.setdefault((slug, question_id), set()).add(digest)
    return found


def newest_answers(reader: Reader, *, learner_id: int, most: int) -> list[PastAnswer]:
    """Return what a learner answered in all lessons, the newest first."""
    return [PastAnswer(*row) for row in _HISTORY.rows(reader, learner=learner_id, most=most)]


def version_id(reader: Reader, *, quiz_slug: str, question_id: str, digest: str, section_digest: str) -> int | None:
    """Return the id of a question's version, None when nobody has answered it yet."""
    rows = _VERSION.rows(
        reader, quiz_slug=quiz_slug, question_id=question_id, digest=digest, section_digest=section_digest
    )
    return rows[0][0] if rows else None


def has_response(reader: Reader, *, learner_id: int, key: str) -> bool:
    """Tell whether this reply is stored already."""
    return bool(_KNOWN.rows(reader, learner=learner_id, key=key))


def has_responses(reader: Reader) -> bool:
    """Tell whether anybody has answered anything yet."""
    return bool(_ANY.rows(reader))
