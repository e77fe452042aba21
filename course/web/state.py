"""What a request works with: one snapshot of the content, and one transaction of the database."""

from pathlib import Path
from typing import cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from course.config import Settings
from course.content.library import Library, LibraryReader
from course.db import Database, Reader, connect

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def start(app: Flask, settings: Settings) -> None:
    """Give the application its settings, its content and its database."""
    app.extensions["settings"] = settings
    app.extensions["library"] = LibraryReader(
        Path(settings.lessons), Path(settings.quizzes), every_request=bool(settings.debug)
    )
    app.extensions["database"] = connect(settings.database)
    app.teardown_appcontext(_close_session)


def settings() -> Settings:
    """Return the settings of this application."""
    return cast("Settings", current_app.extensions["settings"])


def library() -> Library:
    """Return the snapshot of the content that this whole request sees."""
    if "library" not in g:
        reader: LibraryReader = current_app.extensions["library"]
        g.library = reader.current()
    return cast("Library", g.library)


def database() -> Database:
    """Return the database of this application."""
    return cast("Database", current_app.extensions["database"])


def db() -> Session:
    """Return the session in which this request changes something; it takes the write lock."""
    if "session" not in g:
        g.session = database().session(writing=True)
    return cast("Session", g.session)


def reader() -> Reader:
    """Return what this request reads with: its session if it may change something, else a connection."""
    if request.method not in SAFE_METHODS:
        return db()
    if "reader" not in g:
        g.reader = database().reading()
    return cast("Reader", g.reader)


def close_session() -> None:
    """Roll back and close what this request has opened."""
    for name in ("session", "reader"):
        opened = g.pop(name, None)
        if opened is not None:
            opened.close()


def _close_session(_error: BaseException | None) -> None:
    close_session()
