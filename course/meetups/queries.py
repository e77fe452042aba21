"""Groups and their hosts, who may what, and what was said about a meetup, as finished values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from course.accounts.models import User
from course.meetups.models import Enrolment, Group, GroupHost, HostInvitation, MeetupGroup, TopicMinutes
from course.reading import Query, Reader

INVITATION_LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group as everybody may see it, unless it is hidden."""

    id: int
    slug: str
    name: str
    description: str
    hidden: bool
    closed: bool
    hosts: int
    founded_at: datetime

    @property
    def seeks_host(self) -> bool:
        """Nobody hosts it any more, and whoever came to its meetups may."""
        return self.hosts == 0 and not self.closed


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that makes somebody a host; with `hands_over` the host who sent it leaves."""

    id: int
    group_id: int
    host_id: int
    hands_over: bool


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody who hosts a group."""

    id: int
    name: str
    began_at: datetime


_group, _host, _user = Group.__table__.c, GroupHost.__table__.c, User.__table__.c
_holding, _enrolment = MeetupGroup.__table__.c, Enrolment.__table__.c
_invitation, _own = HostInvitation.__table__.c, TopicMinutes.__table__.c

_hosts = select(func.count()).where(_host.group_id == _group.id).scalar_subquery()
_groups = select(
    _group.id,
    _group.slug,
    _group.name,
    _group.description,
    _group.hidden_at.is_not(None),
    _group.closed_at.is_not(None),
    _hosts,
    _group.founded_at,
).order_by(_group.name, _group.id)
_hosted = select(_host.group_id).where(_host.host_id == bindparam("host"))
_GROUP = Query(_groups.where(_group.slug == bindparam("slug")))
_GROUP_BY_ID = Query(_groups.where(_group.id == bindparam("group")))
_OPEN_GROUPS = Query(_groups.where(_group.hidden_at.is_(None), _group.closed_at.is_(None)))
_HIDDEN_GROUPS = Query(_groups.where(_group.hidden_at.is_not(None)))
_GROUPS_HOSTED = Query(_groups.where(_group.id.in_(_hosted)))
_HOSTS = Query(
    select(_host.host_id, _user.name, _host.began_at)
    .where(_host.group_id == bindparam("group"), _user.id == _host.host_id)
    .order_by(_host.began_at, _host.host_id)
)
_IS_HOST = Query(
    select(_host.host_id).where(_host.group_id == bindparam("group"), _host.host_id == bindparam("person"))
)
_HOSTS_MEETUP = Query(
    select(_host.host_id)
    .where(
        _holding.meetup_id == bindparam("meetup"),
        _holding.agreed_at.is_not(None),
        _host.group_id == _holding.group_id,
        _host.host_id == bindparam("person"),
    )
    .limit(1)
)
_INVITATION = Query(
    select(
        _invitation.made_at, _invitation.id, _invitation.group_id, _invitation.host_id, _invitation.hands_over
    ).where(_invitation.token_digest == bindparam("digest"))
)
_CAME = Query(
    select(_enrolment.learner_id)
    .where(
        _enrolment.learner_id == bindparam("person"),
        _holding.meetup_id == _enrolment.meetup_id,
        _holding.group_id == bindparam("group"),
        _holding.agreed_at.is_not(None),
    )
    .limit(1)
)
_ENROLMENT = Query(
    select(_enrolment.host_may_know).where(
        _enrolment.meetup_id == bindparam("meetup"), _enrolment.learner_id == bindparam("learner")
    )
)
_OWN_MINUTES = Query(
    select(_own.lesson_slug, _own.question_id, _own.minutes).where(_own.meetup_id == bindparam("meetup"))
)


def group(reader: Reader, *, slug: str) -> KnownGroup | None:
    """Return the group with this slug, None when there is none; a hidden one too."""
    rows = _GROUP.rows(reader, slug=slug)
    return KnownGroup(*rows[0]) if rows else None


def group_by_id(reader: Reader, *, group_id: int) -> KnownGroup | None:
    """Return the group with this id, None when there is none."""
    rows = _GROUP_BY_ID.rows(reader, group=group_id)
    return KnownGroup(*rows[0]) if rows else None


def open_groups(reader: Reader) -> list[KnownGroup]:
    """Return the groups that everybody may see, from A to Z."""
    return [KnownGroup(*row) for row in _OPEN_GROUPS.rows(reader)]


def hidden_groups(reader: Reader) -> list[KnownGroup]:
    """Return the groups that an operator hid, from A to Z."""
    return [KnownGroup(*row) for row in _HIDDEN_GROUPS.rows(reader)]


def groups_hosted(reader: Reader, *, host_id: int) -> list[KnownGroup]:
    """Return the groups that somebody hosts; one with a single host is left alone when that one goes."""
    return [KnownGroup(*row) for row in _GROUPS_HOSTED.rows(reader, host=host_id)]


def hosts(reader: Reader, *, group_id: int) -> list[Host]:
    """Return who hosts a group, the first of them first."""
    return [Host(*row) for row in _HOSTS.rows(reader, group=group_id)]


def hosts_group(reader: Reader, *, group_id: int, person_id: int) -> bool:
    """Tell whether somebody hosts this group."""
    return bool(_IS_HOST.rows(reader, group=group_id, person=person_id))


def hosts_meetup(reader: Reader, *, meetup_id: int, person_id: int) -> bool:
    """Tell whether somebody hosts this meetup: as a host of any group that agreed to hold it."""
    return bool(_HOSTS_MEETUP.rows(reader, meetup=meetup_id, person=person_id))


def came_to_group(reader: Reader, *, group_id: int, person_id: int) -> bool:
    """Tell whether somebody joined a meetup of this group."""
    return bool(_CAME.rows(reader, group=group_id, person=person_id))


def invitation(reader: Reader, *, token_digest: str, at: datetime) -> Invitation | None:
    """Return the invitation with this token, None when it is unknown, used or too old."""
    rows = _INVITATION.rows(reader, digest=token_digest)
    if not rows or at - rows[0][0] > INVITATION_LIFE:
        return None
    return Invitation(*rows[0][1:])


def host_may_know(reader: Reader, *, meetup_id: int, learner_id: int) -> bool | None:
    """Return what somebody allowed when they joined a meetup, None when they did not join it."""
    rows = _ENROLMENT.rows(reader, meetup=meetup_id, learner=learner_id)
    return bool(rows[0][0]) if rows else None


def own_minutes(reader: Reader, *, meetup_id: int) -> dict[tuple[str, str], int]:
    """Return the minutes that the hosts typed, by lesson and question."""
    return {(slug, question_id): minutes for slug, question_id, minutes in _OWN_MINUTES.rows(reader, meetup=meetup_id)}
