"""Backup and restore of an embedded SQLite database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from course.backup.files import (
    BackupError,
    Progress,
    file_errors_named,
    keep_beside,
    private_file_beside,
    put_in_place,
    replace_durably,
    replaced_name,
    require_free,
    require_known_revision,
)
from course.migrations.head import embedded_revision

STEPS = 50_000  # of SQLite's machine between two looks at the progress
CHUNK = 4 * 1024 * 1024
IN_USE = (
    "The database {} is in use. Stop `course serve` and every other command, then restore again. Nothing was changed."
)
NOT_EMPTY = (
    "The database {} holds people already. Give --force to restore over it; what is there now is kept beside it."
)


def back_up_embedded(file: Path, target: Path, *, progress: Progress) -> None:
    """Copy the live database to `target`, which must not exist; writers are not held up."""
    require_free(target)
    if not file.is_file():
        message = f"There is no database {file} to back up: start the course once, or set COURSE_INSTANCE_FOLDER."
        raise BackupError(message)
    with private_file_beside(target) as part, file_errors_named():
        with _sqlite_errors_named(file), closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
            connection.set_progress_handler(lambda: _tell(progress, part, file), STEPS)
            connection.execute("VACUUM INTO ?", (str(part),))
        _require_sound(part, shown=file)
        put_in_place(part, target)


def restore_embedded(source: Path, file: Path, *, force: bool, at: datetime, progress: Progress) -> Path | None:
    """Put a checked copy of a backup in the place of the database; return where the replaced one is kept."""
    if not source.is_file():
        message = f"There is no file {source}."
        raise BackupError(message)
    if not force and holds_people(file):
        raise BackupError(NOT_EMPTY.format(file))
    with file_errors_named():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with private_file_beside(file) as part, file_errors_named():
        _copy(source, part, progress)
        _require_sound(part, shown=source)
        with _sqlite_errors_named(source):
            require_known_revision(source, embedded_revision(part))
        kept = _set_aside(file, at)
        replace_durably(part, file)
    return kept


def holds_people(file: Path) -> bool:
    """Tell whether a database has somebody in it; what cannot be read counts as somebody."""
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'user'").fetchone()[0]
            return bool(tables and connection.execute('SELECT 1 FROM "user" LIMIT 1').fetchone())
    except sqlite3.Error:
        return True


def _tell(progress: Progress, part: Path, file: Path) -> int:
    progress(min(part.stat().st_size, file.stat().st_size), file.stat().st_size)
    return 0  # anything else would end the statement


def _copy(source: Path, target: Path, progress: Progress) -> None:
    total, done = source.stat().st_size, 0
    with source.open("rb") as reading, target.open("wb") as writing:
        while chunk := reading.read(CHUNK):
            writing.write(chunk)
            done += len(chunk)
            progress(done, total)


def _require_sound(file: Path, *, shown: Path) -> None:
    """Refuse a database in which SQLite finds a fault."""
    with _sqlite_errors_named(shown), closing(sqlite3.connect(file)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if found != ["ok"]:
        message = f"{shown} is damaged: {str(found[0]).splitlines()[-1]}. Nothing was changed."
        raise BackupError(message)
    if orphans:
        message = f"{shown} is damaged: {len(orphans)} rows of {orphans[0][0]} point nowhere. Nothing was changed."
        raise BackupError(message)


@contextmanager
def _sqlite_errors_named(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        message = f"Cannot read {file} as a SQLite database: {error}. Nothing was changed."
        raise BackupError(message) from None


def _set_aside(file: Path, at: datetime) -> Path | None:
    """Keep the present database under another name too; refuses while anybody is connected."""
    kept = file.with_name(replaced_name(file.name, at))
    there = file.exists()
    if there:
        _require_unused(file)
        keep_beside(file, kept)
    for ending in ("-wal", "-shm"):  # left by a database that is gone or cannot be read: never for the restored one
        with suppress(FileNotFoundError):
            file.with_name(file.name + ending).rename(kept.with_name(kept.name + ending))
    return kept if there else None


def _require_unused(file: Path) -> None:
    """Write the log into the file and leave log mode, which SQLite allows only to the last one connected."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise BackupError(IN_USE.format(file)) from None
        # Anything else is a damaged database, which nobody can be using: it is kept as it is.
