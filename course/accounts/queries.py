"""What is known about people, as finished values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from course.accounts.models import MoveCode, Role, SignIn, User
from course.reading import Query, Reader

GUEST_IDLE = timedelta(days=90)  # a guest's sign-in is the only key to the answers, so it lives long
GUEST_LIFE = timedelta(days=400)
ACCOUNT_IDLE = timedelta(days=14)
ACCOUNT_LIFE = timedelta(days=90)
MOVE_CODE_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in, as every view sees them."""

    id: int
    name: str
    guest: bool
    sign_in_id: int
    used_at: datetime
    offered_at: datetime | None = None  # when this guest was asked to keep the progress
    role: Role | None = None  # a learner has none

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def instructs(self) -> bool:
        """Tell whether this person may do what instructors do; operators may."""
        return self.role is not None

    def get_id(self) -> str:
        """Return the id as Flask-Login wants it."""
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Account:
    """A person as an account: what a password is checked against."""

    id: int
    email: str
    name: str
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """A browser in which a person is signed in, as the settings list it."""

    id: int
    browser: str
    since: datetime
    used_at: datetime


_user, _sign_in, _move_code = User.__table__.c, SignIn.__table__.c, MoveCode.__table__.c
_PERSON = Query(
    select(
        _user.id,
        _user.name,
        _user.email,
        _sign_in.id,
        _sign_in.created_at,
        _sign_in.used_at,
        _user.offered_at,
        _user.role,
    ).where(_sign_in.token_digest == bindparam("digest"), _user.id == _sign_in.user_id)
)
_account = select(_user.id, _user.email, _user.name, _user.password_hash)
_ACCOUNT_BY_EMAIL = Query(_account.where(_user.email == bindparam("email")))
_ACCOUNT_BY_ID = Query(_account.where(_user.id == bindparam("user"), _user.email.is_not(None)))
_SIGN_INS = Query(
    select(_sign_in.id, _sign_in.browser, _sign_in.created_at, _sign_in.used_at)
    .where(_sign_in.user_id == bindparam("user"))
    .order_by(_sign_in.used_at.desc(), _sign_in.id.desc())
)
_MOVE_CODE = Query(
    select(_move_code.user_id, _user.email, _move_code.made_at).where(
        _move_code.code_digest == bindparam("digest"), _user.id == _move_code.user_id
    )
)


def person_signed_in(reader: Reader, *, token_digest: str, at: datetime) -> Person | None:
    """Return who holds the sign-in token of this digest, None when it is unknown or too old."""
    rows = _PERSON.rows(reader, digest=token_digest)
    if not rows:
        return None
    user_id, name, email, sign_in_id, created_at, used_at, offered_at, role = rows[0]
    if not _lives(created_at, used_at, guest=email is None, at=at):
        return None
    return Person(user_id, name, email is None, sign_in_id, used_at, offered_at, role)


def account_of_email(reader: Reader, *, email: str) -> Account | None:
    """Return the account with this normalised address, None when there is none."""
    rows = _ACCOUNT_BY_EMAIL.rows(reader, email=email)
    return Account(*rows[0]) if rows else None


def account_of_person(reader: Reader, *, user_id: int) -> Account | None:
    """Return somebody's account, None for a guest."""
    rows = _ACCOUNT_BY_ID.rows(reader, user=user_id)
    return Account(*rows[0]) if rows else None


def signed_in_browsers(reader: Reader, *, user_id: int, guest: bool, at: datetime) -> list[SignedInBrowser]:
    """Return where somebody is signed in, the browser used last first."""
    found = [SignedInBrowser(*row) for row in _SIGN_INS.rows(reader, user=user_id)]
    return [one for one in found if _lives(one.since, one.used_at, guest=guest, at=at)]


def owner_of_move_code(reader: Reader, *, code_digest: str, at: datetime) -> tuple[int, bool] | None:
    """Return whose progress a code moves, and whether that is a guest; None when the code is unknown or too old."""
    rows = _MOVE_CODE.rows(reader, digest=code_digest)
    if not rows or at - rows[0][2] > MOVE_CODE_LIFE:
        return None
    return rows[0][0], rows[0][1] is None


def _lives(created_at: datetime, used_at: datetime, *, guest: bool, at: datetime) -> bool:
    idle, life = (GUEST_IDLE, GUEST_LIFE) if guest else (ACCOUNT_IDLE, ACCOUNT_LIFE)
    # `used_at` is noted once a day, so a day of grace keeps the promise of the idle time.
    return at - used_at <= idle + timedelta(days=1) and at - created_at <= life


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as an operator sees them."""

    id: int
    email: str | None  # None: a guest
    name: str
    role: Role | None
    created_at: datetime
    used_at: datetime | None  # None: signed in nowhere
    sign_ins: int


_columns = (_user.id, _user.email, _user.name, _user.role, _user.created_at)
_listed = (
    select(*_columns, func.max(_sign_in.used_at), func.count(_sign_in.id))
    .outerjoin_from(User, SignIn, _sign_in.user_id == _user.id)
    .group_by(*_columns)
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
