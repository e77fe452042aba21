"""Bringing a database to the newest revision, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from course.db import connect

LOCK = 20100721  # any number that nothing else locks


def upgrade(url: str) -> None:
    """Run the migrations that are missing; a second process waits for the first and finds nothing to do."""
    database = connect(url)
    try:
        with database.session(writing=True) as session:
            connection = session.connection()
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL lock_timeout = 0"))  # the first may take its time
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            command.upgrade(alembic_config(connection), "head")
            session.commit()
    finally:
        database.close()


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's settings for work on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
