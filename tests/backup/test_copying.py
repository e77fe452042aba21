import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from course import schema
from course.accounts.models import SignIn
from course.accounts.operations import make_guest, token_digest
from course.backup import postgresql as server_backup
from course.backup.copying import back_up, last_backup, restore
from course.backup.files import BackupError
from course.config import Settings, load_settings
from course.db import Base, Database, connect, utcnow
from course.migrations.upgrade import upgrade

assert schema.MODELS
AT = datetime(2026, 11, 22, 19, tzinfo=UTC)


def names_in(folder: Path) -> set[str]:
    """Return what a folder holds, without the log of a database that is open."""
    return {path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm"))}


def no_progress(done: int, total: int) -> None:
    assert 0 <= done <= total


@pytest.fixture(params=["sqlite", "postgresql"])
def make_course(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Settings]]:
    """Make a course of this name with a database of its own, on both engines."""
    opened: list[Any] = []

    def make(name: str) -> Settings:
        (tmp_path / name).mkdir()
        url = ""
        if request.param == "postgresql":
            opened.append(request.getfixturevalue("postgresql").database(migrated=False))
            url = opened[-1].__enter__()
        return load_settings({"instance_folder": str(tmp_path / name), "database_url": url})

    yield make
    for context in opened:
        context.__exit__(None, None, None)


@pytest.fixture
def live(make_course: Callable[[str], Settings]) -> Settings:
    """A course with three guests."""
    settings = make_course("live")
    upgrade(settings.database)
    add_guests(settings, 3)
    return settings


def add_guests(settings: Settings, number: int) -> None:
    database = connect(settings.database)
    for _ in range(number):
        with database.session(writing=True) as session:
            make_guest(session, at=utcnow())
            session.commit()
    database.close()


def rows(settings: Settings) -> dict[str, list[Any]]:
    """Return everything that is in a database."""
    database = connect(settings.database)
    with database.session() as session:
        found = {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }
        found["revision"] = [tuple(row) for row in session.execute(text("SELECT version_num FROM alembic_version"))]
    database.close()
    return found


def put_back(settings: Settings, source: Path, *, force: bool = False) -> str | None:
    return restore(settings, source, force=force, at=AT, progress=no_progress)


def save(settings: Settings, target: Path) -> None:
    back_up(settings, target, at=AT, progress=no_progress)


def test_a_restored_copy_is_equal(live: Settings, make_course: Callable[[str], Settings], tmp_path: Path) -> None:
    save(live, tmp_path / "copy")
    other = make_course("other")
    assert put_back(other, tmp_path / "copy") is None
    assert rows(other) == rows(live)
    add_guests(other, 1)
    assert len(rows(other)["user"]) == 4


def test_a_backup_under_load_restores_whole(
    live: Settings, make_course: Callable[[str], Settings], tmp_path: Path
) -> None:
    database = connect(live.database)
    acknowledged: list[str] = []
    enough = threading.Event()

    def write() -> None:
        while not enough.is_set():
            with database.session(writing=True) as session:
                _person, token = make_guest(session, at=utcnow())
                session.commit()
            acknowledged.append(token_digest(token))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 100:
        enough.wait(0.01)
    before = set(acknowledged)
    save(live, tmp_path / "copy")
    after_it = len(acknowledged)
    while len(acknowledged) == after_it:
        enough.wait(0.01)
    enough.set()
    for thread in threads:
        thread.join()
    stored = digests(database)
    database.close()
    other = make_course("other")
    put_back(other, tmp_path / "copy")
    assert before <= {row[2] for row in rows(other)["sign_in"]} < stored
    save(live, tmp_path / "quiet")
    put_back(other, tmp_path / "quiet", force=True)
    assert rows(other) == rows(live)


def digests(database: Database) -> set[str]:
    with database.session() as session:
        return set(session.scalars(select(SignIn.token_digest)))


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_made(live: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "copy").write_text("precious")
    with pytest.raises(BackupError, match="exists"):
        save(live, folder / "copy")
    with pytest.raises(BackupError, match="no folder"):
        save(live, folder / "nowhere" / "copy")
    assert (folder / "copy").read_text() == "precious"
    assert names_in(folder) == {"copy"}


def test_a_backup_is_for_its_owner_alone_and_noted(live: Settings, tmp_path: Path) -> None:
    assert last_backup(live) is None
    folder = tmp_path / "copies"
    folder.mkdir()
    save(live, folder / "copy")
    assert stat.S_IMODE((folder / "copy").stat().st_mode) == 0o600
    assert names_in(folder) == {"copy"}
    assert last_backup(live) == AT


def test_a_restore_over_people_needs_force_and_keeps_them_beside(live: Settings, tmp_path: Path) -> None:
    save(live, tmp_path / "copy")
    then = rows(live)
    add_guests(live, 2)
    now = rows(live)
    with pytest.raises(BackupError, match="--force"):
        put_back(live, tmp_path / "copy")
    assert rows(live) == now
    kept = put_back(live, tmp_path / "copy", force=True)
    assert rows(live) == then
    assert kept is not None
    assert people_kept_in(live, kept) == len(now["user"])


def people_kept_in(settings: Settings, kept: str) -> int:
    """Count the people in what a restore replaced."""
    if kept.startswith("/"):
        with closing(sqlite3.connect(kept)) as connection:
            return int(connection.execute('SELECT count(*) FROM "user"').fetchone()[0])
    database = connect(settings.database)
    with database.session() as session:
        number = session.scalar(text(f'SELECT count(*) FROM {kept.rsplit(maxsplit=1)[-1]}."user"'))
    database.close()
    return int(number or 0)


def test_a_restore_over_a_live_instance_is_refused(live: Settings, tmp_path: Path) -> None:
    save(live, tmp_path / "copy")
    database = connect(live.database)
    database.reading.warm_up()
    before = rows(live)
    with pytest.raises(BackupError, match="in use"):
        put_back(live, tmp_path / "copy", force=True)
    assert rows(live) == before
    database.close()
    put_back(live, tmp_path / "copy", force=True)


@pytest.mark.parametrize("make_course", ["postgresql"], indirect=True)
def test_a_restore_waits_for_a_connection_that_is_closing(live: Settings, tmp_path: Path) -> None:
    save(live, tmp_path / "copy")
    database = connect(live.database)
    database.reading.warm_up()
    closing_soon = threading.Timer(0.5, database.close)
    closing_soon.start()
    put_back(live, tmp_path / "copy", force=True)
    closing_soon.join()
    assert len(rows(live)["user"]) == 3


def test_a_backup_of_a_newer_release_is_refused(live: Settings, tmp_path: Path) -> None:
    database = connect(live.database)
    with database.session(writing=True) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    database.close()
    save(live, tmp_path / "copy")
    before = rows(live)
    with pytest.raises(BackupError, match="newer release"):
        put_back(live, tmp_path / "copy", force=True)
    assert rows(live) == before


@pytest.mark.parametrize("damage", ["empty", "text", "half", "flipped"])
def test_a_damaged_backup_changes_nothing(live: Settings, tmp_path: Path, damage: str) -> None:
    copy = tmp_path / "copy"
    add_guests(live, 60)
    save(live, copy)
    whole = copy.read_bytes()
    middle = len(whole) // 2
    copy.write_bytes(
        {
            "empty": b"",
            "text": b"my diary" * 100,
            "half": whole[:middle],
            "flipped": whole[:middle] + bytes(255 - byte for byte in whole[middle:]),
        }[damage]
    )
    before, files = rows(live), names_in(live.instance)
    with pytest.raises(BackupError):
        put_back(live, copy, force=True)
    assert rows(live) == before
    assert names_in(live.instance) == files


def test_a_missing_backup_is_one_line(live: Settings, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No such file"):
        put_back(live, tmp_path / "none")


def test_rows_that_point_nowhere_are_not_restored(tmp_path: Path, sqlite_url: str) -> None:
    settings = load_settings({"instance_folder": str(tmp_path / "other")})
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO completion VALUES (999, 'first', 'done', '2026-11-22 00:00:00')")
        connection.commit()
        connection.execute("PRAGMA journal_mode=DELETE")
    with pytest.raises(BackupError, match="point nowhere"):
        put_back(settings, file)
    assert not (tmp_path / "other" / "course.sqlite3").exists()


def test_a_log_left_behind_is_not_played_into_a_restored_database(tmp_path: Path, sqlite_url: str) -> None:
    settings = load_settings({"instance_folder": str(tmp_path / "other"), "database_url": ""})
    (tmp_path / "copies").mkdir()
    live = load_settings({"database_url": sqlite_url, "instance_folder": str(tmp_path)})
    save(live, tmp_path / "copies" / "copy")
    settings.instance.mkdir()
    (settings.instance / "course.sqlite3-wal").write_bytes(b"left behind")
    put_back(settings, tmp_path / "copies" / "copy")
    assert not (settings.instance / "course.sqlite3-wal").exists()
    assert rows(settings) == rows(live)


def test_a_backup_of_the_other_kind_is_named(tmp_path: Path, sqlite_url: str, postgresql_url: str) -> None:
    embedded = load_settings({"database_url": sqlite_url, "instance_folder": str(tmp_path)})
    server = load_settings({"database_url": postgresql_url, "instance_folder": str(tmp_path)})
    save(embedded, tmp_path / "embedded")
    save(server, tmp_path / "server")
    with pytest.raises(BackupError, match="backup of SQLite"):
        put_back(server, tmp_path / "embedded")
    with pytest.raises(BackupError, match="backup of PostgreSQL"):
        put_back(embedded, tmp_path / "server")


def test_missing_programs_are_named(tmp_path: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_backup, "INSTALLED", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="postgresql-client"):
        save(load_settings({"database_url": postgresql_url, "instance_folder": str(tmp_path)}), tmp_path / "copy")
