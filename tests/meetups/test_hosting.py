from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.accounts.owned import delete_person
from course.content.library import Library
from course.meetups import hosting, operations, planned, queries, waiting
from course.meetups.details import DetailsError, GroupDetails
from course.meetups.models import GroupHost, HostInvitation, Status
from course.meetups.queries import KnownGroup
from tests.meetups.people import NOW, account, draft, group, join, learner, published

MONTH = timedelta(days=31)


def known(session: Session, group_id: int) -> KnownGroup:
    found = queries.group_by_id(session, group_id=group_id)
    assert found is not None
    return found


def hosts(session: Session, group_id: int) -> list[int]:
    return [host.id for host in queries.hosts(session, group_id=group_id)]


def test_anyone_with_an_account_founds_a_group_and_hosts_it(session: Session) -> None:
    ola = account(session, "Ola")
    details = GroupDetails(name="OpenStack Kraków", description="Every month.")
    founded = hosting.found_group(session, host_id=ola, details=details, at=NOW)
    assert (founded.slug, founded.name, founded.description) == ("openstack-krakow", "OpenStack Kraków", "Every month.")
    assert (founded.hidden, founded.closed, founded.hosts) == (False, False, 1)
    assert [host.name for host in queries.hosts(session, group_id=founded.id)] == ["Ola"]
    assert queries.hosts_group(session, group_id=founded.id, person_id=ola)
    assert queries.groups_hosted(session, host_id=ola) == [founded] == queries.open_groups(session)


def test_a_guest_founds_no_group(session: Session) -> None:
    with pytest.raises(hosting.NoAccountError, match="e-mail address"):
        group(session, learner(session))
    assert queries.open_groups(session) == []


def test_groups_of_one_name_have_addresses_of_their_own(session: Session) -> None:
    host = account(session)
    slugs = [known(session, group(session, host, "東京")).slug for _ in range(3)]
    assert slugs[0] == "group"
    assert len(set(slugs)) == 3


def test_a_group_is_described_anew(session: Session) -> None:
    own = group(session, account(session))
    hosting.edit_group(session, group_id=own, details=GroupDetails(name="Poland", description="New."))
    assert (known(session, own).name, known(session, own).slug) == ("Poland", "openstack-poland")
    with pytest.raises(DetailsError, match="name"):
        hosting.edit_group(session, group_id=own, details=GroupDetails(name=" "))


def test_an_invitation_makes_one_co_host_within_two_weeks(session: Session) -> None:
    ola, eva, jan = account(session), account(session), account(session)
    own = group(session, ola)
    token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    assert hosting.accept_invitation(session, token=token, person_id=eva, at=NOW + timedelta(days=14)).hosts == 2
    assert hosts(session, own) == [ola, eva]
    with pytest.raises(hosting.WrongInvitationError, match="new link"):
        hosting.accept_invitation(session, token=token, person_id=jan, at=NOW)
    late = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    for token in (late, "made up", ""):
        with pytest.raises(hosting.WrongInvitationError):
            hosting.accept_invitation(session, token=token, person_id=jan, at=NOW + timedelta(days=15))
    assert hosts(session, own) == [ola, eva]


def test_the_token_of_an_invitation_is_not_stored(session: Session) -> None:
    ola = account(session)
    token = hosting.invite_host(session, group_id=group(session, ola), host_id=ola, at=NOW)
    assert token not in str(session.execute(select(HostInvitation.__table__)).all())


def test_a_guest_cannot_use_an_invitation_up(session: Session) -> None:
    ola, eva = account(session), account(session)
    own = group(session, ola)
    token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    with pytest.raises(hosting.NoAccountError):
        hosting.accept_invitation(session, token=token, person_id=learner(session), at=NOW)
    assert hosting.accept_invitation(session, token=token, person_id=eva, at=NOW).hosts == 2


def test_handing_over_changes_the_host_when_it_is_accepted(session: Session) -> None:
    ola, eva = account(session), account(session)
    own = group(session, ola)
    token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW, hands_over=True)
    assert hosts(session, own) == [ola]
    hosting.accept_invitation(session, token=token, person_id=eva, at=NOW)
    assert hosts(session, own) == [eva]


def test_who_accepts_their_own_handing_over_stays(session: Session) -> None:
    ola = account(session)
    own = group(session, ola)
    token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW, hands_over=True)
    hosting.accept_invitation(session, token=token, person_id=ola, at=NOW)
    assert hosts(session, own) == [ola]


def test_a_host_leaves_with_their_invitations_unless_alone(session: Session) -> None:
    ola, eva = account(session), account(session)
    own = group(session, ola)
    with pytest.raises(hosting.LastHostError, match="Hand the group over"):
        hosting.leave_as_host(session, group_id=own, host_id=ola)
    token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    hosting.accept_invitation(session, token=token, person_id=eva, at=NOW)
    left_behind = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    hosting.leave_as_host(session, group_id=own, host_id=ola)
    assert hosts(session, own) == [eva]
    with pytest.raises(hosting.WrongInvitationError):
        hosting.accept_invitation(session, token=left_behind, person_id=account(session), at=NOW)


def test_a_group_whose_last_host_is_deleted_finds_one_among_those_who_came(session: Session, library: Library) -> None:
    ola, eva, stranger = account(session), account(session), account(session)
    own = group(session, ola)
    join(session, published(session, library, own, host_id=ola), eva)
    with pytest.raises(hosting.CannotTakeOverError):
        hosting.take_over(session, group_id=own, person_id=eva, at=NOW)
    hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    delete_person(session, person_id=ola)
    assert known(session, own).seeks_host
    assert session.scalar(select(func.count()).select_from(HostInvitation)) == 0
    assert hosting.close_forsaken(session, at=NOW) == 0
    with pytest.raises(hosting.CannotTakeOverError, match="joined a meetup of it"):
        hosting.take_over(session, group_id=own, person_id=stranger, at=NOW)
    assert hosting.take_over(session, group_id=own, person_id=eva, at=NOW).hosts == 1
    assert hosting.close_forsaken(session, at=NOW + MONTH) == 0
    assert queries.hosts_group(session, group_id=own, person_id=eva)


def test_a_group_that_finds_no_host_closes_after_thirty_days(session: Session, library: Library) -> None:
    ola = account(session)
    own = group(session, ola)
    person = account(session)
    coming = published(session, library, own, host_id=ola, starts_at=NOW + timedelta(days=60))
    join(session, coming, person)
    delete_person(session, person_id=ola)
    assert [hosting.close_forsaken(session, at=NOW + timedelta(days=days)) for days in (0, 29, 30, 31)] == [0, 0, 1, 0]
    assert known(session, own).closed
    assert queries.open_groups(session) == []
    found = planned.meetup_by_id(session, meetup_id=coming.id)
    assert found is not None
    assert found.status is Status.CANCELLED
    with pytest.raises(hosting.CannotTakeOverError):
        hosting.take_over(session, group_id=own, person_id=person, at=NOW)


def test_a_group_with_another_host_is_not_forsaken(session: Session) -> None:
    ola, eva = account(session), account(session)
    own = group(session, ola)
    token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    hosting.accept_invitation(session, token=token, person_id=eva, at=NOW)
    delete_person(session, person_id=ola)
    assert [hosting.close_forsaken(session, at=NOW + days) for days in (timedelta(), MONTH)] == [0, 0]
    assert hosts(session, own) == [eva]


def test_a_closed_group_calls_off_what_it_holds_alone(session: Session, library: Library) -> None:
    ola, eva = account(session), account(session)
    own, other = group(session, ola), group(session, eva, "OpenStack Czechia")
    alone = published(session, library, own, host_id=ola)
    joint = published(session, library, own, other, host_id=ola)
    operations.agree(session, meetup_id=joint.id, group_id=other, at=NOW)
    only_asked = published(session, library, own, other, host_id=ola)
    unpublished = draft(session, ola, own)
    token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    hosting.close_group(session, group_id=own, at=NOW)
    states = [planned.meetup_by_id(session, meetup_id=one.id) for one in (alone, joint, only_asked, unpublished)]
    assert [one and one.status for one in states] == [Status.CANCELLED, Status.PUBLISHED, Status.CANCELLED, None]
    with pytest.raises(hosting.WrongInvitationError):
        hosting.accept_invitation(session, token=token, person_id=eva, at=NOW)


def test_a_hidden_group_is_seen_by_nobody_but_its_hosts_until_it_is_shown_again(
    session: Session, library: Library
) -> None:
    ola, person = account(session), learner(session)
    own = group(session, ola)
    meetup = published(session, library, own, host_id=ola)
    join(session, meetup, person)
    hosting.hide_group(session, group_id=own, at=NOW)
    assert known(session, own).hidden
    assert (queries.open_groups(session), planned.upcoming(session, at=NOW)) == ([], [])
    assert [one.id for one in queries.hidden_groups(session)] == [own]
    assert [one.public for one in planned.meetups_joined(session, learner_id=person)] == [False]
    assert waiting.waiting(session, learner_id=person, at=NOW) is None
    assert [one.public for one in planned.meetups_hosted(session, host_id=ola)] == [False]
    hosting.hide_group(session, group_id=own, at=None)
    assert [one.id for one in planned.upcoming(session, at=NOW)] == [meetup.id]


def test_a_person_is_a_host_of_a_group_once(session: Session) -> None:
    ola = account(session)
    own = group(session, ola)
    token = hosting.invite_host(session, group_id=own, host_id=ola, at=NOW)
    assert hosting.accept_invitation(session, token=token, person_id=ola, at=NOW).hosts == 1
    assert session.scalar(select(func.count()).select_from(GroupHost)) == 1
