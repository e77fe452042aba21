import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from course.accounts.models import SignIn, User
from course.db import Base, Database, connect, insert_once, keep_open
from course.migrations.current import current_revision
from course.migrations.head import embedded_revision, head_revision
from course.migrations.upgrade import upgrade
from course.reading import Query
from course.turns import FairLock


@pytest.fixture
def embedded(sqlite_url: str) -> Iterator[Database]:
    database = connect(sqlite_url)
    yield database
    database.close()


def test_the_migrations_make_exactly_the_models(database: Database) -> None:
    with database.session() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_upgrade_of_a_new_database_ends_at_the_head(new_url: str) -> None:
    assert current_revision(new_url) is None
    upgrade(new_url)
    assert current_revision(new_url) == head_revision()
    upgrade(new_url)  # a second time changes nothing
    assert current_revision(new_url) == head_revision()


def test_the_revision_of_an_embedded_database_is_known_without_alembic(sqlite_url: str, tmp_path: Path) -> None:
    assert embedded_revision(tmp_path / "course.sqlite3") == current_revision(sqlite_url) == head_revision()


def test_four_upgrades_at_once_do_no_harm(new_url: str) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            upgrade(new_url)
        except BaseException as error:  # noqa: BLE001 (whatever it is, the test shows it)
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert current_revision(new_url) == head_revision()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("trusted_schema", 0),
    ],
)
def test_sqlite_keeps_what_it_acknowledges(embedded: Database, pragma: str, value: object) -> None:
    with embedded.session() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_no_update_is_lost_between_threads(embedded: Database) -> None:
    with embedded.session(writing=True) as session:
        session.add(User(id=1, name="0", created_at=datetime.now(UTC)))
        session.commit()

    def add_one(session: Session) -> None:
        user = session.get_one(User, 1)
        user.name = str(int(user.name) + 1)
        session.commit()

    def work() -> None:
        for _ in range(50):
            with embedded.session(writing=True) as session:
                add_one(session)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with embedded.session() as session:
        assert session.get_one(User, 1).name == "200"


def test_a_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    with database.session(writing=True) as writer:
        writer.add(User(name="", created_at=datetime.now(UTC)))
        writer.flush()
        with database.session() as reader:
            assert reader.query(User).count() == 0
        writer.commit()


def test_a_failed_write_gives_its_turn_back(database: Database) -> None:
    now = datetime.now(UTC)
    for _ in range(3):
        with database.session(writing=True) as session:
            session.add(SignIn(user_id=999, token_digest="x", created_at=now, used_at=now))
            with pytest.raises(IntegrityError):
                session.commit()


def test_a_locked_database_is_an_error_and_not_a_wait_for_ever(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.db.BUSY_SECONDS", 0.05)
    database = connect(sqlite_url)
    other = sqlite3.connect(tmp_path / "course.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with database.session(writing=True) as session, pytest.raises(Exception, match="locked"):
        session.execute(text("SELECT 1"))
    other.execute("ROLLBACK")
    with database.session(writing=True) as session:
        session.execute(text("SELECT 1"))
    other.close()
    database.close()


def test_the_log_stays_in_place_while_a_connection_is_kept(embedded: Database, tmp_path: Path) -> None:
    keep_open(embedded)
    with embedded.session() as session:
        session.execute(text("SELECT 1"))
    embedded.engine.dispose()
    assert (tmp_path / "course.sqlite3-wal").exists()
    embedded.close()
    assert not (tmp_path / "course.sqlite3-wal").exists()


def test_turns_are_given_in_the_order_of_asking() -> None:
    lock = FairLock()
    assert lock.acquire(1)
    came: list[int] = []
    threads = []
    for number in range(5):

        def wait(number: int = number) -> None:
            assert lock.acquire(5)
            came.append(number)
            lock.release()

        thread = threading.Thread(target=wait)
        thread.start()
        threads.append(thread)
        while len(lock._waiting) < number + 1:
            pass
    lock.release()
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4]


def test_who_waits_too_long_leaves_the_queue() -> None:
    lock = FairLock()
    assert lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0.01)


def test_times_come_back_in_utc_and_a_naive_one_is_refused(database: Database) -> None:
    warsaw = timezone(timedelta(hours=1))
    with database.session(writing=True) as session:
        session.add(User(id=7, name="", created_at=datetime(2026, 11, 22, 19, tzinfo=warsaw)))
        session.commit()
    with database.session() as session:
        assert session.get_one(User, 7).created_at == datetime(2026, 11, 22, 18, tzinfo=UTC)
    with database.session(writing=True) as session:
        session.add(User(name="", created_at=datetime(2026, 1, 1)))  # noqa: DTZ001 (what is tested)
        with pytest.raises(StatementError, match="without a zone"):
            session.flush()


def test_reading_keeps_no_connection_of_a_thread_that_ended(database: Database) -> None:
    query = Query(select(User.id))
    for _ in range(3):
        threads = [threading.Thread(target=query.rows, args=(database.reading,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert 1 <= len(database.reading._free) <= 8
    database.close()
    assert query.rows(database.reading) == []


def test_reading_opens_a_lost_connection_again(database: Database) -> None:
    query = Query(select(User.id))
    query.rows(database.reading)
    database.reading._free[-1].close()
    assert query.rows(database.reading) == []


def test_reading_takes_a_moment_as_a_parameter(database: Database) -> None:
    with database.session(writing=True) as session:
        for number in range(3):
            session.add(User(name=f"{number}", created_at=datetime(2026, 11, 22, 12 + number, tzinfo=UTC)))
        session.commit()
    query = Query(select(User.__table__.c.name).where(User.__table__.c.created_at >= bindparam("at")))
    in_warsaw = datetime(2026, 11, 22, 14, tzinfo=timezone(timedelta(hours=1)))
    assert query.rows(database.reading, at=in_warsaw) == [("1",), ("2",)]


def test_a_row_is_inserted_once_and_one_hears_which_time_it_was(database: Database) -> None:
    with database.session(writing=True) as session:
        values = {"email": "ola@example.org", "name": "", "created_at": datetime.now(UTC)}
        assert [insert_once(session, User, **values) for _ in range(3)] == [True, False, False]
