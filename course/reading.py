"""Reading at the price of the statement: SELECTs compiled once, on a connection that stays open.

SQLAlchemy's execute() and its pool cost twenty times what a small SELECT does. The pages that everybody opens read
with a Query; everything that changes something goes through a Session.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Engine, Select
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Session


class Reading:
    """Connections for reading, kept open; each statement is a transaction of its own.

    A connection belongs to nobody between two statements: the server ends threads that have nothing to do,
    and a connection of a thread would outlive it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._free: deque[Any] = deque()  # the one used last is taken first; append and pop are atomic

    @property
    def dialect(self) -> Dialect:
        """The kind of database."""
        return self._engine.dialect

    def fetch(self, sql: str, values: Any) -> list[Any]:
        """Run a statement and return its rows; a connection that was lost meanwhile is opened again, once."""
        try:
            connection = self._free.pop()
        except IndexError:
            return self._fetch_with(self._connect(), sql, values)
        try:
            return self._fetch_with(connection, sql, values)
        except self.dialect.loaded_dbapi.DataError:
            raise  # another connection cannot hold the value either
        except self.dialect.loaded_dbapi.Error:
            return self._fetch_with(self._connect(), sql, values)

    def warm_up(self) -> None:
        """Open a first connection."""
        self._free.append(self._connect())

    def close(self) -> None:
        """Close the connections that nobody uses; reading opens new ones."""
        while self._free:
            self._free.pop().close()

    def _fetch_with(self, connection: Any, sql: str, values: Any) -> list[Any]:
        try:
            rows = _fetch(connection, sql, values)
        except BaseException:
            connection.close()
            raise
        self._free.append(connection)
        return rows

    def _connect(self) -> Any:
        pooled = self._engine.raw_connection()
        connection = pooled.dbapi_connection
        pooled.detach()  # out of the pool: it stays open
        if self.dialect.name == "postgresql":
            connection.autocommit = True  # type: ignore[union-attr]
        return connection


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
    binders: Mapping[str, Callable[[Any], Any]]  # of the parameters that the driver does not take as they are


class Query:
    """A SELECT compiled once for each kind of database.

    Parameters are whole numbers, strings and moments; results come back as the Python types of their columns.
    """

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, reader: Reader, **parameters: int | str | datetime) -> list[tuple[Any, ...]]:
        """Return the rows, all at once; raises OperationalError, DataError for an impossible value, as SQLAlchemy."""
        dialect = reader.dialect if isinstance(reader, Reading) else reader.get_bind().dialect
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        values = {**compiled.constants, **parameters}
        for name, bind in compiled.binders.items():
            values[name] = bind(values[name])
        arguments = [values[name] for name in compiled.order] if compiled.order else values
        try:
            if isinstance(reader, Reading):
                found = reader.fetch(compiled.sql, arguments)
            else:
                found = _fetch(reader.connection().connection, compiled.sql, arguments)
        except dialect.loaded_dbapi.DataError as error:
            raise DataError(compiled.sql, None, error) from error
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
        open_ones = [name for name in compiled.params if name not in constants]
        binders = {name: process for name in open_ones if (process := binds[name])}
        converters = tuple(
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self.statement.selected_columns
        )
        order = tuple(compiled.positiontup or ())
        made = self._compiled[dialect.name] = _Compiled(str(compiled), order, constants, converters, binders)
        return made
