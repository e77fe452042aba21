"""Which revision a database is at, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import column, inspect, select, table
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from course.config import SettingError
from course.db import Database, connect

NO_DRIVER = (
    "COURSE_DATABASE_URL names a database whose driver is not installed ({}). For PostgreSQL: "
    "pip install 'openstack-from-zero[postgres]'."
)
NO_URL = "COURSE_DATABASE_URL is no URL of a database; give one like postgresql://course:password@localhost/course."
UNUSABLE = "Cannot use the database: {}. Start it, make it writable, or correct COURSE_DATABASE_URL."


def named_database(url: str) -> Database:
    """Return the database behind a URL, not yet connected; raises SettingError with what to do."""
    try:
        return connect(url)
    except (NoSuchModuleError, ImportError) as error:
        raise SettingError(NO_DRIVER.format(error)) from None
    except (ArgumentError, ValueError):
        raise SettingError(NO_URL) from None


@contextmanager
def database_errors_named() -> Iterator[None]:
    """Turn what a database that cannot be used raises into a SettingError, one line that says what to do."""
    try:
        yield
    except DBAPIError as error:
        lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
        raise SettingError(UNUSABLE.format(lines[0])) from None


def current_revision(url: str) -> str | None:
    """Return the revision of a database, None when it has none yet; raises SettingError with what to do."""
    database = named_database(url)
    try:
        with database_errors_named(), database.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            revision = connection.scalar(select(column("version_num")).select_from(table("alembic_version")))
            return None if revision is None else str(revision)
    finally:
        database.close()
