"""Reading at the price of the statement: SELECTs compiled once, on a connection that stays open.

SQLAlchemy's execute() and its pool cost twenty times what a small SELECT does. The pages that everybody opens read
with a Query; everything that changes something goes through a Session.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Engine, Select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session


class Reading:
    """A connection a thread, kept open; each statement is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._of_thread = threading.local()
        self._all: list[Any] = []

    @property
    def dialect(self) -> Dialect:
        """The kind of database."""
        return self._engine.dialect

    def fetch(self, sql: str, values: Any) -> list[Any]:
        """Run a statement and return its rows; a connection that was lost meanwhile is opened again, once."""
        connection = getattr(self._of_thread, "connection", None)
        if connection is not None:
            try:
                return _fetch(connection, sql, values)
            except self.dialect.loaded_dbapi.Error:
                self._let_go(connection)
        return _fetch(self._connect(), sql, values)

    def close(self) -> None:
        """Close the connections of all threads; each opens a new one when it reads again."""
        while self._all:
            self._all.pop().close()
        self._of_thread = threading.local()

    def _connect(self) -> Any:
        pooled = self._engine.raw_connection()
        connection = pooled.dbapi_connection
        pooled.detach()  # out of the pool: this thread keeps it
        if self.dialect.name == "postgresql":
            connection.autocommit = True  # type: ignore[union-attr]
        self._all.append(connection)
        self._of_thread.connection = connection
        return connection

    def _let_go(self, connection: Any) -> None:
        self._of_thread.connection = None
        if connection in self._all:
            self._all.remove(connection)
        connection.close()


def _fetch(connection: Any, sql: str, values: Any) -> list[Any]:
    cursor = connection.cursor()
    try:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    finally:
        cursor.close()


Reader: TypeAlias = Reading | Session  # a session reads what it has changed itself


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    order: tuple[str, ...]  # of the parameters; empty where the driver takes them by name
    constants: dict[str, Any]
    converters: tuple[Callable[[Any], Any] | None, ...]


class Query:
    """A SELECT compiled once for each kind of database.

    Parameters are whole numbers and strings; results come back as the Python types of their columns.
    """

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, reader: Reader, **parameters: int | str) -> list[tuple[Any, ...]]:
        """Return the rows, all at once; raises OperationalError as SQLAlchemy does."""
        dialect = reader.dialect if isinstance(reader, Reading) else reader.get_bind().dialect
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        values = {**compiled.constants, **parameters}
        arguments = [values[name] for name in compiled.order] if compiled.order else values
        try:
            if isinstance(reader, Reading):
                found = reader.fetch(compiled.sql, arguments)
            else:
                found = _fetch(reader.connection().connection, compiled.sql, arguments)
        except dialect.loaded_dbapi.Error as error:
            raise OperationalError(compiled.sql, None, error) from error
        converters = compiled.converters
        return [
            tuple([convert(value) if convert else value for convert, value in zip(converters, row, strict=True)])
            for row in found
        ]

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self.statement.compile(dialect=dialect)
        binds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        constants = {
            name: process(value) if (process := binds[name]) else value
            for name, value in compiled.params.items()
            if value is not None
        }
        converters = tuple(
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self.statement.selected_columns
        )
        order = tuple(compiled.positiontup or ())
        made = self._compiled[dialect.name] = _Compiled(str(compiled), order, constants, converters)
        return made
