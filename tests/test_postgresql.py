"""What PostgreSQL has of its own: the settings of a connection, losing it, and several servers on one database."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from course.accounts.models import User
from course.accounts.operations import make_guest
from course.config import SettingError, load_settings
from course.db import Database, connect, utcnow
from course.learning.models import Response
from course.migrations.upgrade import upgrade
from course.reading import Query
from course.serving import prepare_instance
from tests.factories import write_course
from tests.postgresql import PostgreSQL
from tests.served_course import ServedCourse
from tests.visitor import Visitor


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    database = connect(postgresql_url)
    yield database
    database.close()


def end_connections(url: str) -> None:
    """Do what a restart of the server does to everybody who is connected."""
    killer = connect(url)
    with killer.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    killer.close()


@pytest.mark.parametrize(
    ("setting", "value"), [("synchronous_commit", "on"), ("TimeZone", "UTC"), ("lock_timeout", "5s"), ("jit", "off")]
)
def test_a_connection_is_set_up_whatever_the_server_says(postgresql_url: str, setting: str, value: str) -> None:
    url = make_url(postgresql_url)
    database = connect(url.update_query_dict({"options": "-c application_name=mine"}))
    with database.engine.connect() as connection:
        name = url.database
        for line in ("synchronous_commit = off", "timezone = 'Europe/Warsaw'", "lock_timeout = 0", "jit = on"):
            connection.execute(text(f'ALTER DATABASE "{name}" SET {line}'))
        connection.commit()
    database.close()
    with database.engine.connect() as connection:
        assert connection.scalar(text(f"SHOW {setting}")) == value
        assert connection.scalar(text("SHOW application_name")) == "mine"
    database.close()


def test_lost_connections_are_opened_again(database: Database, postgresql_url: str) -> None:
    query = Query(select(func.count()).select_from(User))
    assert query.rows(database.reading) == [(0,)]
    with database.session(writing=True) as session:
        make_guest(session, at=utcnow())
        session.commit()
    end_connections(postgresql_url)
    assert query.rows(database.reading) == [(1,)]
    with database.session(writing=True) as session:
        make_guest(session, at=utcnow())
        session.commit()
    assert query.rows(database.reading) == [(2,)]


def test_reading_holds_no_transaction_open(database: Database) -> None:
    Query(select(func.count()).select_from(User)).rows(database.reading)
    with database.engine.connect() as connection:
        open_ones = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        assert connection.scalar(text(f"{open_ones} AND datname = current_database()")) == 0


def test_a_lock_that_never_comes_is_an_error(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.db.POSTGRESQL_SETTINGS", ("lock_timeout=50ms",))
    database = connect(postgresql_url)
    with database.session(writing=True) as first, database.session(writing=True) as second:
        first.execute(text('LOCK TABLE "user"'))
        with pytest.raises(DBAPIError, match="lock timeout"):
            make_guest(second, at=utcnow())
    database.close()


def test_a_database_without_migrations_is_refused_with_what_to_do(postgresql: PostgreSQL, tmp_path: Path) -> None:
    with postgresql.database(migrated=False) as url:
        settings = load_settings({"instance_folder": str(tmp_path), "database_url": url})
        with pytest.raises(SettingError, match="`course db upgrade`"):
            prepare_instance(settings)
        upgrade(url)
        assert prepare_instance(settings) == []


def test_a_database_from_the_future_is_refused(postgresql_url: str, database: Database, tmp_path: Path) -> None:
    with database.session(writing=True) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    with pytest.raises(SettingError, match="newer release"):
        prepare_instance(load_settings({"instance_folder": str(tmp_path), "database_url": postgresql_url}))


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "Start it"),
        ("postgresql://localhost:port/course", "is no URL"),
        ("postgresql+cobol://there", "driver is not installed"),
    ],
)
def test_a_database_that_is_not_there_is_one_line(tmp_path: Path, url: str, hint: str) -> None:
    with pytest.raises(SettingError, match=hint) as refused:
        prepare_instance(load_settings({"instance_folder": str(tmp_path), "database_url": url}))
    assert "\n" not in str(refused.value)


def test_two_servers_on_one_database_lose_nothing_when_one_is_killed(
    postgresql_url: str, database: Database, tmp_path: Path
) -> None:
    write_course(tmp_path)
    settings = {"COURSE_DATABASE_URL": postgresql_url}
    first = ServedCourse(tmp_path, settings=settings, arguments=("--workers", "2"))
    second = ServedCourse(tmp_path, settings=settings)
    halfway = threading.Barrier(5)

    def write(name: int) -> list[str]:
        learner, words = Visitor(first), [f"{name}-{number}" for number in range(24)]
        for number, word in enumerate(words):
            if number == len(words) // 2:
                halfway.wait(30)
            learner.course = (first, second)[number % 2]
            if not learner.is_told(word):  # perhaps it was stored: the other server must not store it again
                learner.course = first
                assert learner.is_told(word)
        return words

    first.start()
    second.start()
    with ThreadPoolExecutor(4) as crowd:
        writing = [crowd.submit(write, name) for name in range(4)]
        halfway.wait(30)
        time.sleep(random.uniform(0, 0.05))
        second.kill()
        acknowledged = [words.result() for words in writing]
    assert first.stop() == 0
    with database.session() as session:
        stored = session.execute(select(Response.learner_id, Response.picked).order_by(Response.id)).all()
    learners = {learner_id for learner_id, _picked in stored}
    assert sorted([word for one, (word,) in stored if one == learner] for learner in learners) == acknowledged
