"""Meetups as they are planned: with their groups and the lessons to read before, as finished values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import Session

from course.meetups.details import MeetupDetails
from course.meetups.models import LONGEST, Assignment, Enrolment, Group, GroupHost, Meetup, MeetupGroup, Status
from course.reading import Query, Reader

MOST_UPCOMING = 100


@dataclass(frozen=True, slots=True)
class Holder:
    """A group in its relation to a meetup: it agreed to hold it, or was only asked."""

    id: int
    slug: str
    name: str
    agreed: bool
    hidden: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class PlannedMeetup:
    """A meetup with its groups and the slugs of the lessons to read before, in their order."""

    details: MeetupDetails
    groups: tuple[Holder, ...]
    lessons: tuple[str, ...]
    id: int
    slug: str
    join_code: str
    status: Status
    version: int
    changed_at: datetime
    joined: int

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.details.starts_at + timedelta(minutes=self.details.minutes)

    def over(self, at: datetime) -> bool:
        """Tell whether it is over at this moment."""
        return self.ends_at <= at

    @property
    def holders(self) -> tuple[Holder, ...]:
        """The groups that everybody may see with it."""
        return tuple(group for group in self.groups if group.agreed and not group.hidden)

    @property
    def public(self) -> bool:
        """Whether people who do not host it may see it."""
        return self.status is not Status.DRAFT and bool(self.holders)


_OWN = 7  # columns of a meetup before those that a host writes
_group, _host = Group.__table__.c, GroupHost.__table__.c
_meetup, _holding = Meetup.__table__.c, MeetupGroup.__table__.c
_assignment, _enrolment = Assignment.__table__.c, Enrolment.__table__.c


class _Meetups:
    """The meetups of which something is true, in three statements however many they are, the earliest first."""

    def __init__(self, condition: ColumnElement[bool], *, most: int | None = None) -> None:
        joined = select(func.count()).where(_enrolment.meetup_id == _meetup.id).scalar_subquery()
        own = [_meetup[name] for name in ("id", "slug", "join_code", "status", "version", "changed_at")]
        told = [_meetup[name] for name in MeetupDetails.__dataclass_fields__]
        chosen = select(_meetup.id).where(condition).order_by(_meetup.starts_at, _meetup.id).limit(most)
        meetups, ids = chosen.with_only_columns(*own, joined, *told), chosen.order_by(None) if most is None else chosen
        holds, holder = MeetupGroup.__table__.alias("holds").c, Group.__table__.alias("holder").c
        states = (holds.agreed_at.is_not(None), holder.hidden_at.is_not(None), holder.closed_at.is_not(None))
        named = (holder.id, holder.slug, holder.name, *states)
        groups = select(holds.meetup_id, *named).where(holds.meetup_id.in_(ids), holder.id == holds.group_id)
        lessons = select(_assignment.meetup_id, _assignment.lesson_slug).where(_assignment.meetup_id.in_(ids))
        self._meetups = Query(meetups)
        self._groups = Query(groups.order_by(holder.name, holder.id))
        self._lessons = Query(lessons.order_by(_assignment.position))

    def all(self, reader: Reader, **parameters: int | str | datetime) -> list[PlannedMeetup]:
        """Return all of them."""
        rows = self._meetups.rows(reader, **parameters)
        if not rows:
            return []
        groups = _by_meetup(self._groups.rows(reader, **parameters))
        lessons = _by_meetup(self._lessons.rows(reader, **parameters))
        return [
            PlannedMeetup(
                MeetupDetails(**dict(zip(MeetupDetails.__dataclass_fields__, told, strict=True))),
                tuple(Holder(*group) for group in groups.get(own[0], ())),
                tuple(slug for (slug,) in lessons.get(own[0], ())),
                *own,
            )
            for own, told in ((row[:_OWN], row[_OWN:]) for row in rows)
        ]

    def one(self, reader: Reader, **parameters: int | str) -> PlannedMeetup | None:
        """Return the only one, None when there is none."""
        found = self.all(reader, **parameters)
        return found[0] if found else None


_hosted = select(_host.group_id).where(_host.host_id == bindparam("host"))
_published = _meetup.status == Status.PUBLISHED
# Whether a group that everybody may see holds the meetup of the row.
VISIBLE = exists().where(
    _holding.meetup_id == _meetup.id,
    _holding.agreed_at.is_not(None),
    _group.id == _holding.group_id,
    _group.hidden_at.is_(None),
)
_not_long_over = _meetup.starts_at > bindparam("since")
_held = select(_holding.meetup_id).where(_holding.group_id == bindparam("group"), _holding.agreed_at.is_not(None))
_held_by_hosted = select(_holding.meetup_id).where(_holding.agreed_at.is_not(None), _holding.group_id.in_(_hosted))
_asked_of_hosted = select(_holding.meetup_id).where(_holding.agreed_at.is_(None), _holding.group_id.in_(_hosted))
_joined = select(_enrolment.meetup_id).where(_enrolment.learner_id == bindparam("learner"))

_BY_SLUG = _Meetups(_meetup.slug == bindparam("slug"))
_BY_ID = _Meetups(_meetup.id == bindparam("meetup"))
_BY_CODE = _Meetups(_meetup.join_code == bindparam("code"))
_HOSTED = _Meetups(_meetup.id.in_(_held_by_hosted))
_ASKED = _Meetups(_meetup.id.in_(_asked_of_hosted) & _not_long_over)
_JOINED = _Meetups(_meetup.id.in_(_joined) & (_meetup.status != Status.DRAFT))
_OF_GROUP = _Meetups(_meetup.id.in_(_held) & (_meetup.status != Status.DRAFT) & VISIBLE)
_UPCOMING = _Meetups(_published & VISIBLE & _not_long_over, most=MOST_UPCOMING)

_LOCKED = Query(select(_meetup.id).where(_meetup.slug == bindparam("slug")).with_for_update(key_share=True))


def meetup(reader: Reader, *, slug: str) -> PlannedMeetup | None:
    """Return the meetup with this slug, a draft too, None when there is none."""
    return _BY_SLUG.one(reader, slug=slug)


def lock_meetup(session: Session, *, slug: str) -> None:
    """Let nobody else change this meetup, or throw it away, until the transaction ends; call it before reading it."""
    _LOCKED.rows(session, slug=slug)


def meetup_by_id(reader: Reader, *, meetup_id: int) -> PlannedMeetup | None:
    """Return the meetup with this id, None when there is none."""
    return _BY_ID.one(reader, meetup=meetup_id)


def meetup_of_code(reader: Reader, *, code: str) -> PlannedMeetup | None:
    """Return the meetup with this join code, whatever its status, None when there is none."""
    return _BY_CODE.one(reader, code=code)


def meetups_hosted(reader: Reader, *, host_id: int) -> list[PlannedMeetup]:
    """Return all meetups that somebody hosts, drafts too, the earliest first."""
    return _HOSTED.all(reader, host=host_id)


def meetups_asked(reader: Reader, *, host_id: int, at: datetime) -> list[PlannedMeetup]:
    """Return the coming meetups that somebody's groups were asked to hold too, and have not answered."""
    return [one for one in _ASKED.all(reader, host=host_id, since=_since(at)) if not one.over(at)]


def meetups_joined(reader: Reader, *, learner_id: int) -> list[PlannedMeetup]:
    """Return all meetups that somebody joined, hidden ones too, so that they can leave them; the earliest first."""
    return _JOINED.all(reader, learner=learner_id)


def meetups_of_group(reader: Reader, *, group_id: int) -> list[PlannedMeetup]:
    """Return the meetups of a group that everybody may see, cancelled ones too, the earliest first."""
    return _OF_GROUP.all(reader, group=group_id)


def upcoming(reader: Reader, *, at: datetime) -> list[PlannedMeetup]:
    """Return the published meetups that are not over, at most a hundred, the earliest first."""
    return [one for one in _UPCOMING.all(reader, since=_since(at)) if not one.over(at)]


def _since(at: datetime) -> datetime:
    """Return when the longest meetup that is not over may have begun."""
    return at - timedelta(minutes=LONGEST)


def _by_meetup(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for meetup_id, *rest in rows:
        found.setdefault(meetup_id, []).append(tuple(rest))
    return found
