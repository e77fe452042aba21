"""Backup and restore of a PostgreSQL database, with PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url

from course.backup.files import (
    BackupError,
    Progress,
    file_errors_named,
    private_file_beside,
    put_in_place,
    replaced_name,
    require_free,
    require_known_revision,
)
from course.db import connect
from course.migrations.current import database_errors_named, named_database

INSTALLED = Path("/usr/lib/postgresql")  # where Debian keeps them, one folder a version
MISSING = (
    "{} is missing. Install PostgreSQL's client programs, at least as new as the server: on Debian, "
    "apt install postgresql-client."
)
IN_USE = (
    "The database is in use by {} other connections. Stop every `course serve`, then restore again. "
    "Nothing was changed."
)
NOT_EMPTY = "The database holds people already. Give --force to restore over it; what is there now is kept in a schema."
SCHEMA = "public"
LEAVING_SECONDS = 2.0  # in which the server ends what a closed connection leaves behind


def back_up_server(url: str, target: Path, *, progress: Progress) -> None:
    """Copy the live database to `target`, which must not exist; writers are not held up."""
    require_free(target)
    program = _program("pg_dump")
    tables = len(_our_tables(url))
    command = [program, "--format=custom", "--no-owner", "--no-privileges", "--verbose", f"--table={SCHEMA}.*"]
    with private_file_beside(target) as part, file_errors_named():
        _run([*command, f"--file={part}", f"--dbname={_address(url)}"], url, progress, tables)
        put_in_place(part, target)


def restore_server(source: Path, url: str, *, force: bool, at: datetime, progress: Progress) -> str | None:
    """Put a backup in the place of our tables, in one transaction; return the schema where the replaced ones are kept.

    A backup that cannot be restored whole changes nothing.
    """
    if not source.is_file():
        message = f"There is no file {source}."
        raise BackupError(message)
    reader, runner = _program("pg_restore"), _program("psql")
    require_known_revision(source, _revision(reader, source))
    tables = _our_tables(url)
    _require_restorable(url, tables, force=force)
    kept = replaced_name("course", at).replace(".", "_").replace("-", "_").lower()
    with tempfile.TemporaryDirectory() as folder, file_errors_named():
        before, script = Path(folder) / "before.sql", Path(folder) / "restore.sql"
        before.write_text(_setting_aside(tables, kept), encoding="utf-8")
        _run([reader, "--no-owner", "--no-privileges", f"--file={script}", str(source)])
        command = [runner, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        command += [f"--file={before}", f"--file={script}", f"--dbname={_address(url)}"]
        _run(command, url)
        progress(1, 1)
    return kept if tables else None


def _program(name: str) -> str:
    """Return the path of a program of PostgreSQL, the newest that is installed."""
    versions = sorted(INSTALLED.glob(f"*/bin/{name}"), key=lambda path: _number(path.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        raise BackupError(MISSING.format(name))
    return found


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _parameters(url: str) -> dict[str, Any]:
    """Return how to connect, in the words of the driver."""
    address = make_url(url)
    _positional, named = address.get_dialect()().create_connect_args(address)
    return {name: value for name, value in named.items() if name != "context"}


def _address(url: str) -> str:
    """Return how to connect, without the password: everybody on the machine can read a command line."""
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 (the driver is an extra)

    return make_conninfo(**{name: value for name, value in _parameters(url).items() if name != "password"})


def _run(command: list[str], url: str = "", progress: Progress | None = None, steps: int = 1) -> str:
    """Run a program; return what it printed; raises BackupError with its last complaint."""
    password = _parameters(url).get("password") if url else None
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    process = subprocess.Popen(  # noqa: S603 (a list of ours, no shell)
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    lines: list[str] = []
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if progress and "dumping contents of table" in line:
                progress(min(sum("dumping contents of table" in one for one in lines), steps), steps)
    if process.returncode:
        complaints = [line.strip() for line in lines if "error:" in line.lower()] or lines[-1:] or ["no reason given"]
        message = f"{Path(command[0]).name} failed: {complaints[0].strip()}. Nothing was changed."
        raise BackupError(message)
    return "".join(lines)


def _revision(reader: str, source: Path) -> str | None:
    """Return the revision inside a backup, None when it holds none."""
    shown = _run([reader, "--data-only", "--table=alembic_version", "--file=-", str(source)])
    found = re.search(r"^COPY \S*alembic_version .*\n(\w+)$", shown, re.MULTILINE)
    return found[1] if found else None


def _our_tables(url: str) -> list[str]:
    """Return the names of the tables that are there, quoted."""
    database = named_database(url)
    try:
        with database_errors_named(), database.engine.connect() as connection:
            names = connection.scalars(
                text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = :schema ORDER BY 1"),
                {"schema": SCHEMA},
            )
            return list(names)
    finally:
        database.close()


def _require_restorable(url: str, tables: list[str], *, force: bool) -> None:
    """Refuse a database that holds people, unless forced, and one that somebody else uses."""
    database = connect(url)
    try:
        with database_errors_named(), database.engine.connect() as connection:
            if not force and '"user"' in tables and connection.scalar(text('SELECT 1 FROM "user" LIMIT 1')):
                raise BackupError(NOT_EMPTY)
            others = _lasting_connections(connection)
    finally:
        database.close()
    if others:
        raise BackupError(IN_USE.format(others))


def _lasting_connections(connection: Connection) -> int:
    """Count those who use the database too; one that was closed a moment ago is still there for a little while."""
    until = time.monotonic() + LEAVING_SECONDS
    while (others := _other_connections(connection)) and time.monotonic() < until:
        connection.rollback()  # within a transaction the server would say the same again
        time.sleep(0.05)
    return others


def _other_connections(connection: Connection) -> int:
    counted = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    return int(connection.scalar(counted) or 0)


def _setting_aside(tables: list[str], kept: str) -> str:
    """Return the statements that move every table out of the way."""
    if not tables:
        return ""
    moved = "".join(f"ALTER TABLE {SCHEMA}.{table} SET SCHEMA {kept};\n" for table in tables)
    return f"CREATE SCHEMA {kept};\n{moved}"
