"""What changes about a group and its hosts: founded, handed on, without a host, closed, hidden."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from course.accounts.operations import new_code, token_digest
from course.accounts.queries import account_of_person
from course.db import Database, insert_once
from course.meetups import queries
from course.meetups.details import GroupDetails, require_sound, slug_of
from course.meetups.models import Group, GroupHost, HostInvitation, Meetup, MeetupGroup
from course.meetups.operations import cancel
from course.meetups.queries import KnownGroup

RESERVED = frozenset({"join", "new"})  # slugs that are pages
SEEKING = timedelta(days=30)  # how long a group without a host waits for one


class NoAccountError(Exception):
    """A host needs an account: a guest is gone with the browser's cookies."""

    def __init__(self) -> None:
        super().__init__("To host a group, keep your progress with an e-mail address first.")


class LastHostError(Exception):
    """The only host of a group cannot leave it without more ado."""

    def __init__(self) -> None:
        super().__init__("You are the only host. Hand the group over first, or close it.")


class WrongInvitationError(Exception):
    """No such invitation, or used, or too old, or its group is closed."""

    def __init__(self) -> None:
        super().__init__("This invitation is not valid any more. Ask the host for a new link.")


class CannotTakeOverError(Exception):
    """Only a group without a host is taken over, and only by somebody who came to a meetup of it."""

    def __init__(self) -> None:
        super().__init__("This group can be taken over by somebody who joined a meetup of it, while it has no host.")


def found_group(session: Session, *, host_id: int, details: GroupDetails, at: datetime) -> KnownGroup:
    """Add a group with this person as its host; raises NoAccountError and DetailsError."""
    _require_account(session, host_id)
    require_sound(details)
    slug = name = slug_of(details.name, "group")
    values = {"name": details.name, "description": details.description, "founded_at": at}
    while slug in RESERVED or not insert_once(session, Group, slug=slug, **values):
        slug = f"{name}-{new_code().lower()}"
    group_id = session.execute(select(Group.id).where(Group.slug == slug)).scalar_one()
    _add_host(session, group_id, host_id, at)
    return _known(session, group_id)


def edit_group(session: Session, *, group_id: int, details: GroupDetails) -> None:
    """Change what the hosts wrote about a group; raises DetailsError."""
    require_sound(details)
    values = {"name": details.name, "description": details.description}
    session.execute(update(Group).where(Group.id == group_id).values(**values))


def invite_host(session: Session, *, group_id: int, host_id: int, at: datetime, hands_over: bool = False) -> str:
    """Make an invitation and return its token: whoever opens it first, within two weeks, becomes a host.

    With `hands_over` the host who invites leaves at that moment.
    """
    token = secrets.token_urlsafe(32)
    session.execute(delete(HostInvitation).where(HostInvitation.made_at < at - queries.INVITATION_LIFE))
    values = {"group_id": group_id, "host_id": host_id, "token_digest": token_digest(token), "made_at": at}
    session.execute(insert(HostInvitation), {**values, "hands_over": hands_over})
    return token


def accept_invitation(session: Session, *, token: str, person_id: int, at: datetime) -> KnownGroup:
    """Make somebody a host of the group that the invitation is for; raises NoAccountError and WrongInvitationError."""
    invitation = queries.invitation(session, token_digest=token_digest(token), at=at)
    group = queries.group_by_id(session, group_id=invitation.group_id) if invitation else None
    if invitation is None or group is None or group.closed:
        raise WrongInvitationError
    _require_account(session, person_id)
    used = delete(HostInvitation).where(HostInvitation.id == invitation.id).returning(HostInvitation.id)
    if session.execute(used).first() is None:  # somebody else was faster
        raise WrongInvitationError
    _add_host(session, group.id, person_id, at)
    if invitation.hands_over and invitation.host_id != person_id:
        _remove_host(session, group.id, invitation.host_id)
    return _known(session, group.id)


def leave_as_host(session: Session, *, group_id: int, host_id: int) -> None:
    """Let a host go, with the invitations they made; raises LastHostError for the only one."""
    _lock(session, group_id)
    if [host.id for host in queries.hosts(session, group_id=group_id)] == [host_id]:
        raise LastHostError
    _remove_host(session, group_id, host_id)


def take_over(session: Session, *, group_id: int, person_id: int, at: datetime) -> KnownGroup:
    """Make somebody who came to its meetups the host of a group without one.

    Raises NoAccountError and CannotTakeOverError.
    """
    _require_account(session, person_id)
    _lock(session, group_id)
    came = queries.came_to_group(session, group_id=group_id, person_id=person_id)
    if not _known(session, group_id).seeks_host or not came:
        raise CannotTakeOverError
    _add_host(session, group_id, person_id, at)
    return _known(session, group_id)


def close_group(session: Session, *, group_id: int, at: datetime) -> None:
    """Close a group: it plans no more meetups; those to come that no other open group holds are called off.

    What it was asked to hold too, it does not hold.
    """
    session.execute(update(Group).where(Group.id == group_id, Group.closed_at.is_(None)).values(closed_at=at))
    session.execute(delete(HostInvitation).where(HostInvitation.group_id == group_id))
    session.execute(delete(MeetupGroup).where(MeetupGroup.group_id == group_id, MeetupGroup.agreed_at.is_(None)))
    held = select(MeetupGroup.meetup_id).where(MeetupGroup.group_id == group_id)
    # Of two groups that close at once the second waits here, and then sees that it was the last.
    session.execute(select(Meetup.id).where(Meetup.id.in_(held)).order_by(Meetup.id).with_for_update(key_share=True))
    other = exists().where(
        MeetupGroup.meetup_id == Meetup.id,
        MeetupGroup.agreed_at.is_not(None),
        Group.id == MeetupGroup.group_id,
        Group.closed_at.is_(None),
    )
    for meetup_id in session.scalars(select(Meetup.id).where(Meetup.id.in_(held), Meetup.starts_at > at, ~other)).all():
        cancel(session, meetup_id=meetup_id, at=at)


def close_forsaken(session: Session, *, at: datetime) -> int:
    """Close the groups that found no host within thirty days, and return how many; run it every day.

    A host may go with the account, in any way, so nobody tells a group: it is looked at.
    """
    has_host = exists().where(GroupHost.group_id == Group.id)
    open_ones = Group.closed_at.is_(None)
    session.execute(update(Group).where(open_ones, has_host).values(forsaken_at=None))
    session.execute(update(Group).where(open_ones, ~has_host, Group.forsaken_at.is_(None)).values(forsaken_at=at))
    late = session.scalars(select(Group.id).where(open_ones, Group.forsaken_at <= at - SEEKING)).all()
    for group_id in late:
        close_group(session, group_id=group_id, at=at)
    return len(late)


def close_forsaken_now(database: Database, *, at: datetime, dry_run: bool = False) -> int:
    """Do the same and commit it; with `dry_run` change nothing and return how many it would be."""
    with database.session(writing=True) as session:
        closed = close_forsaken(session, at=at)
        if not dry_run:
            session.commit()
    return closed


def hide_group(session: Session, *, group_id: int, at: datetime | None) -> None:
    """Hide a group and the meetups that it holds alone from everybody but its hosts; None shows it again."""
    session.execute(update(Group).where(Group.id == group_id).values(hidden_at=at))


def _require_account(session: Session, person_id: int) -> None:
    if account_of_person(session, user_id=person_id) is None:
        raise NoAccountError


def _add_host(session: Session, group_id: int, person_id: int, at: datetime) -> None:
    insert_once(session, GroupHost, group_id=group_id, host_id=person_id, began_at=at)
    session.execute(update(Group).where(Group.id == group_id).values(forsaken_at=None))


def _remove_host(session: Session, group_id: int, host_id: int) -> None:
    theirs = (HostInvitation.group_id == group_id, HostInvitation.host_id == host_id)
    session.execute(delete(HostInvitation).where(*theirs))
    session.execute(delete(GroupHost).where(GroupHost.group_id == group_id, GroupHost.host_id == host_id))


def _lock(session: Session, group_id: int) -> None:
    """Let nobody else change the hosts of a group until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(Group.id).where(Group.id == group_id).with_for_update())


def _known(session: Session, group_id: int) -> KnownGroup:
    """Return a group that the caller has found already."""
    found = queries.group_by_id(session, group_id=group_id)
    assert found is not None
    return found
