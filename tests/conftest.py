"""A course in a temporary folder: two lessons with every kind of question, an embedded database, a client."""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from course.accounts import passwords
from course.app import create_app
from course.config import DATABASE_FILE, load_settings
from course.content.terminal.client import Client, NoClientError, find_client
from course.db import Database, connect
from course.migrations.upgrade import upgrade
from course.serving import prepare_instance
from course.web import assets
from course.web.prepared import prepare
from tests.factories import write_course
from tests.memory import roomy_memory
from tests.postgresql import NoServerError, PostgreSQL, running_postgresql

ENGINE = os.environ.get("COURSE_TEST_ENGINE", "sqlite")  # of the tests that ask for pages


def pytest_configure() -> None:
    """Keep what the tests and their programs write for a moment in memory: to wait for a disk is a tenth of the run."""
    memory = roomy_memory()
    if memory and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = tempfile.tempdir = memory


def pytest_collection_finish() -> None:
    """Let what was imported be: to look for rubbish in it, again and again, is a seventh of the run."""
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    for name in [name for name in os.environ if name.startswith("COURSE_") and "TEST" not in name]:
        del os.environ[name]


@pytest.fixture(autouse=True, scope="session")
def _no_network_but_loopback() -> Iterator[None]:
    """A test that talks to another machine fails, whatever machine it runs on."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in ("127.0.0.1", "::1", "localhost", "unix"):
            message = f"a test tried to reach {host}"
            raise RuntimeError(message)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def _passwords_cost_next_to_nothing() -> Iterator[None]:
    """What a hash costs is the business of the tests of passwords, which put the real one back."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: cheap)
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_read_once() -> Iterator[None]:
    """Every application of a run has the same static files; to squeeze and compress them is half of starting one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "squeezed", cache(assets.squeezed))
        patch.setattr(assets, "prepare", cache(prepare))
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A running PostgreSQL; its absence is one line here, and a failure where all is to be checked."""
    try:
        with running_postgresql() as server:
            yield server
    except NoServerError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What takes long to make and is the same for every test: a migrated database, and templates once compiled."""
    folder = tmp_path_factory.mktemp("made-once")
    (folder / "templates").mkdir()
    upgrade(f"sqlite:///{folder / DATABASE_FILE}")
    return folder


@pytest.fixture(scope="session")
def openstack_command() -> str:
    """The command of the real client; its absence is one line here, and a failure where all is to be checked."""
    command = os.environ.get("COURSE_TEST_OPENSTACK_CLIENT", "")
    try:
        find_client(command)
    except NoClientError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"{error}: its parser was not asked; see COURSE_TEST_OPENSTACK_CLIENT in the README")
    return command


@pytest.fixture(scope="session")
def openstack_client(openstack_command: str) -> Client:
    """The real client, asked once for what several tests want to know."""
    return find_client(openstack_command)


@pytest.fixture
def sqlite_url(tmp_path: Path, made_once: Path) -> str:
    """The URL of a fresh SQLite database, migrated."""
    shutil.copy(made_once / DATABASE_FILE, tmp_path)
    return f"sqlite:///{tmp_path / DATABASE_FILE}"


@pytest.fixture
def postgresql_url(postgresql: PostgreSQL) -> Iterator[str]:
    """The URL of a fresh PostgreSQL database, migrated."""
    with postgresql.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a table, on both engines."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite3'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.database(migrated=False) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database, migrated; a test that asks for it runs on both engines."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database; a test that asks for it runs on both engines."""
    database = connect(database_url)
    yield database
    database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with lessons/, quizzes/ and instance/, ready to serve."""
    write_course(tmp_path)
    return tmp_path


@pytest.fixture
def overrides(folder: Path, made_once: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings that make a course of `folder`; on PostgreSQL when COURSE_TEST_ENGINE says so."""
    url = request.getfixturevalue("postgresql_url") if ENGINE == "postgresql" else ""
    return make_instance(folder, made_once, url)


@pytest.fixture
def app(overrides: dict[str, str]) -> Iterator[Flask]:
    """The application over `folder`."""
    yield from run_app(overrides)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies that sends what browsers send."""
    return make_client(app)


def make_instance(folder: Path, made_once: Path, database_url: str = "") -> dict[str, str]:
    """Make an instance beside the lessons of a folder; return the settings of its course."""
    instance = folder / "instance"
    instance.mkdir(mode=0o700)
    shutil.copy(made_once / DATABASE_FILE, instance)
    (instance / "templates").symlink_to(made_once / "templates")
    return {
        "database_url": database_url,
        "lessons_folder": str(folder / "lessons"),
        "quizzes_folder": str(folder / "quizzes"),
        "instance_folder": str(instance),
        "debug": "1",
    }


def run_app(overrides: dict[str, str]) -> Iterator[Flask]:
    """Give the application of these settings, and close its database afterwards."""
    prepare_instance(load_settings(overrides))
    app = create_app(overrides)
    yield app
    app.extensions["database"].close()


def make_client(app: Flask) -> FlaskClient:
    """Return one more browser."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client
