"""Hosts, learners and meetups, made as the pages make them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from course.accounts.operations import change_name, create_account, make_guest
from course.content.lessons import Lesson
from course.content.library import Library
from course.learning.models import Certainty
from course.learning.operations import Reply, answer_question
from course.meetups import hosting, operations
from course.meetups.details import GroupDetails, MeetupDetails
from course.meetups.planned import PlannedMeetup

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 26, 17, tzinfo=UTC)  # 18:00 in Warsaw
AFTER = THURSDAY + timedelta(hours=3)
_numbers = count()


def details(**changes: Any) -> MeetupDetails:
    usual: dict[str, Any] = {
        "title": "OpenStack Kraków 7",
        "starts_at": THURSDAY,
        "minutes": 60,
        "zone": "Europe/Warsaw",
        "language": "pl",
        "place": "Rynek 1",
        "video_url": "https://meet.example.org/krakow",
    }
    return MeetupDetails(**{**usual, **changes})


def account(session: Session, name: str = "Ola") -> int:
    email = f"person{next(_numbers)}@example.org"
    return create_account(session, email=email, name=name, password_hash="x", role=None, at=NOW)


def learner(session: Session, name: str = "Jan") -> int:
    person, _token = make_guest(session, at=NOW)
    change_name(session, user_id=person.id, name=name)
    return person.id


def group(session: Session, host_id: int, name: str = "OpenStack Poland") -> int:
    return hosting.found_group(session, host_id=host_id, details=GroupDetails(name=name), at=NOW).id


def draft(session: Session, host_id: int, *group_ids: int, **changes: Any) -> PlannedMeetup:
    ids = group_ids or (group(session, host_id),)
    return operations.plan_meetup(session, host_id=host_id, group_ids=ids, details=details(**changes), at=NOW)


def assign(session: Session, meetup: PlannedMeetup, *lessons: Lesson) -> PlannedMeetup:
    return operations.assign(session, meetup_id=meetup.id, version=meetup.version, lessons=lessons, at=NOW)


def published(
    session: Session, library: Library, *group_ids: int, host_id: int | None = None, **changes: Any
) -> PlannedMeetup:
    """Return a meetup with two lessons, by a host of these groups or of a new one."""
    planned = draft(session, host_id or account(session), *group_ids, **changes)
    assigned = assign(session, planned, library.lesson("first"), library.lesson("plain"))
    operations.publish(session, meetup_id=assigned.id, at=NOW)
    return assigned


def join(session: Session, meetup: PlannedMeetup, learner_id: int, *, host_may_know: bool = False) -> None:
    operations.join(session, meetup_id=meetup.id, learner_id=learner_id, host_may_know=host_may_know, at=NOW)


def say(session: Session, learner_id: int, lesson: Lesson, question: str, *picked: str, sure: bool = False) -> None:
    answer_question(
        session,
        learner_id=learner_id,
        lesson=lesson,
        question=lesson.quiz.question(question),
        reply=Reply(picked, Certainty.SURE if sure else Certainty.GUESS),
        key=f"{next(_numbers)}",
        at=NOW,
    )
