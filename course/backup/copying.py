"""Backup and restore, whatever the database."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from course.backup.embedded import back_up_embedded, restore_embedded
from course.backup.files import BackupError, Progress
from course.config import Settings
from course.serving import sqlite_file

NOTE = "last_backup"  # a file of the instance folder: when the last one was made
MARKS = {b"SQLite format 3\0": "SQLite", b"PGDMP": "PostgreSQL"}  # how the files begin


def back_up(settings: Settings, target: Path, *, at: datetime, progress: Progress) -> None:
    """Copy the live database to a new file; raises BackupError with what to do."""
    file = sqlite_file(settings.database)
    if file is not None:
        back_up_embedded(file, target, progress=progress)
    else:
        from course.backup.postgresql import back_up_server  # noqa: PLC0415 (SQLAlchemy)

        back_up_server(settings.database, target, progress=progress)
    with suppress(OSError):  # the backup is there, whether it is noted or not
        (settings.instance / NOTE).write_text(f"{at.isoformat()}\n", encoding="ascii")


def last_backup(settings: Settings) -> datetime | None:
    """Return when the last backup was made here, None when none is known."""
    with suppress(OSError, ValueError):
        return datetime.fromisoformat((settings.instance / NOTE).read_text(encoding="ascii").strip())
    return None


def restore(settings: Settings, source: Path, *, force: bool, at: datetime, progress: Progress) -> str | None:
    """Put a backup in the place of the database; return where the replaced one is kept, None if there was none.

    Raises BackupError with what to do; then nothing was changed.
    """
    file = sqlite_file(settings.database)
    _require_kind(source, "PostgreSQL" if file is None else "SQLite")
    if file is not None:
        kept = restore_embedded(source, file, force=force, at=at, progress=progress)
        return str(kept) if kept else None
    from course.backup.postgresql import restore_server  # noqa: PLC0415 (SQLAlchemy)

    schema = restore_server(source, settings.database, force=force, at=at, progress=progress)
    return f"the schema {schema}" if schema else None


def _require_kind(source: Path, wanted: str) -> None:
    """Refuse a file that is no backup, or one of the other kind of database."""
    try:
        with source.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        message = f"Cannot read {source}: {error.strerror}."
        raise BackupError(message) from None
    kind = next((name for mark, name in MARKS.items() if start.startswith(mark)), None)
    if kind is None:
        message = f"{source} is no backup of a course: neither of SQLite nor of PostgreSQL."
        raise BackupError(message)
    if kind != wanted:
        message = f"{source} is a backup of {kind}, but the database of this course is {wanted}."
        raise BackupError(message)
