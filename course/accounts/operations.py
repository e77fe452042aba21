"""What changes about people."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from course.accounts.models import SignIn, User
from course.accounts.queries import Person

_ADD_USER = insert(User).returning(User.id)
_ADD_SIGN_IN = insert(SignIn).returning(SignIn.id)


def token_digest(token: str) -> str:
    """Return what the database keeps of a sign-in token; the token itself stays in the cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_guest(session: Session, *, at: datetime) -> tuple[Person, str]:
    """Add a guest and a sign-in; return the person and the token for the cookie."""
    connection = session.connection()
    guest_id = connection.execute(_ADD_USER, {"created_at": at, "name": ""}).scalar_one()
    token = secrets.token_urlsafe(32)
    sign_in = {"user_id": guest_id, "token_digest": token_digest(token), "created_at": at, "used_at": at}
    sign_in_id = connection.execute(_ADD_SIGN_IN, sign_in).scalar_one()
    return Person(guest_id, "", guest=True, sign_in_id=sign_in_id, used_at=at), token


def note_use(session: Session, *, sign_in_id: int, at: datetime) -> None:
    """Remember that a sign-in was used at this moment."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(used_at=at))


def lock_person(session: Session, *, person_id: int) -> None:
    """Let nobody else change this person's records until the transaction ends; call it before reading them.

    On SQLite every writing transaction has that right anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(User.id).where(User.id == person_id).with_for_update(key_share=True))


def end_sign_ins(session: Session, *, person_id: int) -> int:
    """Sign a person out in every browser; return in how many they were signed in."""
    ended = session.execute(delete(SignIn).where(SignIn.user_id == person_id).returning(SignIn.id))
    return len(ended.all())
