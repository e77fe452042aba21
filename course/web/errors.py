"""Errors as pages: what happened, what to do, and never a stack trace."""

import logging
from typing import cast

from flask import Flask, Response, current_app, g, make_response, render_template, request
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException, SecurityError

from course.content.errors import BeingRepairedError, UnknownSlugError
from course.content.typed import LONGEST_ANSWER
from course.web.audience import Audience, audience_of
from course.web.state import SAFE_METHODS, close_session, library, pause

log = logging.getLogger("course")

RETRY_SECONDS = 30
WRONG_HOST = (
    "This course does not answer under that name",
    "If it should: its operator sets COURSE_BASE_URL to the address that visitors use.",
)
WORDS = {
    400: ("This request makes no sense to us", "Go back, reload the page and try again."),
    403: ("This request was refused", ""),
    404: ("There is no such page", "The address may have a typing mistake, or the page has moved."),
    405: ("That cannot be done here", "Go back to the page you came from and use its buttons."),
    413: (
        "That is too much at once",
        f"Nothing was stored. An answer is at most {LONGEST_ANSWER} characters long. Go back and shorten it.",
    ),
    422: ("This form cannot be read", "Nothing was stored. Go back, reload the page and answer again."),
    429: (
        "Very many people begin at this moment",
        "Nothing was stored. Please come back in a minute and send it again. Lessons stay readable.",
    ),
    500: (
        "Something broke on our side",
        "It is not your fault. Nothing you had stored is lost. Please try again in a minute.",
    ),
    503: ("Progress is paused", "Nothing was stored. Lessons stay readable. Please try again in a minute."),
}


def start(app: Flask) -> None:
    """Turn every error into a page, in one place."""
    app.register_error_handler(UnknownSlugError, unknown_slug)
    app.register_error_handler(BeingRepairedError, being_repaired)
    app.register_error_handler(DBAPIError, database_unavailable)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def error_page(
    code: int,
    *,
    heading: str = "",
    sentence: str = "",
    links: tuple[tuple[str, str], ...] = (),
    retry_after: int = 0,
) -> Response:
    """Return the page for an error; `links` are (title, url) pairs that lead on, `retry_after` is in seconds."""
    default_heading, default_sentence = WORDS.get(code, WORDS[400 if code < 500 else 500])  # noqa: PLR2004
    page = render_template(
        "error.html",
        code=code,
        heading=heading or default_heading,
        sentence=sentence or default_sentence,
        links=[{"title": title, "url": url} for title, url in links],
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"
    if retry_after or code == 503:  # noqa: PLR2004 (the status of "not now")
        response.headers["Retry-After"] = str(retry_after or RETRY_SECONDS)
    return response


def unknown_slug(error: UnknownSlugError) -> Response:
    """Answer 404 with the nearest lessons."""
    lessons = {lesson.slug: lesson.title for lesson in library().lessons}
    links = tuple((lessons[slug], f"/lessons/{slug}") for slug in error.nearest if slug in lessons)
    sentence = "Perhaps you meant one of these:" if links else ""
    return error_page(404, heading="There is no such lesson", sentence=sentence, links=links)


def being_repaired(_error: BeingRepairedError) -> Response:
    """Answer 503: the lesson exists, its file cannot be read at the moment."""
    return error_page(
        503,
        heading="This lesson is being repaired",
        sentence="Its author can see what is missing. Your progress is kept. Try another lesson meanwhile.",
    )


def database_unavailable(error: DBAPIError) -> Response:
    """Answer a reader without the database, and a writer with 503: nothing was stored."""
    if isinstance(error, IntegrityError):
        return unexpected(error)
    if isinstance(error, DataError):  # nothing is wrong with the database: it can hold no such value
        return impossible_value(error)
    log.warning("database unavailable: %s", error.orig)
    close_session()
    already_paused, writing = g.get("paused", False), request.method not in SAFE_METHODS
    pause(refused=writing)
    if writing or already_paused or request.endpoint is None:
        return error_page(503)
    view = current_app.view_functions[request.endpoint]
    if audience_of(view) is not Audience.EVERYBODY:
        return error_page(503)  # nobody can tell now who asks
    try:
        return make_response(current_app.ensure_sync(view)(**(request.view_args or {})))
    except DBAPIError:  # what this page shows stands in the database alone
        return error_page(503)


def impossible_value(error: DataError) -> Response:
    """Answer a value that no row can have, such as a slug with a NUL in it: nothing is there, nothing was stored."""
    log.warning("a value that the database cannot hold: %s", error.orig)
    close_session()
    asked = request.method in SAFE_METHODS or "\0" in request.path
    return error_page(404 if asked else 422)


def http_error(error: HTTPException) -> Response:
    """Answer with the page of this status."""
    if error.response is not None or (error.code or 500) < 400:  # noqa: PLR2004 (a redirect is no error)
        return cast("Response", error.get_response())
    if isinstance(error, SecurityError):
        return error_page(400, heading=WRONG_HOST[0], sentence=WRONG_HOST[1])
    sentence = error.description if error.code in (403, 422) and error.description else ""
    answer = error_page(error.code or 500, sentence=sentence)
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def unexpected(error: Exception) -> Response:
    """Answer 500 and keep the trace for the operator."""
    log.error("unexpected error on %s %s", request.method, request.path, exc_info=error)
    close_session()
    g.broken = True  # the error page asks nobody who they are: that may be what broke
    if current_app.debug:
        raise error
    return error_page(500)
