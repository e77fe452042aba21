"""What a request works with: one snapshot of the content, and one transaction of the database."""

from typing import cast

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from course.config import Settings
from course.content.library import Library, LibraryReader
from course.db import Database, connect
from course.reading import Reader

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def start(app: Flask, settings: Settings) -> None:
    """Give the application its settings, its content and its database."""
    app.extensions["settings"] = settings
    follower = LibraryReader(settings.lessons, settings.quizzes, every_request=bool(settings.debug))
    follower.current()  # every file is parsed now: what breaks later has a good version to fall back on
    app.extensions["library"] = follower
    app.extensions["database"] = connect(settings.database)
    app.teardown_appcontext(_close_session)


def settings() -> Settings:
    """Return the settings of this application."""
    return cast("Settings", current_app.extensions["settings"])


def library() -> Library:
    """Return the snapshot of the content that this whole request sees."""
    held = g._get_current_object()  # one look through the proxy instead of three
    if "library" not in held:
        follower: LibraryReader = current_app.extensions["library"]
        held.library = follower.current()
    return cast("Library", held.library)


def database() -> Database:
    """Return the database of this application."""
    return cast("Database", current_app.extensions["database"])


def db() -> Session:
    """Return the session in which this request changes something; it takes the write lock."""
    if "session" not in g:
        g.session = database().session(writing=True)
    return cast("Session", g.session)


def reader() -> Reader:
    """Return what this request reads with; it never waits for a writer, not even to refuse a form."""
    return database().reading


def pause(*, refused: bool) -> None:
    """Let this page say that progress is paused; with `refused`, because a write was, the next pages too."""
    g.paused = True
    if refused:
        database().note_refusal()


def paused() -> bool:
    """Tell whether a page has to say that progress is paused."""
    return bool(g.get("paused")) or database().refuses_writes


def close_session() -> None:
    """Roll back and close the session of this request, if there is one."""
    session = g.pop("session", None)
    if session is not None:
        session.close()


def _close_session(_error: BaseException | None) -> None:
    close_session()
