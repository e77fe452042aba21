from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from course.content.library import Library
from course.meetups import hosting, operations, planned
from tests.meetups.people import AFTER, NOW, THURSDAY, account, draft, group, join, learner, published
from tests.statements import statements_of


def test_a_meetup_is_found_by_slug_by_code_and_by_nothing_else(session: Session) -> None:
    meetup = draft(session, account(session))
    assert planned.meetup(session, slug=meetup.slug) == meetup
    assert planned.meetup_of_code(session, code=meetup.join_code) == meetup
    assert planned.meetup(session, slug="other") is None
    assert planned.meetup_of_code(session, code="AAAAAAAA") is None


def test_a_meetup_is_over_at_its_end(session: Session) -> None:
    meetup = draft(session, account(session), minutes=90)
    end = THURSDAY + timedelta(minutes=90)
    assert meetup.ends_at == end
    assert not meetup.over(end - timedelta(seconds=1))
    assert meetup.over(end)


def test_everybody_sees_what_is_published_and_not_over(session: Session, library: Library) -> None:
    host = account(session)
    own = group(session, host)
    late = published(session, library, own, host_id=host, starts_at=THURSDAY + timedelta(days=7))
    soon = published(session, library, own, host_id=host)
    cancelled = published(session, library, own, host_id=host)
    operations.cancel(session, meetup_id=cancelled.id, at=NOW)
    draft(session, host, own)
    assert [one.id for one in planned.upcoming(session, at=NOW)] == [soon.id, late.id]
    assert [one.id for one in planned.upcoming(session, at=THURSDAY + timedelta(minutes=59))] == [soon.id, late.id]
    assert [one.id for one in planned.upcoming(session, at=AFTER)] == [late.id]
    assert {one.id for one in planned.meetups_of_group(session, group_id=own)} == {soon.id, late.id, cancelled.id}
    assert len(planned.meetups_hosted(session, host_id=host)) == 4


def test_hosts_of_one_group_see_nothing_of_another(session: Session, library: Library) -> None:
    ola, eva = account(session), account(session)
    own, other = group(session, ola), group(session, eva, "OpenStack Czechia")
    mine = published(session, library, own, host_id=ola)
    theirs = draft(session, eva, other, own)
    assert [one.id for one in planned.meetups_hosted(session, host_id=ola)] == [mine.id]
    assert [one.id for one in planned.meetups_asked(session, host_id=ola, at=NOW)] == [theirs.id]
    assert planned.meetups_asked(session, host_id=ola, at=AFTER) == []
    assert planned.meetups_of_group(session, group_id=other) == []
    assert [one.id for one in planned.meetups_of_group(session, group_id=own)] == [mine.id]


def test_a_joint_meetup_is_shown_without_its_hidden_group(session: Session, library: Library) -> None:
    ola, eva = account(session), account(session)
    own, other = group(session, ola), group(session, eva, "OpenStack Czechia")
    joint = published(session, library, own, other, host_id=ola)
    operations.agree(session, meetup_id=joint.id, group_id=other, at=NOW)
    hosting.hide_group(session, group_id=own, at=NOW)
    (shown,) = planned.upcoming(session, at=NOW)
    assert [one.name for one in shown.holders] == ["OpenStack Czechia"]
    assert [one.name for one in shown.groups] == ["OpenStack Czechia", "OpenStack Poland"]


@pytest.mark.parametrize("number", [1, 12])
def test_meetups_are_three_statements_however_many_they_are(session: Session, library: Library, number: int) -> None:
    host, person = account(session), learner(session)
    own, other = group(session, host), group(session, host, "OpenStack Czechia")
    for _ in range(number):
        join(session, published(session, library, own, other, host_id=host), person)
    with statements_of(session) as statements:
        for found in (
            planned.meetups_hosted(session, host_id=host),
            planned.meetups_joined(session, learner_id=person),
            planned.meetups_of_group(session, group_id=own),
            planned.upcoming(session, at=NOW),
        ):
            assert len(found) == number
            assert all(one.joined == 1 for one in found)
            assert all(one.lessons == ("first", "plain") for one in found)
            assert all(len(one.groups) == 2 for one in found)
        assert len(statements) == 12
