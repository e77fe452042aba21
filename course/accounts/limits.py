"""Limits on failures and on new guests, counted in the database, so that several processes count together.

No other success is limited.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from course.accounts.models import Failure, User
from course.reading import Query, Reader

WINDOW = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
GUESTS_A_MINUTE = 3000  # six meetups of 500 people that begin at the same moment


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures of one kind are borne within five minutes, for one subject and for all together."""

    kind: str
    one: int
    everybody: int


SIGN_IN = Limit("sign-in", one=10, everybody=1000)  # the subject is an account
SIGN_UP = Limit("sign-up", one=10, everybody=1000)  # the subject is an address that is taken
MOVE = Limit("move", one=50, everybody=1000)  # the subject is where the guess comes from: a whole meetup at worst

JOIN = Limit("join", one=50, everybody=100_000)  # as MOVE; a code of a meetup opens nothing, so all together may miss


class TooManyFailuresError(Exception):
    """Too much went wrong lately; `seconds` until there is room again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many failures, come back in {seconds} s")
        self.seconds = seconds


class TooManyGuestsError(Exception):
    """Very many people have begun within the last minute; `seconds` until the next one can."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many new guests, come back in {seconds} s")
        self.seconds = seconds


_user = User.__table__.c
# Ids count people up, so who came so many before the newest is found by the primary key, however many there are.
_BACK_THEN = Query(
    select(_user.created_at)
    .where(_user.id <= select(func.max(_user.id)).scalar_subquery() - (GUESTS_A_MINUTE - 1))
    .order_by(_user.id.desc())
    .limit(1)
)

_failure = Failure.__table__.c
_NEWEST = select(_failure.failed_at).order_by(_failure.failed_at.desc()).limit(1).offset(bindparam("skip"))
_OF_ONE = Query(_NEWEST.where(_failure.kind == bindparam("kind"), _failure.subject == bindparam("subject")))
_OF_ALL = Query(_NEWEST.where(_failure.kind == bindparam("kind")))


def require_room(reader: Reader, limit: Limit, subject: str, *, at: datetime) -> None:
    """Do nothing while there is room for another failure; raises TooManyFailuresError when there is none.

    In a session that writes, the answer holds until it ends: nobody else can add a failure of this subject meanwhile.
    """
    if isinstance(reader, Session):
        _lock(reader, f"{limit.kind}:{subject}", limit.kind)
        reader.execute(delete(Failure).where(Failure.failed_at < at - WINDOW))  # nothing looks back to them
    full = [
        *_OF_ONE.rows(reader, kind=limit.kind, subject=subject, skip=limit.one - 1),
        *_OF_ALL.rows(reader, kind=limit.kind, skip=limit.everybody - 1),
    ]
    free_at = max((failed_at + WINDOW for (failed_at,) in full), default=at)
    if free_at > at:
        raise TooManyFailuresError(ceil((free_at - at).total_seconds()))


def require_room_for_guest(session: Session, *, at: datetime) -> None:
    """Do nothing while a guest can be made; raises TooManyGuestsError after GUESTS_A_MINUTE people in a minute.

    The answer holds until the session ends: nobody else can make a guest meanwhile.
    """
    _lock(session, "guest")
    for (made_at,) in _BACK_THEN.rows(session):
        if abs(at - made_at) < MINUTE:  # who came after `at` waited less for this turn; a wrong clock is more off
            raise TooManyGuestsError(ceil((made_at + MINUTE - at).total_seconds()))


def note_failure(session: Session, limit: Limit, subject: str, *, at: datetime) -> None:
    """Count a failure."""
    session.execute(insert(Failure), {"kind": limit.kind, "subject": subject, "failed_at": at})


def _lock(session: Session, *names: str) -> None:
    """Let nobody else count under these names until the transaction ends; SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        for name in names:
            session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def forget_failures(session: Session, subject: str) -> None:
    """Forget what went wrong for a subject."""
    session.execute(delete(Failure).where(Failure.subject == subject))
