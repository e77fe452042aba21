"""What is not kept for ever: guests who do not come back, and sign-ins that are too old to use."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from course.accounts.models import SignIn, User
from course.accounts.owned import delete_person, owned_tables
from course.accounts.queries import ACCOUNT_IDLE, ACCOUNT_LIFE, GUEST_IDLE, GUEST_LIFE
from course.db import Base, Database
from course.learning.models import Response

SINGLE_RESPONSE_IDLE = timedelta(days=7)
GRACE = timedelta(days=1)  # the last use of a sign-in is noted once a day
BATCH = 100  # people in one transaction
PAUSE = 0.05  # seconds between two of them: whoever serves writes too


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much went, or would go."""

    idle_guests: int
    single_response_guests: int
    sign_ins: int


def prune(database: Database, *, at: datetime, dry_run: bool = False) -> Pruned:
    """Delete guests idle for 90 days, or for 7 with a single response, and expired sign-ins; commit each step."""
    idle, single, expired = _idle(at - GUEST_IDLE - GRACE), _left_one_response(at), _expired(at)
    if dry_run:
        with database.session() as session:
            sign_ins = and_(expired, SignIn.user_id.not_in(select(User.id).where(or_(idle, single))))
            return Pruned(
                _count(session, User, idle),
                _count(session, User, and_(single, ~idle)),
                _count(session, SignIn, sign_ins),
            )
    idle_guests = _delete_guests(database, idle)
    single_response_guests = _delete_guests(database, single)
    with database.session(writing=True) as session:
        ended = len(session.execute(delete(SignIn).where(expired).returning(SignIn.id)).all())
        session.commit()
    return Pruned(idle_guests, single_response_guests, ended)


def _idle(since: datetime) -> ColumnElement[bool]:
    """Say that a person is a guest of whom nothing was seen since then."""
    return and_(
        User.email.is_(None),
        User.created_at < since,
        ~exists().where(SignIn.user_id == User.id, SignIn.used_at >= since),
        ~exists().where(Response.learner_id == User.id, Response.answered_at >= since),
    )


def _left_one_response(at: datetime) -> ColumnElement[bool]:
    """Say that a person is a guest of whom there is one response, or none, and nothing else in any feature."""
    responses = select(func.count()).where(Response.learner_id == User.id).scalar_subquery()
    others = [one for one in owned_tables() if one.table not in (SignIn.__table__, Response.__table__)]
    nothing_else = [~exists().where(one.column == User.id) for one in others]
    return and_(_idle(at - SINGLE_RESPONSE_IDLE), responses <= 1, *nothing_else)


def _expired(at: datetime) -> ColumnElement[bool]:
    """Say that nobody is let in by a sign-in any more."""
    guests = select(User.id).where(User.email.is_(None))
    guest = SignIn.user_id.in_(guests)
    return or_(
        and_(guest, or_(SignIn.used_at < at - GUEST_IDLE - GRACE, SignIn.created_at < at - GUEST_LIFE)),
        and_(~guest, or_(SignIn.used_at < at - ACCOUNT_IDLE - GRACE, SignIn.created_at < at - ACCOUNT_LIFE)),
    )


def _delete_guests(database: Database, condition: ColumnElement[bool]) -> int:
    """Delete the guests of whom this is true, a batch at a time; return how many there were."""
    gone = 0
    while deleted := _delete_batch(database, condition):
        gone += deleted
        time.sleep(PAUSE)
    return gone


def _delete_batch(database: Database, condition: ColumnElement[bool]) -> int:
    with database.session(writing=True) as session:
        locked = select(User.id).where(condition).limit(BATCH).with_for_update(skip_locked=True)
        held = session.scalars(locked).all()
        # Whoever answered between our look and our lock is no longer idle: on PostgreSQL that shows in a second look.
        ids = session.scalars(select(User.id).where(User.id.in_(held), condition)).all()
        for person_id in ids:
            delete_person(session, person_id=person_id)
        session.commit()
    return len(ids)


def _count(session: Session, model: type[Base], condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(model).where(condition)) or 0
