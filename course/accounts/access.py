"""Who asks: the cookie, the person behind it, and the only module that knows Flask-Login."""

from datetime import timedelta
from typing import cast

from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts import operations, queries
from course.accounts.queries import Person
from course.db import utcnow
from course.web.cookies import cookie_value
from course.web.state import database, db, reader

COOKIE = "sign-in"
SECURE_COOKIE = "__Host-sign-in"  # the browser then refuses it without https and from other hosts
NOTED_EVERY = timedelta(days=1)


class NoSession(SessionInterface):
    """Flask's cookie session, switched off: who is signed in is a row of the database."""

    def open_session(self, app: Flask, request: Request) -> None:
        """Return None, which Flask turns into an empty session that nobody can write."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep nothing."""


def start(app: Flask) -> None:
    """Teach the application who is asking."""
    app.session_interface = NoSession()
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(lambda _request: current_user())
    app.login_manager = manager  # type: ignore[attr-defined] # all that it needs; init_app would set cookies of its own


def current_user() -> Person | None:
    """Return the person who asks, None for a visitor or while the database cannot be read."""
    held = g._get_current_object()  # one look through the proxy instead of five
    if held.get("paused") or held.get("broken"):
        return None
    if "person" not in held:
        held.person = _load_person(request._get_current_object())  # type: ignore[attr-defined]
    return cast("Person | None", held.person)


def current_or_new_user(response_cookies: list[str]) -> Person:
    """Return the person who asks; a visitor becomes a guest, whose token is added to `response_cookies`."""
    person = current_user()
    if person is None:
        person, token = operations.make_guest(db(), at=utcnow())
        g.person = person
        response_cookies.append(token)
    return person


def give_token(response: WerkzeugResponse, token: str) -> WerkzeugResponse:
    """Set the cookie that holds a sign-in token."""
    response.set_cookie(
        SECURE_COOKIE if request.is_secure else COOKIE,
        token,
        max_age=queries.GUEST_LIFE,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _token(asked: Request) -> str:
    return cookie_value(asked.environ, SECURE_COOKIE if asked.is_secure else COOKIE)


def _load_person(asked: Request) -> Person | None:
    token = _token(asked)
    if not token:
        return None
    now = utcnow()
    person = queries.person_signed_in(reader(), token_digest=operations.token_digest(token), at=now)
    if person is not None and now - person.used_at > NOTED_EVERY and asked.method in ("GET", "HEAD"):
        _note_use(person)
    return person


def _note_use(person: Person) -> None:
    """Note the use in a transaction of its own; reading goes on when it cannot be written."""
    try:
        with database().session(writing=True, patience=0) as session:
            operations.note_use(session, sign_in_id=person.sign_in_id, at=utcnow())
            session.commit()
    except DBAPIError:
        pass
