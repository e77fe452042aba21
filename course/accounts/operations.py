"""What changes about people. Passwords come here hashed or checked: that takes too long for a transaction."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.accounts import belongings, queries
from course.accounts.limits import MOVE, SIGN_IN, SIGN_UP, note_failure, require_room, require_room_for_guest
from course.accounts.models import MoveCode, Role, SignIn, User
from course.accounts.queries import Account, Person
from course.reading import Query

CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none looks like another
CODE_LENGTH = 8

_ADD_USER = insert(User).returning(User.id)
_LOCKED = Query(select(User.id).where(User.id == bindparam("person")).with_for_update(key_share=True))
_ADD_SIGN_IN = insert(SignIn).returning(SignIn.id)


class EmailTakenError(Exception):
    """Another account has this address."""


class WrongPasswordError(Exception):
    """The address is unknown or the password is not its own; a failure was noted, so commit."""


class WrongCodeError(Exception):
    """No such code, or used, or too old; a failure was noted, so commit."""


class OtherAccountError(Exception):
    """Two accounts are never made one: the code is another account's."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A password looked at before the transaction: whose it is, if anybody's; `subject` is what failures count for."""

    account: Account | None
    right: bool
    subject: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody signed in a moment ago, with the token for the cookie."""

    user_id: int
    guest: bool
    sign_in_id: int
    token: str


def token_digest(token: str) -> str:
    """Return what the database keeps of a token; the token itself stays with its holder."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Return a code that is easy to type and hard to guess."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def make_guest(session: Session, *, at: datetime, browser: str = "") -> tuple[Person, str]:
    """Add a guest and a sign-in; return the person and the token for the cookie. Raises TooManyGuestsError."""
    require_room_for_guest(session, at=at)
    guest_id = session.connection().execute(_ADD_USER, {"created_at": at, "name": ""}).scalar_one()
    entered = _enter(session, guest_id, guest=True, browser=browser, at=at)
    return Person(guest_id, "", guest=True, sign_in_id=entered.sign_in_id, used_at=at), entered.token


def note_use(session: Session, *, sign_in_id: int, at: datetime) -> None:
    """Remember that a sign-in was used at this moment."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(used_at=at))


def lock_person(session: Session, *, person_id: int) -> bool:
    """Let nobody else change or delete this person until the transaction ends; call it before reading their records.

    Tells whether they are still there: they may have been deleted since somebody read who asks. On SQLite every
    writing transaction has the right to itself anyway.
    """
    return bool(_LOCKED.rows(session, person=person_id))


def end_sign_ins(session: Session, *, person_id: int) -> int:
    """Sign a person out in every browser; return in how many they were signed in."""
    ended = session.execute(delete(SignIn).where(SignIn.user_id == person_id).returning(SignIn.id))
    return len(ended.all())


def note_offer(session: Session, *, user_id: int, at: datetime) -> None:
    """Remember that a guest was asked to keep the progress."""
    session.execute(update(User).where(User.id == user_id).values(offered_at=at))


def sign_up(
    session: Session,
    *,
    email: str,
    name: str,
    password_hash: str,
    here: Person | None,
    subject: str,
    browser: str,
    at: datetime,
) -> Entered:
    """Make an account; a guest becomes it with all answers. Raises EmailTakenError, then commit: it was noted.

    Every other sign-in of the guest ends: whoever holds one was never asked for the password.
    """
    require_room(session, SIGN_UP, subject, at=at)
    if queries.account_of_email(session, email=email) is not None:
        note_failure(session, SIGN_UP, subject, at=at)
        raise EmailTakenError
    values = {"email": email, "name": name, "password_hash": password_hash}
    with _email_still_free(session):
        if here is not None and here.guest:
            user_id = here.id
            session.execute(update(User).where(User.id == user_id).values(**values))
        else:
            user_id = session.execute(_ADD_USER, {**values, "created_at": at}).scalar_one()
    end_keys(session, user_id=user_id)
    return _enter(session, user_id, guest=False, browser=browser, at=at)


def create_account(
    session: Session, *, email: str, name: str, password_hash: str, role: Role | None, at: datetime
) -> int:
    """Add an account that nobody is signed in to yet; return its id. Raises EmailTakenError."""
    values = {"email": email, "name": name, "password_hash": password_hash, "role": role, "created_at": at}
    with _email_still_free(session):
        user_id: int = session.execute(_ADD_USER, values).scalar_one()
    return user_id


def sign_in(session: Session, checked: Checked, *, here: Person | None, browser: str, at: datetime) -> Entered:
    """Sign somebody in; a guest in this browser becomes part of the account.

    Raises WrongPasswordError and TooManyFailuresError.
    """
    account = require_password(session, checked, at=at)
    return _arrive(session, account.id, guest=False, here=here, browser=browser, at=at)


def require_password(session: Session, checked: Checked, *, at: datetime) -> Account:
    """Return the account whose password was right; raises WrongPasswordError and TooManyFailuresError.

    The hash is compared again: the password may have been changed since it was checked.
    """
    require_room(session, SIGN_IN, checked.subject, at=at)
    known = checked.account
    there = known is not None and lock_person(session, person_id=known.id)
    now = queries.account_of_person(session, user_id=known.id) if known and there else None
    if not checked.right or known is None or now is None or now.password_hash != known.password_hash:
        note_failure(session, SIGN_IN, checked.subject, at=at)
        raise WrongPasswordError
    return now


def sign_out(session: Session, *, sign_in_id: int) -> None:
    """End one sign-in: every copy of its cookie is worth nothing from now on."""
    session.execute(delete(SignIn).where(SignIn.id == sign_in_id))


def end_sign_in(session: Session, *, user_id: int, sign_in_id: int) -> bool:
    """End a person's sign-in in another browser; tell whether it was theirs."""
    ended = session.execute(
        delete(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == user_id).returning(SignIn.id)
    )
    return ended.first() is not None


def end_keys(session: Session, *, user_id: int) -> None:
    """End every sign-in and every code of a person."""
    end_sign_ins(session, person_id=user_id)
    session.execute(delete(MoveCode).where(MoveCode.user_id == user_id))


def change_name(session: Session, *, user_id: int, name: str) -> None:
    """Give a person another name."""
    session.execute(update(User).where(User.id == user_id).values(name=name))


def give_role(session: Session, *, user_id: int, role: Role | None) -> None:
    """Give an account a role, or take it back with None; it counts from the next request."""
    session.execute(update(User).where(User.id == user_id).values(role=role))


def set_password(session: Session, *, user_id: int, password_hash: str) -> None:
    """Give an account another password; every sign-in and every code of it ends."""
    session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))
    end_keys(session, user_id=user_id)


def change_password(session: Session, checked: Checked, *, password_hash: str, browser: str, at: datetime) -> Entered:
    """Change a password; ends every sign-in and gives this browser a new one. Raises as `require_password`."""
    account = require_password(session, checked, at=at)
    set_password(session, user_id=account.id, password_hash=password_hash)
    return _enter(session, account.id, guest=False, browser=browser, at=at)


def change_email(session: Session, checked: Checked, *, email: str, at: datetime) -> None:
    """Change the address of an account; raises EmailTakenError, and as `require_password`."""
    account = require_password(session, checked, at=at)
    holder = queries.account_of_email(session, email=email)
    if holder is not None and holder.id != account.id:
        note_failure(session, SIGN_IN, checked.subject, at=at)
        raise EmailTakenError
    with _email_still_free(session):
        session.execute(update(User).where(User.id == account.id).values(email=email))


def make_move_code(session: Session, *, user_id: int, at: datetime) -> str:
    """Return a new code for another device; an older one of this person, and all that are too old, go."""
    code = new_code()
    too_old = MoveCode.made_at < at - queries.MOVE_CODE_LIFE
    session.execute(delete(MoveCode).where((MoveCode.user_id == user_id) | too_old))
    session.execute(insert(MoveCode), {"user_id": user_id, "code_digest": token_digest(code), "made_at": at})
    return code


def use_move_code(
    session: Session, *, code: str, here: Person | None, subject: str, browser: str, at: datetime
) -> Entered:
    """Bring the progress of a code to this browser, once; a guest here becomes part of it.

    Raises WrongCodeError, TooManyFailuresError, and OtherAccountError when both sides are accounts.
    """
    require_room(session, MOVE, subject, at=at)
    digest = token_digest(code)
    owner = queries.owner_of_move_code(session, code_digest=digest, at=at)
    if owner is None or not lock_person(session, person_id=owner[0]):
        note_failure(session, MOVE, subject, at=at)
        raise WrongCodeError
    owner_id, owner_guest = owner
    if here is not None and not here.guest and not owner_guest and here.id != owner_id:
        raise OtherAccountError
    session.execute(delete(MoveCode).where(MoveCode.code_digest == digest))
    if here is not None and not here.guest and owner_guest:  # the account stays, the guest becomes part of it
        _merge(session, owner_id, here.id)
        owner_id, owner_guest = here.id, False
    return _arrive(session, owner_id, guest=owner_guest, here=here, browser=browser, at=at)


@contextmanager
def _email_still_free(session: Session) -> Iterator[None]:
    """Turn what the database says to an address that somebody else has into EmailTakenError."""
    try:
        yield
    except IntegrityError as error:
        session.rollback()
        raise EmailTakenError from error


def _arrive(session: Session, user_id: int, *, guest: bool, here: Person | None, browser: str, at: datetime) -> Entered:
    """Sign a person in where perhaps somebody is: a guest is merged, anybody else is signed out."""
    if here is not None:
        sign_out(session, sign_in_id=here.sign_in_id)
        if here.guest and here.id != user_id:
            _merge(session, here.id, user_id)
    return _enter(session, user_id, guest=guest, browser=browser, at=at)


def _merge(session: Session, source_id: int, target_id: int) -> None:
    """Make one person part of another; answers that arrive meanwhile wait, and find one person."""
    for person_id in sorted((source_id, target_id)):
        lock_person(session, person_id=person_id)
    belongings.merge(session, source_id=source_id, target_id=target_id)


def _enter(session: Session, user_id: int, *, guest: bool, browser: str, at: datetime) -> Entered:
    token = secrets.token_urlsafe(32)
    sign_in = {
        "user_id": user_id,
        "token_digest": token_digest(token),
        "browser": browser,
        "created_at": at,
        "used_at": at,
    }
    sign_in_id = session.connection().execute(_ADD_SIGN_IN, sign_in).scalar_one()
    return Entered(user_id, guest, sign_in_id, token)
