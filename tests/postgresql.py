"""A PostgreSQL to test with: the one of COURSE_TEST_DATABASE_URL, or this machine's programs in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from course.migrations.upgrade import upgrade
from tests.memory import roomy_memory

GIVEN = "COURSE_TEST_DATABASE_URL"  # its user may make databases
ACCOUNTS = ("postgres", "nobody")  # the server refuses to run as root
# Nothing here has to survive a power cut; no port is opened.
SERVER_SETTINGS = (
    "-c listen_addresses= -c fsync=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off "
    "-c max_connections=200 -c unix_socket_directories={}"
)
TEMPLATE = "migrated"


class NoServerError(Exception):
    """There is no PostgreSQL to test with; the message says what to do."""


def _programs() -> Path:
    """Return the folder of the newest server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if initdb is None:
        message = f"NO TEST OF POSTGRESQL RAN: no server here. Install `postgresql`, or set {GIVEN} to one."
        raise NoServerError(message)
    return Path(initdb).parent


def _unprivileged() -> list[str]:
    """Return the words that run a command as somebody who is not root."""
    if os.geteuid() != 0:
        return []
    account = next(name for name in ACCOUNTS if any(one.pw_name == name for one in pwd.getpwall()))
    user = pwd.getpwnam(account)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _connect(url: URL) -> Connection:
    return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()


def drop_database(url: URL) -> None:
    """Take a database away from everybody who is connected."""
    with _connect(url.set(database="postgres")) as connection:
        connection.execute(text(_drop(url.database)))


def _drop(name: str | None) -> str:
    return f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'


class PostgreSQL:
    """A server that gives every test a fresh database, copied from one that is migrated."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._prefix = f"course_test_{os.getpid()}"
        self._numbers = count()
        self._connection = _connect(url)  # kept: to open one takes as long as to make a database
        version = self._connection.scalar(text("SHOW server_version_num"))
        self._strategy = "STRATEGY file_copy" if int(version or 0) >= 150000 else ""  # half the work of copying pages
        self._run(f'CREATE DATABASE "{self._prefix}_{TEMPLATE}"')
        upgrade(self._address(TEMPLATE))

    def _run(self, statement: str) -> None:
        self._connection.execute(text(statement))

    def _address(self, name: str) -> str:
        return self._url.set(database=f"{self._prefix}_{name}").render_as_string(hide_password=False)

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """Give the URL of a database that is gone afterwards."""
        name = str(next(self._numbers))
        template = f"{self._prefix}_{TEMPLATE}" if migrated else "template1"
        self._run(f'CREATE DATABASE "{self._prefix}_{name}" TEMPLATE "{template}" {self._strategy}')
        try:
            yield self._address(name)
        finally:
            self._run(_drop(f"{self._prefix}_{name}"))

    def close(self) -> None:
        """Leave nothing behind."""
        self._run(_drop(f"{self._prefix}_{TEMPLATE}"))
        self.disconnect()

    def disconnect(self) -> None:
        """Close the connection over which databases are made."""
        self._connection.close()


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Give a server; raises NoServerError where there is none."""
    given = os.environ.get(GIVEN)
    if given:
        server = PostgreSQL(make_url(given))
        yield server
        server.close()
        return
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="course-postgresql-", dir=roomy_memory()) as folder:
        words = _unprivileged()
        if words:
            account = next(word for word in words if word.startswith("--reuid=")).partition("=")[2]
            os.chown(folder, int(account), -1)
        data = f"{folder}/data"
        _call(words, programs / "initdb", "--pgdata", data, "--username=course", "--auth=trust", *_LOCALE)
        settings = SERVER_SETTINGS.format(folder)
        _call(words, programs / "pg_ctl", "start", "-w", "-D", data, "-l", f"{folder}/log", "-o", settings)
        try:
            server = PostgreSQL(URL.create("postgresql", "course", database="postgres", query={"host": folder}))
            yield server
            server.disconnect()
        finally:
            _call(words, programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", data)


_LOCALE = ("--encoding=UTF8", "--locale=C", "--no-sync")


def _call(words: list[str], program: Path, *arguments: str) -> None:
    subprocess.run([*words, str(program), *arguments], check=True, capture_output=True, cwd="/", text=True)
