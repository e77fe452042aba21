"""What waits for somebody: the next meetup they joined, with how far they are in what is to be read before it.

For the pages that everybody opens: one statement each, which looks at next to nothing for whoever joined no meetup.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, cast, exists, func, select

from course.learning.models import Completion, QuestionVersion, Response
from course.learning.progress import LessonTally
from course.meetups.models import Assignment, Enrolment, Meetup, Status
from course.meetups.planned import VISIBLE
from course.reading import Query, Reader


@dataclass(frozen=True, slots=True)
class Announced:
    """A meetup to come, as a page of the course mentions it."""

    slug: str
    title: str
    starts_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next meetup that somebody joined, and what they did of its lessons, in the order of the pre-reading."""

    meetup: Announced
    tallies: Mapping[str, LessonTally]  # by lesson


_meetup = Meetup.__table__.c
_assignment, _enrolment = Assignment.__table__.c, Enrolment.__table__.c
_response, _version, _completion = Response.__table__.c, QuestionVersion.__table__.c, Completion.__table__.c

_open = (_meetup.status == Status.PUBLISHED) & VISIBLE & (_meetup.starts_at > bindparam("at"))
_told = (_meetup.slug, _meetup.title, _meetup.starts_at, _meetup.zone)
_NEXT = Query(select(*_told).where(_open).order_by(_meetup.starts_at, _meetup.id).limit(1))

_joined = select(_enrolment.meetup_id).where(_enrolment.learner_id == bindparam("learner"))
_next_joined = select(_meetup.id).where(_meetup.id.in_(_joined), _open).order_by(_meetup.starts_at, _meetup.id).limit(1)
_finished = exists().where(
    _completion.learner_id == bindparam("learner"), _completion.lesson_slug == _assignment.lesson_slug
)
_WAITING = Query(
    select(
        *_told,
        _assignment.lesson_slug,
        _finished,
        _version.question_id,
        func.max(cast(_response.unaided, Integer)),
    )
    .select_from(Assignment.__table__)
    .join(Meetup.__table__, _meetup.id == _assignment.meetup_id)
    .outerjoin(QuestionVersion.__table__, _version.quiz_slug == _assignment.lesson_slug)
    .outerjoin(
        Response.__table__, (_response.learner_id == bindparam("learner")) & (_response.version_id == _version.id)
    )
    .where(_assignment.meetup_id == _next_joined.scalar_subquery())
    .group_by(*_told, _assignment.lesson_slug, _assignment.position, _version.question_id)
    .order_by(_assignment.position)
)


def next_open(reader: Reader, *, at: datetime) -> Announced | None:
    """Return the next meetup that anybody may join, None when there is none."""
    rows = _NEXT.rows(reader, at=at)
    return Announced(*rows[0]) if rows else None


def waiting(reader: Reader, *, learner_id: int, at: datetime) -> Waiting | None:
    """Return the next meetup with pre-reading that somebody joined, None when there is none."""
    rows = _WAITING.rows(reader, learner=learner_id, at=at)
    if not rows:
        return None
    begun: dict[str, set[str]] = {}
    checked: dict[str, set[str]] = {}
    finished: dict[str, bool] = {}
    for *_told_again, slug, done, question_id, unaided in rows:
        finished[slug] = bool(done)
        begun.setdefault(slug, set()).update([question_id] if unaided is not None else [])
        checked.setdefault(slug, set()).update([question_id] if unaided else [])
    tallies = {
        slug: LessonTally(frozenset(checked[slug]), frozenset(begun[slug]), done=done)
        for slug, done in finished.items()
    }
    return Waiting(Announced(*rows[0][:4]), tallies)
