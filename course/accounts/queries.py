"""What is known about people, as finished values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from course.accounts.models import SignIn, User
from course.reading import Query, Reader

GUEST_IDLE = timedelta(days=90)  # a guest's sign-in is the only key to the answers, so it lives long
GUEST_LIFE = timedelta(days=400)
ACCOUNT_IDLE = timedelta(days=14)
ACCOUNT_LIFE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in, as every view sees them."""

    id: int
    name: str
    guest: bool
    sign_in_id: int
    used_at: datetime

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return the id as Flask-Login wants it."""
        return str(self.id)


_user, _sign_in = User.__table__.c, SignIn.__table__.c
_PERSON = Query(
    select(_user.id, _user.name, _user.email, _sign_in.id, _sign_in.created_at, _sign_in.used_at).where(
        _sign_in.token_digest == bindparam("digest"), _user.id == _sign_in.user_id
    )
)


def person_signed_in(reader: Reader, *, token_digest: str, at: datetime) -> Person | None:
    """Return who holds the sign-in token of this digest, None when it is unknown or too old."""
    rows = _PERSON.rows(reader, digest=token_digest)
    if not rows:
        return None
    user_id, name, email, sign_in_id, created_at, used_at = rows[0]
    idle, life = (GUEST_IDLE, GUEST_LIFE) if email is None else (ACCOUNT_IDLE, ACCOUNT_LIFE)
    # `used_at` is noted once a day, so a day of grace keeps the promise of the idle time.
    if at - used_at > idle + timedelta(days=1) or at - created_at > life:
        return None
    return Person(user_id, name, email is None, sign_in_id, used_at)


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as an operator sees them."""

    id: int
    email: str | None  # None: a guest
    name: str
    created_at: datetime
    used_at: datetime | None  # None: signed in nowhere
    sign_ins: int


_listed = (
    select(_user.id, _user.email, _user.name, _user.created_at, func.max(_sign_in.used_at), func.count(_sign_in.id))
    .outerjoin_from(User, SignIn, _sign_in.user_id == _user.id)
    .group_by(_user.id, _user.email, _user.name, _user.created_at)
    .order_by(_user.id)
)
_EVERYBODY = Query(_listed)
_ACCOUNTS = Query(_listed.where(_user.email.is_not(None)))
_ONE = Query(_listed.where(_user.id == bindparam("person")))


def everybody(reader: Reader, *, guests: bool) -> list[Listed]:
    """Return the people of this course in the order they came, guests too if `guests`."""
    return [Listed(*row) for row in (_EVERYBODY if guests else _ACCOUNTS).rows(reader)]


def listed(reader: Reader, *, person_id: int) -> Listed | None:
    """Return one person, None when nobody has this id."""
    rows = _ONE.rows(reader, person=person_id)
    return Listed(*rows[0]) if rows else None
