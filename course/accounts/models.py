"""People, the browsers in which they are signed in, and what opens an account.

`info` says what the walks over a person's tables need to know: a table marked "opens" holds keys to the account, which
are ended and never handed on; a column marked "secret" is left out of the download; one marked "consent" is true for
two people who become one only where both said so.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course.db import Base, word_of

OPENS = {"opens": True}
SECRET = {"secret": True}
CONSENT = {"consent": True}


class Role(StrEnum):
    """What an account is trusted with beyond its own progress."""

    INSTRUCTOR = "instructor"  # sees /authoring
    OPERATOR = "operator"  # runs the course; may all that an instructor may


class User(Base):
    """A person. Without an e-mail address: a guest, known only by a browser's sign-in."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("role IS NULL OR email IS NOT NULL", name="only_an_account_has_a_role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # normalised; null: a guest
    name: Mapped[str] = mapped_column(String(80), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200), info=SECRET)  # null: a guest
    role: Mapped[Role | None] = mapped_column(word_of(Role))  # null: a learner
    created_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]  # when a guest was asked to keep the progress; null: not yet


class SignIn(Base):
    """A browser in which a person is signed in; the cookie holds the token, this row its digest."""

    __tablename__ = "sign_in"
    __table_args__ = {"info": OPENS}  # noqa: RUF012 (SQLAlchemy's own name for it)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    browser: Mapped[str] = mapped_column(String(40), server_default="")  # "Firefox on Linux", never more
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]  # to the day


class MoveCode(Base):
    """A code that brings a person's progress to another device: once, within ten minutes."""

    __tablename__ = "move_code"
    __table_args__ = {"info": OPENS}  # noqa: RUF012 (SQLAlchemy's own name for it)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    made_at: Mapped[datetime]


class Failure(Base):
    """A try that went wrong, kept for as long as limits look back; names nobody: the subject is a keyed digest."""

    __tablename__ = "failure"
    __table_args__ = (
        Index("ix_failure_kind_subject_failed_at", "kind", "subject", "failed_at"),
        Index("ix_failure_kind_failed_at", "kind", "failed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(64))
    failed_at: Mapped[datetime]
