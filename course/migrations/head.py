"""Which revision this release needs, known without importing Alembic, which takes a third of a second."""

import sqlite3
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def head_revision() -> str:
    """Return the newest revision: migrations are numbered files, `0001_first_tables.py`."""
    return max(path.stem.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))


def embedded_revision(file: Path) -> str | None:
    """Return the revision of a SQLite file, None when it has none yet; raises sqlite3.Error."""
    if not file.exists():
        return None
    connection = sqlite3.connect(file)
    try:
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if found else None
    finally:
        connection.close()
    return row[0] if row else None
