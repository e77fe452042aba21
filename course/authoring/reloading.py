"""Pages that show a saved file at once: parts of the application with `course run --debug` alone."""

import time
from collections.abc import Iterator
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request

from course.accounts.access import debugging_here
from course.authoring.changes import Changes
from course.config import PACKAGE
from course.web import assets
from course.web.audience import Audience, open_to

LOOK_EVERY = 0.3  # seconds
SCRIPT = PACKAGE / "authoring" / "reloading.js"

bp = Blueprint("reloading", __name__, url_prefix="/authoring")


def start(app: Flask) -> None:
    """Let the pages of this application follow the files."""
    own = app.extensions["settings"]
    styles = Changes([assets.FOLDER])
    app.extensions["changes"] = Changes([own.lessons, own.quizzes, PACKAGE / "templates", assets.FOLDER])
    app.extensions["styles"] = (styles, styles.token())
    app.register_blueprint(bp)
    app.before_request(_read_styles_again)
    app.context_processor(lambda: {"changes_url": _script_url()})


@bp.get("/changes.js")
@open_to(Audience.INSTRUCTORS)
def script() -> Response:
    """Answer with the module that listens for changes."""
    return Response(SCRIPT.read_text(encoding="utf-8"), mimetype="text/javascript")


@bp.get("/changes")
@open_to(Audience.INSTRUCTORS)
def changes() -> Response:
    """Answer with an event as soon as the files are others than those that a page was made of."""
    events = _events(_changes(), request.args.get("since", ""))
    return Response(events, mimetype="text/event-stream")


def _events(files: Changes, since: str) -> Iterator[str]:
    yield "retry: 300\n\n"  # milliseconds until a browser asks again, when new code has ended this process
    while files.token() == since:
        yield ":\n\n"  # writing to a browser that has gone ends this thread
        time.sleep(LOOK_EVERY)
    yield "data: saved\n\n"


def _script_url() -> str:
    """Return the address of the module, with the state of the files; nothing for pages that a form has made."""
    if request.method != "GET" or not debugging_here():
        return ""
    return f"/authoring/changes.js?since={_changes().token()}"


def _read_styles_again() -> None:
    """Read the static files anew when one was saved; they are read once otherwise."""
    styles, seen = current_app.extensions["styles"]
    if (token := styles.token()) != seen:
        assets.start(current_app)
        current_app.extensions["styles"] = (styles, token)


def _changes() -> Changes:
    return cast("Changes", current_app.extensions["changes"])
