"""People and the browsers in which they are signed in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from course.db import Base


class User(Base):
    """A person. Without an e-mail address: a guest, known only by a browser's sign-in."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # null: a guest
    name: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime]


class SignIn(Base):
    """A browser in which a person is signed in; the cookie holds the token, this row its digest."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]  # to the day
