"""The database, as a command opens it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from course.config import Settings, load_settings
from course.serving import prepare_instance

if TYPE_CHECKING:
    from course.db import Database


@contextmanager
def opened_database(settings: Settings | None = None) -> Iterator["Database"]:
    """Give the database of the settings, migrated, with every table known; raises SettingError with what to do."""
    from course import schema  # noqa: PLC0415 (SQLAlchemy: only for the commands that need it)
    from course.migrations.current import database_errors_named, named_database  # noqa: PLC0415 (as above)

    settings = settings or load_settings()
    for line in prepare_instance(settings):
        click.echo(line, err=True)
    assert schema.MODELS
    database = named_database(settings.database)
    try:
        with database_errors_named():
            yield database
    finally:
        database.close()
