"""Who asks: the cookie, the person behind it, and the only module that knows Flask-Login."""

import hashlib
import hmac
import re
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlencode

from flask import Flask, Request, Response, abort, current_app, g, redirect, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts import operations, queries
from course.accounts.limits import TooManyGuestsError
from course.accounts.queries import Person
from course.config import LOOPBACK, in_url
from course.db import utcnow
from course.reading import Reader
from course.web.audience import Audience, audience_of
from course.web.back import own_path
from course.web.browsers import browser_words
from course.web.cookies import cookie_value
from course.web.errors import error_page
from course.web.prepared import visitor_page
from course.web.state import SAFE_METHODS, close_session, database, db, library, paused, reader
from course.web.theme import chosen_theme

COOKIE = "sign-in"
SECURE_COOKIE = "__Host-sign-in"  # the browser then refuses it without https and from other hosts
NO_NAME = "Progress"  # what the masthead calls somebody without a name
NOTED_EVERY = timedelta(days=1)
FORWARDING = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")  # what a proxy says of a visitor
NO_INSTRUCTOR = "This page is for the instructors of this course. Its operator can make you one."


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
    app.before_request(guard)
    app.register_error_handler(TooManyGuestsError, no_room_for_guest)


def guard() -> WerkzeugResponse | None:
    """Refuse a view that does not say whom it is for, and lead those it is not for to the sign-in."""
    if request.endpoint is None:
        return None  # no view: the page for 404 or 405 is for everybody
    audience = audience_of(current_app.view_functions[request.endpoint])
    if audience is Audience.EVERYBODY or (audience is Audience.INSTRUCTORS and debugging_here()):
        return None
    if audience is None:
        abort(403, "Nobody has said who may use this page.")
    person = asking_person()
    if person is None or (person.guest and audience is not Audience.LEARNERS):
        return to_sign_in()
    if audience is Audience.INSTRUCTORS and not person.instructs:
        abort(403, NO_INSTRUCTOR)  # not 404: that the page exists is no secret, a visitor is led to the sign-in
    return None


def debugging_here() -> bool:
    """Tell whether somebody asks from this machine, while the application runs with debug.

    The name in the address counts too: a site elsewhere can give itself a name that leads here, and then read.
    """
    if not current_app.debug or any(header.startswith(FORWARDING) for header in request.environ):
        return False
    # As it was sent: `request.host` refuses a name that is not ours, also while the page that says so is made.
    name = re.sub(r":[0-9]+$", "", request.environ.get("HTTP_HOST", ""))
    return request.remote_addr in LOOPBACK and name in map(in_url, LOOPBACK)


def may_author() -> bool:
    """Tell whether pages for instructors are open to whoever asks."""
    person = current_user()
    return debugging_here() or (person is not None and person.instructs)


def to_sign_in() -> WerkzeugResponse:
    """Return a redirect to the sign-in, and from there back to this page."""
    wanted = request.path if request.method in SAFE_METHODS else "/" + request.path.split("/")[1]
    return redirect(f"/sign-in?{urlencode({'next': wanted})}", 303)


def needs_account(wanted: str) -> bool:
    """Tell whether this is a page of ours that a guest cannot use."""
    try:
        endpoint, _arguments = current_app.url_map.bind("").match(own_path(wanted).partition("?")[0])
    except (HTTPException, RoutingException):
        return False
    return audience_of(current_app.view_functions[endpoint]) in (Audience.ACCOUNTS, Audience.INSTRUCTORS)


def current_user() -> Person | None:
    """Return the person who asks, None for a visitor or while the database cannot be read."""
    held = g._get_current_object()  # one look through the proxy instead of five
    if held.get("paused") or held.get("broken"):
        return None
    if "person" not in held:
        held.person = _load_person(request._get_current_object())  # type: ignore[attr-defined]
    return cast("Person | None", held.person)


def asking_person() -> Person | None:
    """Return who asks, read outside the transaction of this request: for work that must not hold its lock."""
    if g.get("paused") or request.method in SAFE_METHODS:
        return current_user()
    return _signed_in(database().reading)


def known_person() -> Person:
    """Return the person who asks; a visitor is led to the sign-in."""
    person = current_user()
    if person is None:
        abort(to_sign_in())
    return person


def writing_person() -> Person | None:
    """Return who asks, read in the transaction of this request, and locked: nobody deletes them until it ends."""
    person = _signed_in(db())
    if person is not None and not operations.lock_person(db(), person_id=person.id):
        person = None
    g.person = person
    return person


def known_writing_person() -> Person:
    """Return the person who asks as `writing_person` does; a visitor is led to the sign-in."""
    return writing_person() or abort(to_sign_in())


def current_or_new_user(response_cookies: list[str]) -> Person:
    """Return the person who asks; a visitor becomes a guest, whose token is added to `response_cookies`."""
    person = writing_person()
    if person is None:
        person, token = operations.make_guest(db(), at=utcnow(), browser=browser())
        g.person = person
        response_cookies.append(token)
    return person


def no_room_for_guest(error: TooManyGuestsError) -> Response:
    """Answer 429 where nothing was typed that a page could keep."""
    close_session()
    return error_page(429, retry_after=error.seconds)


def offer_to_keep(person: Person, at: datetime) -> None:
    """Note that this guest is asked to keep the progress, in the transaction of the answer that earned it."""
    operations.note_offer(db(), user_id=person.id, at=at)
    g.person = replace(person, offered_at=at)


def give_token(response: WerkzeugResponse, token: str, *, guest: bool = True) -> WerkzeugResponse:
    """Set the cookie that holds a sign-in token."""
    response.set_cookie(
        SECURE_COOKIE if request.is_secure else COOKIE,
        token,
        max_age=queries.GUEST_LIFE if guest else queries.ACCOUNT_LIFE,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def take_token(response: WerkzeugResponse) -> WerkzeugResponse:
    """Take the cookie back, and all that the browser keeps of this site's pages."""
    name = SECURE_COOKIE if request.is_secure else COOKIE
    response.delete_cookie(name, secure=request.is_secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'  # "cookies" would take the choice of light or dark too
    return response


def browser() -> str:
    """Return what to call the browser that asks."""
    return browser_words(request.headers.get("User-Agent", ""))


def subject(kind: str, what: str) -> str:
    """Return a name for whom failures count, from which nobody without the secret key learns who it is."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{kind}:{what}".encode(), hashlib.sha256).hexdigest()


def answer_page(
    person: Person | None, render: Callable[[], str | bytes], *, also: tuple[Hashable, ...] = ()
) -> Response:
    """Answer with a page: rendered for somebody known, kept for all visitors.

    `also` holds what it depends on beside the content.
    """
    if person is None and not paused():
        return visitor_page(render, digest=library().digest, theme=chosen_theme(), also=also)
    return Response(render(), mimetype="text/html")


def _token(asked: Request) -> str:
    return cookie_value(asked.environ, SECURE_COOKIE if asked.is_secure else COOKIE)


def _signed_in(source: Reader) -> Person | None:
    token = _token(request)
    digest = operations.token_digest(token)
    return queries.person_signed_in(source, token_digest=digest, at=utcnow()) if token else None


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
