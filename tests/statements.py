"""How many statements the database is asked, counted where they leave us."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy.orm import Session


@contextmanager
def statements_of(session: Session) -> Iterator[list[str]]:
    """Collect the statements that a session sends, on both engines."""
    sent: list[str] = []

    class Counting(psycopg.Cursor[Any]):
        """A cursor that notes what it is asked."""

        def execute(self, query: Any, *arguments: Any, **named: Any) -> Any:
            sent.append(str(query))
            return super().execute(query, *arguments, **named)

    raw: Any = session.connection().connection.dbapi_connection
    if session.get_bind().dialect.name == "sqlite":
        raw.set_trace_callback(sent.append)
        yield sent
        raw.set_trace_callback(None)
        return
    usual, raw.cursor_factory = raw.cursor_factory, Counting
    yield sent
    raw.cursor_factory = usual
