from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from course.accounts.models import User
from course.content.library import Library
from course.db import Base
from course.learning.operations import mark_as_read
from course.meetups import attendance, operations
from course.meetups.attendance import RosterLine
from course.meetups.models import Enrolment
from course.meetups.planned import PlannedMeetup
from course.meetups.prereading import Readiness
from tests.factories import RIGHT_FIRST
from tests.meetups.people import NOW, account, join, learner, published, say
from tests.statements import statements_of

LESSONS = ("first", "plain")


def finish(session: Session, library: Library, person: int) -> None:
    for question, pick in RIGHT_FIRST.items():
        say(session, person, library.lesson("first"), question, pick)
    mark_as_read(session, learner_id=person, lesson=library.lesson("plain"), at=NOW)


@pytest.fixture
def meetup(session: Session, library: Library) -> PlannedMeetup:
    return published(session, library)


def crowd(session: Session, library: Library, meetup: PlannedMeetup) -> Iterator[int]:
    """Yield somebody who is ready, two who started, and one who did not."""
    for number, name in enumerate(("Ready", "Read one", "Answered one", "Idle")):
        person = learner(session, name)
        join(session, meetup, person, host_may_know=number % 2 == 0)
        if name == "Ready":
            finish(session, library, person)
        elif name == "Read one":
            mark_as_read(session, learner_id=person, lesson=library.lesson("plain"), at=NOW)
        elif name == "Answered one":
            say(session, person, library.lesson("first"), "no-address", "nova")
        yield person


def test_the_roster_counts_everybody_and_names_who_allows_it(
    session: Session, library: Library, meetup: PlannedMeetup
) -> None:
    list(crowd(session, library, meetup))
    finish(session, library, learner(session, "Not here"))
    roster = attendance.roster(session, library, meetup_id=meetup.id, lessons=LESSONS)
    assert (roster.joined, roster.ready, roster.started, roster.not_started) == (4, 1, 2, 1)
    assert roster.lines == (
        RosterLine("Ready", Readiness.READY, 2, NOW),
        RosterLine("Answered one", Readiness.STARTED, 0, NOW),
    )
    assert roster.unnamed == 2


def test_a_name_that_was_not_given_does_not_leave_the_database(
    session: Session, library: Library, meetup: PlannedMeetup
) -> None:
    people = list(crowd(session, library, meetup))
    assert "Idle" not in str(attendance._ENROLLED.rows(session, meetup=meetup.id))
    operations.let_host_know(session, meetup_id=meetup.id, learner_id=people[0], allowed=False)
    roster = attendance.roster(session, library, meetup_id=meetup.id, lessons=LESSONS)
    assert [line.name for line in roster.lines] == ["Answered one"]
    assert roster.joined == 4


def test_a_lesson_that_is_gone_keeps_nobody_from_being_ready(
    session: Session, library: Library, meetup: PlannedMeetup
) -> None:
    person = learner(session)
    join(session, meetup, person)
    mark_as_read(session, learner_id=person, lesson=library.lesson("plain"), at=NOW)
    assert attendance.roster(session, library, meetup_id=meetup.id, lessons=LESSONS).ready == 0
    today = attendance.roster(session, library, meetup_id=meetup.id, lessons=("plain", "deleted"))
    assert (today.ready, today.lessons) == (1, 1)
    nothing = attendance.roster(session, library, meetup_id=meetup.id, lessons=())
    assert (nothing.ready, nothing.started, nothing.lessons) == (0, 0, 0)


def test_only_the_first_answers_of_those_who_joined_to_the_assigned_lessons_count(
    session: Session, library: Library, meetup: PlannedMeetup
) -> None:
    first, second = library.lesson("first"), library.lesson("second")
    sure, guessing, stranger = (learner(session) for _ in range(3))
    for person in (sure, guessing):
        join(session, meetup, person)
    say(session, sure, first, "no-address", "nova", sure=True)
    say(session, sure, first, "no-address", "neutron")
    say(session, guessing, first, "no-address", "neutron")
    say(session, guessing, second, "fit", "16")
    say(session, stranger, first, "no-address", "glance")
    (found,) = attendance.first_answers(session, meetup_id=meetup.id).items()
    assert found[0] == ("first", "no-address")
    assert (found[1].right, found[1].wrong, found[1].sure_but_wrong) == (1, 1, 1)
    assert found[1].picks == {("nova",): 1}


def test_answers_from_before_joining_count(session: Session, library: Library, meetup: PlannedMeetup) -> None:
    person = account(session)
    say(session, person, library.lesson("first"), "no-address", "nova")
    join(session, meetup, person)
    assert attendance.first_answers(session, meetup_id=meetup.id)["first", "no-address"].wrong == 1


@pytest.mark.parametrize("learners", [5, 500])
def test_the_roster_takes_three_statements_and_the_answers_one(
    session: Session, library: Library, meetup: PlannedMeetup, learners: int
) -> None:
    somebody = learner(session)
    say(session, somebody, library.lesson("first"), "no-address", "nova")
    version = session.scalars(select(Base.metadata.tables["question_version"].c.id)).one()
    people = [{"name": f"P{number}", "created_at": NOW} for number in range(learners)]
    ids = session.scalars(insert(User).returning(User.id), people).all()
    rows = [{"meetup_id": meetup.id, "learner_id": one, "host_may_know": True, "joined_at": NOW} for one in ids]
    session.execute(insert(Enrolment), rows)
    answers = [
        {
            "learner_id": one,
            "version_id": version,
            "key": f"{number}",
            "picked": ["nova"] if number else ["glance"],
            "outcome": "wrong",
            "certainty": "sure",
            "unaided": False,
            "answered_at": NOW + timedelta(minutes=number),
        }
        for one in ids
        for number in range(2)
    ]
    session.execute(insert(Base.metadata.tables["response"]), answers)
    with statements_of(session) as statements:
        roster = attendance.roster(session, library, meetup_id=meetup.id, lessons=LESSONS)
        assert (roster.started, len(roster.lines), len(statements)) == (learners, learners, 3)
        statements.clear()
        first = attendance.first_answers(session, meetup_id=meetup.id)["first", "no-address"]
        assert (first.picks, first.sure_but_wrong, len(statements)) == ({("glance",): learners}, learners, 1)
