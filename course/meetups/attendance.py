"""Who comes to a meetup and what they have done, as finished values; nobody is named who did not allow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, select

from course.accounts.models import User
from course.content.library import Library
from course.learning.crowd import Crowd, FirstAnswers
from course.meetups.models import Assignment, Enrolment
from course.meetups.prereading import Readiness, offered, readiness
from course.reading import Query, Reader


@dataclass(frozen=True, slots=True)
class RosterLine:
    """Somebody who allowed the host to know; the name is empty for whoever gave none."""

    name: str
    readiness: Readiness
    finished: int  # lessons
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Roster:
    """The enrolled learners in numbers, and by name those who allow it."""

    lessons: int
    ready: int
    started: int
    not_started: int
    lines: tuple[RosterLine, ...]

    @property
    def joined(self) -> int:
        """How many mean to come."""
        return self.ready + self.started + self.not_started

    @property
    def unnamed(self) -> int:
        """How many of them are known as a number only."""
        return self.joined - len(self.lines)


_enrolment, _assignment, _user = Enrolment.__table__.c, Assignment.__table__.c, User.__table__.c
_here = _enrolment.meetup_id == bindparam("meetup")
_CROWD = Crowd(
    select(_enrolment.learner_id).where(_here),
    select(_assignment.lesson_slug).where(_assignment.meetup_id == bindparam("meetup")),
)
# A name that was not given to the host does not leave the database.
_ENROLLED = Query(
    select(
        _enrolment.learner_id,
        _enrolment.host_may_know,
        case((_enrolment.host_may_know, _user.name), else_=""),
        _enrolment.joined_at,
    )
    .where(_here, _user.id == _enrolment.learner_id)
    .order_by(_enrolment.joined_at, _enrolment.learner_id)
)


def roster(reader: Reader, library: Library, *, meetup_id: int, lessons: Iterable[str]) -> Roster:
    """Return who means to come and how far they are with these lessons; three statements, however many they are.

    A lesson that is gone or broken keeps nobody from being ready.
    """
    finished, begun = _CROWD.finished(reader, meetup=meetup_id), _CROWD.begun(reader, meetup=meetup_id)
    wanted, nothing = offered(library, lessons), frozenset[str]()
    numbers = dict.fromkeys(Readiness, 0)
    lines: list[RosterLine] = []
    for learner_id, named, name, joined_at in _ENROLLED.rows(reader, meetup=meetup_id):
        done = len(finished.get(learner_id, nothing) & wanted)
        how_far = readiness(done, len(wanted), begun=learner_id in begun)
        numbers[how_far] += 1
        if named:
            lines.append(RosterLine(name, how_far, done, joined_at))
    ready, started, not_started = (numbers[one] for one in Readiness)
    return Roster(len(wanted), ready, started, not_started, tuple(lines))


def first_answers(reader: Reader, *, meetup_id: int) -> dict[tuple[str, str], FirstAnswers]:
    """Return what those who joined answered first to the questions of the assigned lessons, in one statement."""
    return _CROWD.first_answers(reader, meetup=meetup_id)
