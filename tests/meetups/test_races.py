"""Two who change the same thing: the second begins before the first has stored, on both engines."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from course.content.library import Library
from course.db import Database
from course.meetups import hosting, operations, planned, queries
from course.meetups.models import Status
from course.meetups.planned import PlannedMeetup
from tests.meetups.people import NOW, account, draft, group, learner, published

Change = Callable[[Session], object]
A_MOMENT = 0.3  # seconds in which the second comes as far as it can


def both(database: Database, first: Change, second: Change) -> list[Exception]:
    """Let two change something at once; return what kept the second from it."""
    refused: list[Exception] = []

    def come_second() -> None:
        with database.session(writing=True) as session:
            try:
                second(session)
                session.commit()
            except Exception as error:  # noqa: BLE001 (the test says which it may be)
                refused.append(error)

    thread = threading.Thread(target=come_second)
    with database.session(writing=True) as session:
        first(session)
        thread.start()
        thread.join(A_MOMENT)
        session.commit()
    thread.join()
    return refused


def as_it_is(database: Database, meetup: PlannedMeetup) -> PlannedMeetup:
    """Return a meetup as it is stored."""
    found = planned.meetup_by_id(database.reading, meetup_id=meetup.id)
    assert found is not None
    return found


def test_one_invitation_makes_one_host(database: Database) -> None:
    with database.session(writing=True) as session:
        ola, eva, jan = (account(session) for _ in range(3))
        own = group(session, ola)
        token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW, hands_over=True)
        session.commit()
    (refused,) = both(
        database,
        lambda session: hosting.accept_invitation(session, token=token, person_id=eva, at=NOW),
        lambda session: hosting.accept_invitation(session, token=token, person_id=jan, at=NOW),
    )
    assert isinstance(refused, hosting.WrongInvitationError)
    assert [host.id for host in queries.hosts(database.reading, group_id=own)] == [eva]


def test_of_the_last_two_hosts_who_leave_one_stays(database: Database) -> None:
    with database.session(writing=True) as session:
        ola, eva = account(session), account(session)
        own = group(session, ola)
        token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
        hosting.accept_invitation(session, token=token, person_id=eva, at=NOW)
        session.commit()
    (refused,) = both(
        database,
        lambda session: hosting.leave_as_host(session, group_id=own, host_id=ola),
        lambda session: hosting.leave_as_host(session, group_id=own, host_id=eva),
    )
    assert isinstance(refused, hosting.LastHostError)
    assert [host.id for host in queries.hosts(database.reading, group_id=own)] == [eva]


def test_a_meetup_whose_groups_all_close_at_once_is_called_off(database: Database, library: Library) -> None:
    with database.session(writing=True) as session:
        ola = account(session)
        groups = group(session, ola, "One"), group(session, ola, "Two")
        meetup = published(session, library, *groups, host_id=ola)
        session.commit()
    refused = both(
        database,
        lambda session: hosting.close_group(session, group_id=groups[0], at=NOW),
        lambda session: hosting.close_group(session, group_id=groups[1], at=NOW),
    )
    assert refused == []
    assert as_it_is(database, meetup).status is Status.CANCELLED


@pytest.mark.parametrize("joins_first", [True, False])
def test_who_joins_while_it_is_called_off_reads_so(database: Database, library: Library, joins_first: bool) -> None:
    with database.session(writing=True) as session:
        meetup, person = published(session, library), learner(session)
        session.commit()

    def join(session: Session) -> None:
        operations.join(session, meetup_id=meetup.id, learner_id=person, host_may_know=False, at=NOW)

    def cancel(session: Session) -> None:
        operations.cancel(session, meetup_id=meetup.id, at=NOW)

    refused = both(database, join, cancel) if joins_first else both(database, cancel, join)
    assert all(isinstance(error, operations.NotOpenError) for error in refused)
    assert as_it_is(database, meetup).status is Status.CANCELLED


def test_a_meetup_that_is_published_twice_is_published_once(database: Database, library: Library) -> None:
    with database.session(writing=True) as session:
        planned_one = draft(session, account(session))
        lessons = [library.lesson("first")]
        operations.assign(session, meetup_id=planned_one.id, version=planned_one.version, lessons=lessons, at=NOW)
        session.commit()

    def publish(session: Session) -> None:
        planned.lock_meetup(session, slug=planned_one.slug)
        operations.publish(session, meetup_id=planned_one.id, at=NOW)

    assert both(database, publish, publish) == []
    found = as_it_is(database, planned_one)
    assert (found.status, found.version) == (Status.PUBLISHED, 3)
