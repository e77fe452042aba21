"""A real server under faults: slow bodies, a locked database, a removed file, a parent that is killed."""

import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.factories import write_course
from tests.served_course import ServedCourse
from tests.visitor import Visitor

WRITERS = 24  # more than the server has threads
HALF = (
    "POST /quizzes/first HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Length: 999\r\n\r\nquestion="
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCourse]:
    """A course for faults that pass by."""
    folder = tmp_path_factory.mktemp("faults")
    write_course(folder)
    yield from _served(folder)


@pytest.fixture
def course(folder: Path) -> Iterator[ServedCourse]:
    """A course for faults that last."""
    yield from _served(folder)


def _served(folder: Path) -> Iterator[ServedCourse]:
    course = ServedCourse(folder)
    course.start()
    yield course
    course.stop()


def test_half_sent_forms_do_not_stop_readers_and_are_told_to_wait(shared: ServedCourse) -> None:
    held = [socket.create_connection(("127.0.0.1", shared.port)) for _ in range(24)]
    for each in held:
        each.sendall(HALF.encode())
    time.sleep(1)
    for path in ("/", "/lessons/first"):
        begun = time.monotonic()
        assert Visitor(shared, "theme=dark").get(path)[0] == 200
        assert time.monotonic() - begun < 3
    assert Visitor(shared).answer("k") == 503
    for each in held:
        each.close()
    patience = time.monotonic() + 5
    while Visitor(shared).answer("k") != 303:
        assert time.monotonic() < patience, "places are not given back"
        time.sleep(0.1)


def test_while_the_database_is_locked_readers_read_and_writers_keep_the_pick(shared: ServedCourse) -> None:
    visitor = Visitor(shared)
    assert visitor.answer("k") == 303
    form = urlencode({"question": "no-address", "key": "z", "pick": "glance"})
    with closing(sqlite3.connect(shared.folder / "instance" / "course.sqlite3", isolation_level=None)) as other:
        other.execute("UPDATE sign_in SET used_at = '2026-10-01 00:00:00.000000'")
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(WRITERS) as crowd:
            senders = [Visitor(shared, visitor.cookie) for _ in range(WRITERS)]
            sent = [crowd.submit(sender.send, "POST", "/quizzes/first", form) for sender in senders]
            time.sleep(0.3)
            begun = time.monotonic()
            assert [visitor.get("/lessons/first")[0] for _ in range(20)] == [200] * 20
            assert visitor.send("POST", "/nowhere", "x=1")[0] == 404
            assert visitor.send("POST", "/quizzes/first", "question=no-address&key=k")[0] == 422
            assert time.monotonic() - begun < 3
            answers = [each.result() for each in sent]
        other.execute("ROLLBACK")
    assert {status for status, _text, _cookie in answers} == {503}
    assert all('value="glance" checked' in text for _status, text, _cookie in answers)
    assert visitor.answer("z", "glance") == 303


def test_nothing_is_acknowledged_once_the_database_file_is_gone(course: ServedCourse) -> None:
    visitor = Visitor(course)
    assert visitor.answer("k") == 303
    for file in (course.folder / "instance").glob("course.sqlite3*"):
        file.unlink()
    assert visitor.answer("z") == 503
    assert visitor.get("/readyz")[0] == 503
    assert visitor.get("/lessons/first")[0] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a worker with its parent")
def test_a_killed_server_leaves_nobody_on_its_port(course: ServedCourse) -> None:
    visitor = Visitor(course)
    assert visitor.answer("k") == 303
    assert course.process is not None
    course.process.kill()
    course.process.wait()
    patience = time.monotonic() + 5
    while True:
        try:
            visitor.get("/healthz")
        except OSError:
            break
        assert time.monotonic() < patience, "the worker outlived its parent"
        time.sleep(0.05)
    course.start()
    assert "Nova asks for a port" in visitor.get("/lessons/first")[1]
