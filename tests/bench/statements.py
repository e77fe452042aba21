"""Which SQL statements a page sends: counted in this process, so the same every time."""

import sqlite3
from typing import TYPE_CHECKING, cast

from sqlalchemy import event

from course.accounts.access import COOKIE
from course.app import create_app
from tests.bench.ground import Ground

if TYPE_CHECKING:
    from course.db import Database

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")  # what stands around the statements of a page


def lesson_statements(ground: Ground, token: str) -> list[str]:
    """Return the statements of the lesson page when asked for again; without a token, a visitor's.

    SQLite itself is asked what it ran, so nothing that goes past SQLAlchemy's events is missed.
    """
    app = create_app({"instance_folder": str(ground.settings.instance)})
    database = cast("Database", app.extensions["database"])
    sent: list[str] = []

    @event.listens_for(database.engine, "checkout")
    def follow(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.set_trace_callback(sent.append)

    client = app.test_client()
    if token:
        client.set_cookie(COOKIE, token, domain="localhost")
    try:
        for _ in range(2):
            sent.clear()
            answer = client.get(ground.path)
            if answer.status_code != 200:
                raise RuntimeError(f"{ground.path} answered {answer.status}")
    finally:
        database.close()
    return [statement for statement in sent if not statement.startswith(FRAME)]
