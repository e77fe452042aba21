"""The database: one declarative base, times in UTC, and connections that keep what they acknowledge."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, Executable, MetaData, create_engine, event
from sqlalchemy import Enum as EnumType
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from course.reading import Reading
from course.turns import FairLock, TurnTakingConnection

BUSY_SECONDS = 5.0
REFUSED_SECONDS = 60.0
POSTGRESQL_SETTINGS = (
    "synchronous_commit=on",  # an acknowledged answer survives a power cut
    "timezone=UTC",  # so that times come back in UTC
    "jit=off",  # no statement runs so long that compiling it pays
    f"lock_timeout={int(BUSY_SECONDS)}s",  # a lock that never comes is an error and not a wait for ever
)
POOL_SIZE = 20  # a little over the server's threads, so that no thread waits for a connection

# Names for every constraint from day one: a migration can then change what it can name.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a time without a zone reached the database: {value!r}"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite does not keep."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UTCDateTime}  # noqa: RUF012 (SQLAlchemy's own name for it)


def word_of(kind: type[StrEnum]) -> EnumType:
    """Return the type of a column that holds one of these words, in small letters, as the database checks."""
    return EnumType(
        kind,
        native_enum=False,
        create_constraint=True,
        length=10,
        values_callable=lambda words: [word.value for word in words],
        name=kind.__name__.lower(),
    )


def utcnow() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


class Database:
    """One engine, the sessions it gives, and `reading`, for the pages that everybody opens."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.reading = Reading(engine)
        self._writing = engine.execution_options(writing=True)
        self._refused_until = 0.0
        event.listen(engine, "commit", self._note_commit)

    def session(self, *, writing: bool = False, patience: float | None = None) -> Session:
        """Return a new session; one that writes takes the write lock with its first statement.

        It waits `patience` seconds for the lock, BUSY_SECONDS where none are given.
        """
        if not writing:
            return Session(self.engine, expire_on_commit=False)
        engine = self._writing if patience is None else self._writing.execution_options(patience=patience)
        return Session(engine, expire_on_commit=False)

    @property
    def refuses_writes(self) -> bool:
        """Tell whether the last write was refused, a short while ago: a full disk lets readers read on."""
        return time.monotonic() < self._refused_until

    def note_refusal(self) -> None:
        """Remember that a write was refused, until one is stored or nobody has tried for a while."""
        self._refused_until = time.monotonic() + REFUSED_SECONDS

    def _note_commit(self, connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            self._refused_until = 0.0

    def require_file(self) -> None:
        """Raise OperationalError when the file of an embedded database was removed or replaced."""
        with self.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            if isinstance(raw, TurnTakingConnection):
                with _translated("stat"):
                    raw.require_file()

    def close(self) -> None:
        """Close every connection."""
        self.reading.close()
        self.engine.dispose()


def connect(url: str | URL) -> Database:
    """Return the database behind a SQLAlchemy URL; no connection is opened yet."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return Database(_sqlite_engine(address))
    return Database(_postgresql_engine(address))


def _postgresql_engine(address: URL) -> Engine:
    ours, own = (f"-c {setting}" for setting in POSTGRESQL_SETTINGS), address.normalized_query.get("options", ())
    arguments = {"options": " ".join([*ours, *own]), "connect_timeout": int(BUSY_SECONDS)}
    return create_engine(address, connect_args=arguments, pool_size=POOL_SIZE, pool_pre_ping=True)


def _sqlite_engine(address: URL) -> Engine:
    turns = FairLock()

    class OurConnection(TurnTakingConnection):
        """A connection that shares its turns with the others of this engine."""

    OurConnection.turns = turns
    OurConnection.path = Path(str(address.database))
    arguments = {"factory": OurConnection, "timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(address, connect_args=arguments, pool_size=POOL_SIZE, max_overflow=POOL_SIZE)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: TurnTakingConnection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says, nowhere else
    _switch_to_log(connection)
    for pragma in (
        "synchronous=FULL",  # an acknowledged answer survives a power cut
        "foreign_keys=ON",
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
        "trusted_schema=OFF",
        "cell_size_check=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.remember_file()


def _switch_to_log(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite does not wait by itself when others switch at the same moment."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection
    options = connection.get_execution_options()
    with _translated("BEGIN"):
        raw.begin(writing=bool(options.get("writing")), patience=options.get("patience", BUSY_SECONDS))


@contextmanager
def _translated(statement: str) -> Iterator[None]:
    """Raise SQLAlchemy's error for the driver's, as SQLAlchemy does for its own statements but not for hooks."""
    try:
        yield
    except sqlite3.Error as error:
        raise OperationalError(statement, None, error) from error


def insert_once(session: Session, model: type[Base], **values: object) -> bool:
    """Insert a row unless one with the same key is there; tell whether it was inserted. Needs no savepoint."""
    statement = _insert_once(session.get_bind().dialect.name, model)
    result: Any = session.execute(statement, values, execution_options={"preserve_rowcount": True})
    return int(result.rowcount) == 1


@cache
def _insert_once(dialect: str, model: type[Base]) -> Executable:
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert  # the other one would cost time at every start
    statement: Executable = insert(model.__table__).on_conflict_do_nothing()
    return statement


def keep_open(database: Database) -> None:
    """Open the connection that stays for the life of the process, so that a full disk does not stop readers.

    The write-ahead log and its index stay in place as long as somebody is connected. A database that cannot be
    reached now is no reason not to start: lessons are readable without it.
    """
    with suppress(DBAPIError):
        database.reading.warm_up()
