"""`course db`: the schema of the database."""

import click

from course.commands.refusing import Refusal
from course.config import check_settings, load_settings
from course.migrations.head import head_revision


@click.group()
def db() -> None:
    """Look after the schema of the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest revision."""
    from course.migrations.current import current_revision, database_errors_named  # noqa: PLC0415 (SQLAlchemy)
    from course.migrations.upgrade import upgrade as upgrade_database  # noqa: PLC0415 (Alembic is slow to import)

    settings = load_settings()
    check_settings(settings)
    revision = current_revision(settings.database)
    _refuse_newer(revision)
    with database_errors_named():
        upgrade_database(settings.database)
    click.echo("The database is up to date.")


@db.command()
def current() -> None:
    """Print the revision of the database, and the one that this release needs."""
    revision = _revision()
    click.echo(f"{revision or 'none'} (this release needs {head_revision()})")


@db.command()
def check() -> None:
    """Exit 0 when the database is at the revision that this release needs, else 1."""
    revision = _revision()
    _refuse_newer(revision)
    if revision != head_revision():
        message = f"The database is at revision {revision or 'none'}, not {head_revision()}: run `course db upgrade`."
        raise Refusal(message)
    click.echo("The database is up to date.")


def _revision() -> str | None:
    """Return the revision; an embedded database that is not there has none, and is not made by looking."""
    from course.migrations.current import current_revision  # noqa: PLC0415 (SQLAlchemy)
    from course.serving import sqlite_file  # noqa: PLC0415 (only for an embedded one)

    settings = load_settings()
    check_settings(settings)
    file = sqlite_file(settings.database)
    return None if file is not None and not file.exists() else current_revision(settings.database)


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and revision > head_revision():
        message = f"The database is at revision {revision}, from a newer release of the course: install that release."
        raise Refusal(message)
