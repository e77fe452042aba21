"""Starting the server: an instance fit to serve, then granian with settings for production."""

import ctypes
import gc
import logging
import multiprocessing
import os
import re
import secrets
import signal
import socket
import sqlite3
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.config import SettingError, Settings, check_settings, load_settings, read_secret_key
from course.migrations.head import embedded_revision, head_revision

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from granian.server.common import AbstractServer

THREADS = 16
BACKLOG = 1024  # connections that wait while a server starts
FIRST_PASSED = 3  # sd_listen_fds(3)
INTERNET = (socket.AF_INET, socket.AF_INET6)
PR_SET_PDEATHSIG = 1  # prctl(2)
COMPILED_TEMPLATES = "templates"  # as course.web.bytecode names it, which needs Flask
NEWER = (
    "The database in {} was written by a newer release of the course (revision {}). "
    "Install that release, or restore a backup."
)
BEHIND = "The database of COURSE_DATABASE_URL lacks migrations: run `course db upgrade`, then start again."


def prepare_instance(settings: Settings) -> list[str]:
    """Make the instance folder, the secret key and the embedded database; return what was made, in words.

    Raises SettingError with one line that says what to do.
    """
    check_settings(settings)
    made = []
    try:
        settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        (settings.instance / COMPILED_TEMPLATES).mkdir(exist_ok=True, mode=0o700)
        if not settings.secret_key and not settings.secret_key_file.exists():
            _write_new_key(settings.secret_key_file)
            made.append(f"Made a secret key in {settings.secret_key_file}")
    except OSError as error:
        message = (
            f"Cannot write to the instance folder {settings.instance}: {error.strerror}. "
            "Let the user of this process write there, or set COURSE_INSTANCE_FOLDER to another folder."
        )
        raise SettingError(message) from None
    read_secret_key(settings)
    file = sqlite_file(settings.database)
    if file is None:
        _require_migrated(settings)
        return made
    return made + _migrate_embedded(settings, file)


def _write_new_key(path: Path) -> None:
    """Write a key that only this user can read; a second process finds the first one's."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    except OSError:
        path.unlink()  # half a key would be called weak at the next start
        raise


def _require_migrated(settings: Settings) -> None:
    """Refuse a server's database that is not at our revision: to migrate it is the operator's decision."""
    from course.migrations.current import current_revision  # noqa: PLC0415 (without SQLAlchemy a start is faster)

    revision = current_revision(settings.database)
    if revision is not None and revision > head_revision():
        raise SettingError(NEWER.format("COURSE_DATABASE_URL", revision))
    if revision != head_revision():
        raise SettingError(BEHIND)


def _migrate_embedded(settings: Settings, file: Path) -> list[str]:
    """Bring a SQLite file to the newest revision."""
    try:
        _require_writable(file)
        revision = embedded_revision(file)
    except (OSError, sqlite3.Error) as error:
        message = (
            f"Cannot use the database {file}: {error}. Make it writable, restore a backup of it, "
            "or set COURSE_DATABASE_URL to another one."
        )
        raise SettingError(message) from None
    if revision == head_revision():
        return []
    if revision is not None and revision > head_revision():
        raise SettingError(NEWER.format(file, revision))
    from course.migrations.upgrade import upgrade  # noqa: PLC0415 (Alembic takes 0.3 s: only when needed)

    upgrade(settings.database)
    return [f"Made the database {file}" if revision is None else f"Brought the database {file} up to date"]


def _require_writable(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    for path in (file.parent, file):
        if path.exists() and not os.access(path, os.W_OK):
            message = f"no right to write {path}"
            raise PermissionError(message)


def sqlite_file(url: str) -> Path | None:
    """Return the file behind a SQLite URL, None for another database."""
    found = re.match(r"sqlite(\+pysqlite)?:///(.+)", url)
    return Path(found[2]) if found else None


def require_free_port(host: str, port: int) -> None:
    """Raise SettingError when somebody listens there already: granian would share the port without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = (
                f"Cannot listen on {host}, port {port}: {error.strerror}. Stop what uses it, or give another --port."
            )
            raise SettingError(message) from None


def passed_listener() -> socket.socket | None:
    """Return the listening socket that systemd gave to this process, None without one.

    Raises SettingError when what was given is not one socket to accept connections from.
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    given = os.environ.get("LISTEN_FDS", "")
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)
    try:
        listener = socket.socket(fileno=FIRST_PASSED)
        if given == "1" and listener.family in INTERNET and _listens(listener):
            return listener
    except OSError:
        pass  # no socket at all
    message = (
        "The socket that was given cannot be served from: write one ListenStream= with address and port "
        "in the socket unit, and no Accept=."
    )
    raise SettingError(message)


def _listens(opened: socket.socket) -> bool:
    return bool(opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def worker_app() -> "Flask":
    """Return the application of one worker.

    Only the worker imports it: a page of memory that parent and worker share is copied as soon as a counter in it
    moves. What a start makes stays, so looking for rubbish in it is time lost, now and later.
    """
    _end_when_told()
    _end_with_parent()
    gc.disable()
    from course.app import create_app  # noqa: PLC0415 (as the docstring says)
    from course.db import keep_open  # noqa: PLC0415

    settings = load_settings()
    logging.basicConfig(level=settings.log.upper(), format="%(asctime)s %(levelname)s %(message)s")
    app = create_app()
    keep_open(app.extensions["database"])
    gc.freeze()
    gc.enable()
    return app


def _end_when_told() -> None:
    """Let a thread of its own wait for the signals that end this worker.

    Python handles a signal in its main thread, which granian lets wait for ever: a signal that comes just before the
    wait, or that the system gives to another thread, would be noticed when something else wakes it.
    """
    if sys.platform == "win32":
        return  # it has no such wait
    signals = (signal.SIGTERM, signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # for all threads to come, too
    for each in signals:
        signal.signal(each, signal.SIG_DFL)  # as long as granian's handlers are not there, nothing is in flight
    threading.Thread(target=_handle_first, args=(signals,), name="signals", daemon=True).start()


def _handle_first(signals: tuple[signal.Signals, ...]) -> None:
    """Wait for one of these signals and do what its handler does; without a handler the worker ends at once."""
    told = signal.sigwait(signals)
    handler = signal.getsignal(told)
    if callable(handler):
        handler(told, None)
    else:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        signal.raise_signal(told)


def _end_with_parent() -> None:
    """Ask Linux to end this worker when its parent is killed: it would go on serving, and hold the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run_granian(
    settings: Settings, *, host: str, port: int, workers: int, listener: socket.socket | None = None
) -> None:
    """Serve until SIGTERM or SIGINT, from `listener` if there is one; requests in flight are finished."""
    from granian.constants import Interfaces  # noqa: PLC0415 (only `course serve` needs the server)
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    if multiprocessing.get_start_method(allow_none=True) is None and "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork")  # the worker need not import granian again
    kind: Callable[..., AbstractServer[Any]] = Server if listener is None else _server_on(listener)
    kind(
        "course.serving:worker_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.debug if settings.log == "debug" else LogLevels.error,  # its own notes are for us
        workers_kill_timeout=30,
        respawn_failed_workers=True,
    ).serve()


def _server_on(listener: socket.socket) -> "Callable[..., AbstractServer[Any]]":
    """Return a server that listens on a socket which is open already: granian has no setting for that."""
    from granian.net import SocketHolder  # type: ignore[attr-defined] # noqa: PLC0415 (as in run_granian)
    from granian.server import Server  # noqa: PLC0415

    class ServerOnSocket(Server):  # type: ignore[misc, valid-type] # one of two classes, by the interpreter
        def _init_shared_socket(self) -> None:
            self._shd = SocketHolder(fd=listener.fileno(), uds=False, backlog=BACKLOG)  # type: ignore[call-arg] # its stub has no words for that
            self._sso = listener  # our copy is closed at the end; connections then wait for the next server

    return ServerOnSocket
