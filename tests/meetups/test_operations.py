import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.content.library import Library
from course.db import Database
from course.meetups import hosting, operations, planned, queries
from course.meetups.details import DetailsError
from course.meetups.models import Assignment, Enrolment, Meetup, Status, TopicMinutes
from course.meetups.planned import PlannedMeetup
from course.meetups.schedule import FarStartError, PastStartError
from tests.meetups.people import AFTER, NOW, THURSDAY, account, assign, details, draft, group, join, learner, published


def current(session: Session, meetup: PlannedMeetup) -> PlannedMeetup:
    found = planned.meetup_by_id(session, meetup_id=meetup.id)
    assert found is not None
    return found


def test_a_meetup_starts_as_a_draft_of_its_group(session: Session) -> None:
    host = account(session)
    meetup = draft(session, host, group(session, host))
    assert (meetup.slug, meetup.status, meetup.version, meetup.public) == (
        "openstack-krakow-7",
        Status.DRAFT,
        1,
        False,
    )
    assert meetup.details == details()
    assert [one.name for one in meetup.holders] == ["OpenStack Poland"]
    assert len(meetup.join_code) == 8
    assert queries.hosts_meetup(session, meetup_id=meetup.id, person_id=host)


def test_meetups_of_one_title_have_slugs_of_their_own(session: Session) -> None:
    host = account(session)
    own = group(session, host)
    slugs = [draft(session, host, own).slug for _ in range(4)]
    assert slugs[:2] == ["openstack-krakow-7", "openstack-krakow-7-2026-11-26"]
    assert len(set(slugs)) == 4
    assert draft(session, host, own, title="New").slug == "new-2026-11-26"  # /meetups/new is a page


@pytest.mark.parametrize(
    ("start", "error"),
    [(NOW - timedelta(minutes=1), PastStartError), (NOW + timedelta(days=1000), FarStartError)],
)
def test_a_start_in_the_past_or_far_ahead_is_refused(session: Session, start: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        draft(session, account(session), starts_at=start)


def test_details_that_cannot_be_kept_are_refused_by_every_operation(session: Session) -> None:
    host = account(session)
    with pytest.raises(DetailsError, match="https"):
        draft(session, host, video_url="http://example.org")
    meetup = draft(session, host)
    with pytest.raises(DetailsError, match="https"):
        operations.edit_meetup(
            session, meetup_id=meetup.id, version=1, details=details(chat_url="irc://example.org"), at=NOW
        )
    assert current(session, meetup).version == 1


@pytest.mark.parametrize(
    ("column", "value"), [("video_url", "http://example.org"), ("minutes", 5), ("status", "over"), ("minutes", 5000)]
)
def test_the_database_keeps_what_the_operations_promise(session: Session, column: str, value: object) -> None:
    meetup = draft(session, account(session))
    row = session.execute(select(Meetup.__table__).where(Meetup.id == meetup.id)).mappings().one()
    changed = {**row, "id": 99, "slug": "other", "join_code": "other", column: value}
    with pytest.raises((IntegrityError, LookupError)), session.begin_nested():
        session.execute(insert(Meetup.__table__), changed)  # type: ignore[arg-type] # a mapped class has a Table
    assert session.scalar(select(func.count()).select_from(Meetup)) == 1


def test_only_a_group_of_the_host_can_plan(session: Session) -> None:
    stranger, host = account(session), account(session)
    own = group(session, host)
    with pytest.raises(operations.NoGroupError, match="found one first"):
        draft(session, stranger, own)
    with pytest.raises(operations.NoGroupError, match="closed"):
        draft(session, host, own, 999)
    hosting.close_group(session, group_id=own, at=NOW)
    with pytest.raises(operations.NoGroupError):
        draft(session, host, own)


def test_a_joint_meetup_waits_for_the_other_group(session: Session) -> None:
    host, guest_host = account(session), account(session)
    own, other = group(session, host), group(session, guest_host, "OpenStack Czechia")
    meetup = draft(session, host, own, other)
    assert [one.name for one in meetup.holders] == ["OpenStack Poland"]
    assert not queries.hosts_meetup(session, meetup_id=meetup.id, person_id=guest_host)
    (asked,) = planned.meetups_asked(session, host_id=guest_host, at=NOW)
    assert asked.id == meetup.id
    operations.agree(session, meetup_id=meetup.id, group_id=other, at=NOW)
    assert [one.name for one in current(session, meetup).holders] == ["OpenStack Czechia", "OpenStack Poland"]
    assert queries.hosts_meetup(session, meetup_id=meetup.id, person_id=guest_host)
    assert planned.meetups_asked(session, host_id=guest_host, at=NOW) == []


def test_a_host_of_both_groups_asks_nobody(session: Session) -> None:
    host = account(session)
    one, other = group(session, host), group(session, host, "OpenStack Czechia")
    assert len(draft(session, host, one, other).holders) == 2
    alone = draft(session, host, one)
    operations.ask_group(session, meetup_id=alone.id, group_id=other, host_id=host, at=NOW)
    assert len(current(session, alone).holders) == 2


def test_a_group_leaves_a_meetup_unless_it_is_the_last(session: Session) -> None:
    host, guest_host = account(session), account(session)
    own, other = group(session, host), group(session, guest_host, "OpenStack Czechia")
    meetup = draft(session, host, own)
    operations.ask_group(session, meetup_id=meetup.id, group_id=other, host_id=host, at=NOW)
    with pytest.raises(operations.NoGroupError, match="Cancel the meetup"):
        operations.decline(session, meetup_id=meetup.id, group_id=own)
    operations.decline(session, meetup_id=meetup.id, group_id=other)
    assert [one.id for one in current(session, meetup).groups] == [own]
    hosting.hide_group(session, group_id=other, at=NOW)
    with pytest.raises(operations.NoGroupError, match="no such group"):
        operations.ask_group(session, meetup_id=meetup.id, group_id=other, host_id=host, at=NOW)


def test_of_two_hosts_who_edit_at_once_the_second_is_told_and_nothing_is_lost(
    session: Session, library: Library
) -> None:
    meetup = draft(session, account(session))
    first, second = details(place="Rynek 2"), details(place="Rynek 3")
    edited = operations.edit_meetup(session, meetup_id=meetup.id, version=1, details=first, at=NOW)
    assert (edited.version, edited.details.place) == (2, "Rynek 2")
    with pytest.raises(operations.EditedMeanwhileError, match="Another host") as told:
        operations.edit_meetup(session, meetup_id=meetup.id, version=1, details=second, at=NOW)
    assert told.value.current == edited
    with pytest.raises(operations.EditedMeanwhileError):
        assign(session, meetup, library.lesson("first"))
    assert current(session, meetup) == edited
    again = operations.edit_meetup(session, meetup_id=meetup.id, version=2, details=second, at=NOW)
    assert again.details.place == "Rynek 3"


def test_two_edits_at_the_same_moment_leave_one(database: Database) -> None:
    with database.session(writing=True) as session:
        meetup = draft(session, account(session))
        session.commit()
    told: list[str] = []

    def edit(place: str) -> None:
        with database.session(writing=True) as session:
            try:
                changed = details(place=place)
                operations.edit_meetup(session, meetup_id=meetup.id, version=1, details=changed, at=NOW)
                session.commit()
            except operations.EditedMeanwhileError:
                told.append(place)

    threads = [threading.Thread(target=edit, args=(f"Rynek {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 5
    with database.session() as session:
        assert current(session, meetup).version == 2


def test_a_meetup_that_is_over_can_still_get_its_recording(session: Session, library: Library) -> None:
    meetup = published(session, library)
    after = replace(current(session, meetup).details, recording_url="https://example.org/film", afterwards="Thanks.")
    kept = operations.edit_meetup(session, meetup_id=meetup.id, version=3, details=after, at=AFTER)
    assert kept.details.recording_url == "https://example.org/film"
    with pytest.raises(PastStartError):
        operations.edit_meetup(
            session,
            meetup_id=meetup.id,
            version=kept.version,
            details=details(starts_at=THURSDAY - timedelta(days=1)),
            at=AFTER,
        )


def test_lessons_are_set_in_their_order_and_replaced(session: Session, library: Library) -> None:
    first, second, plain = (library.lesson(slug) for slug in ("first", "second", "plain"))
    meetup = assign(session, draft(session, account(session)), second, first, second)
    assert meetup.lessons == ("second", "first")
    assert assign(session, meetup, plain, second).lessons == ("plain", "second")
    assert session.scalar(select(func.count()).select_from(Assignment)) == 2


def test_a_lesson_that_is_gone_stays_set_until_it_is_taken_out(session: Session, library: Library) -> None:
    first, plain = library.lesson("first"), library.lesson("plain")
    meetup = assign(session, draft(session, account(session)), replace(first, slug="gone"), plain)

    def again(*kept: str) -> tuple[str, ...]:
        version = current(session, meetup).version
        return operations.assign(
            session, meetup_id=meetup.id, version=version, lessons=[first], kept=kept, at=NOW
        ).lessons

    assert again("gone", "never set") == ("first", "gone")
    assert again("first", "plain") == ("first",)
    assert again("gone") == ("first",)


def test_more_lessons_than_anybody_reads_are_refused(session: Session, library: Library) -> None:
    lessons = [replace(library.lesson("first"), slug=f"lesson-{number}") for number in range(21)]
    with pytest.raises(operations.LessonsError, match="at most 20"):
        assign(session, draft(session, account(session)), *lessons)


def test_a_draft_is_published_once_it_has_a_lesson(session: Session, library: Library) -> None:
    meetup = draft(session, account(session))
    with pytest.raises(operations.LessonsError, match="at least one lesson"):
        operations.publish(session, meetup_id=meetup.id, at=NOW)
    meetup = assign(session, meetup, library.lesson("first"))
    with pytest.raises(PastStartError):
        operations.publish(session, meetup_id=meetup.id, at=AFTER)
    operations.publish(session, meetup_id=meetup.id, at=NOW)
    shown = current(session, meetup)
    assert (shown.status, shown.public, shown.version) == (Status.PUBLISHED, True, 3)
    operations.publish(session, meetup_id=meetup.id, at=NOW)
    assert current(session, meetup).version == 3


def test_a_cancelled_meetup_can_still_be_found(session: Session, library: Library) -> None:
    meetup = published(session, library)
    operations.cancel(session, meetup_id=meetup.id, at=NOW)
    operations.cancel(session, meetup_id=meetup.id, at=NOW)
    found = current(session, meetup)
    assert (found.status, found.public, found.version) == (Status.CANCELLED, True, 4)
    operations.publish(session, meetup_id=meetup.id, at=NOW)
    assert current(session, meetup).status is Status.CANCELLED


def test_a_cancelled_draft_is_thrown_away_and_what_is_over_stays(session: Session, library: Library) -> None:
    thrown_away, over = draft(session, account(session)), published(session, library)
    operations.cancel(session, meetup_id=thrown_away.id, at=NOW)
    operations.cancel(session, meetup_id=over.id, at=AFTER)
    assert planned.meetup_by_id(session, meetup_id=thrown_away.id) is None
    assert current(session, over).status is Status.PUBLISHED


def test_a_copy_is_a_draft_with_the_same_lessons_and_nobody_in_it(session: Session, library: Library) -> None:
    host, guest_host = account(session), account(session)
    own, other = group(session, host), group(session, guest_host, "OpenStack Czechia")
    source = published(session, library, own, other, host_id=host)
    operations.agree(session, meetup_id=source.id, group_id=other, at=NOW)
    join(session, source, learner(session))
    later = THURSDAY + timedelta(days=28)
    copy = operations.copy_meetup(session, meetup_id=source.id, host_id=host, starts_at=later, at=AFTER)
    assert (copy.status, copy.joined, copy.lessons) == (Status.DRAFT, 0, ("first", "plain"))
    assert copy.details == details(starts_at=later)
    assert [(one.name, one.agreed) for one in copy.groups] == [("OpenStack Czechia", False), ("OpenStack Poland", True)]
    assert copy.join_code != source.join_code
    assert copy.slug == "openstack-krakow-7-2026-12-24"
    with pytest.raises(PastStartError):
        operations.copy_meetup(session, meetup_id=source.id, host_id=host, starts_at=NOW, at=AFTER)


def test_who_joins_twice_is_counted_once_and_what_was_said_last_counts(session: Session, library: Library) -> None:
    meetup, person = published(session, library), learner(session)
    assert queries.host_may_know(session, meetup_id=meetup.id, learner_id=person) is None
    join(session, meetup, person, host_may_know=True)
    assert queries.host_may_know(session, meetup_id=meetup.id, learner_id=person) is True
    join(session, meetup, person)
    assert queries.host_may_know(session, meetup_id=meetup.id, learner_id=person) is False
    operations.let_host_know(session, meetup_id=meetup.id, learner_id=person, allowed=True)
    assert queries.host_may_know(session, meetup_id=meetup.id, learner_id=person) is True
    assert current(session, meetup).joined == 1
    operations.leave(session, meetup_id=meetup.id, learner_id=person)
    assert current(session, meetup).joined == 0


def test_the_host_may_not_know_unless_somebody_says_so(session: Session, library: Library) -> None:
    meetup, person = published(session, library), learner(session)
    session.execute(insert(Enrolment), {"meetup_id": meetup.id, "learner_id": person, "joined_at": NOW})
    assert queries.host_may_know(session, meetup_id=meetup.id, learner_id=person) is False


def test_nobody_joins_a_meetup_that_is_not_open(session: Session, library: Library) -> None:
    person, host = learner(session), account(session)
    unpublished, open_one = draft(session, account(session)), published(session, library)
    hidden_group = group(session, host, "Hidden")
    hidden = published(session, library, hidden_group, host_id=host)
    hosting.hide_group(session, group_id=hidden_group, at=NOW)
    for meetup, at, why in (
        (unpublished, NOW, "not published"),
        (hidden, NOW, "not published"),
        (open_one, AFTER, "is over"),
    ):
        with pytest.raises(operations.NotOpenError, match=why):
            operations.join(session, meetup_id=meetup.id, learner_id=person, host_may_know=False, at=at)
    late = THURSDAY + timedelta(minutes=59)
    operations.join(session, meetup_id=open_one.id, learner_id=person, host_may_know=False, at=late)
    operations.cancel(session, meetup_id=open_one.id, at=late)
    with pytest.raises(operations.NotOpenError, match="is cancelled"):
        join(session, open_one, learner(session))
    assert session.scalar(select(func.count()).select_from(Enrolment)) == 1


def test_many_who_join_at_once_are_all_counted(database: Database, library: Library) -> None:
    with database.session(writing=True) as session:
        meetup = published(session, library)
        people = [learner(session) for _ in range(40)]
        session.commit()

    def come(mine: list[int]) -> None:
        for person in mine:
            with database.session(writing=True) as session:
                join(session, meetup, person)
                session.commit()

    threads = [threading.Thread(target=come, args=(people[number:][::4] + people[:3],)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        assert current(session, meetup).joined == 40


def test_the_minutes_of_the_host_are_remembered_topic_by_topic(session: Session) -> None:
    meetup = draft(session, account(session))
    addresses, bucket = ("first", "no-address"), ("second", "bucket")
    operations.set_minutes(session, meetup_id=meetup.id, minutes={addresses: 20, bucket: 5})
    operations.set_minutes(session, meetup_id=meetup.id, minutes={bucket: 7})
    assert queries.own_minutes(session, meetup_id=meetup.id) == {addresses: 20, bucket: 7}
    operations.set_minutes(session, meetup_id=meetup.id, minutes={addresses: None})
    assert queries.own_minutes(session, meetup_id=meetup.id) == {bucket: 7}
    for wrong in (0, 181):
        with pytest.raises(operations.MinutesError, match="1 to 180"):
            operations.set_minutes(session, meetup_id=meetup.id, minutes={bucket: wrong})
    assert session.scalar(select(func.count()).select_from(TopicMinutes)) == 1
