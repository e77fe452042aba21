"""Stopping and starting again: what is in flight is finished, and on a socket of systemd's nobody is refused."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.repetition import part_of
from tests.served_course import ServedCourse, course_command, free_port
from tests.visitor import Visitor

# What systemd does with a socket unit: descriptor 3, and the process that it is for.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=sys.argv[2])
os.execv(sys.argv[3], sys.argv[3:])
"""


def handing_over(descriptor: int, number: str = "1") -> tuple[str, ...]:
    """Return the words that give a descriptor to the command after them."""
    return (sys.executable, "-c", HAND_OVER, str(descriptor), number)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen()
        yield opened


# A worker whose main thread hears nothing for a long time; a signal ends it through its handler, if it has one.
BUSY_WORKER = """
import hashlib, os, signal, sys
from course.serving import _end_when_told
_end_when_told()
if sys.argv[1] == "handled":
    signal.signal(signal.SIGTERM, lambda told, _frame: os._exit(told))
print("ready", flush=True)
hashlib.pbkdf2_hmac("sha256", b"", b"", 100_000_000)
"""


@dataclass
class Reader:
    """Somebody who asks for a page again and again, each time on a new connection.

    A connection taken in the very moment in which the server ends may close without an answer: a browser asks again.
    """

    port: int
    seen: list[str] = field(default_factory=list)
    asked_again: int = 0
    enough: Event = field(default_factory=Event)

    def read(self) -> None:
        while not self.enough.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request("GET", "/lessons/first")
                self.seen.append(str(connection.getresponse().status))
            except ConnectionResetError:
                self.asked_again += 1
            except OSError as error:  # above all a refused connection
                self.seen.append(repr(error))
            finally:
                connection.close()

    def wait_for(self, more: int) -> None:
        wanted, until = len(self.seen) + more, time.monotonic() + 30
        while len(self.seen) < wanted:
            assert time.monotonic() < until, self.seen[-5:]
            time.sleep(0.01)


def test_a_restart_on_a_given_socket_refuses_nobody(folder: Path, listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    first, second = (
        ServedCourse(folder, port=port, launcher=handing_over(listener.fileno()), descriptors=(listener.fileno(),))
        for _ in range(2)
    )
    first.start()
    readers = [Reader(port) for _ in range(3)]
    threads = [Thread(target=reader.read) for reader in readers]
    for thread in threads:
        thread.start()
    for reader in readers:
        reader.wait_for(20)
    assert first.stop() == 0
    waiting = [len(reader.seen) for reader in readers]
    time.sleep(0.3)
    assert [len(reader.seen) for reader in readers] == waiting  # nobody serves, and nobody is sent away
    second.start()
    for reader in readers:
        reader.wait_for(20)
        reader.enough.set()
    for thread in threads:
        thread.join()
    assert second.stop() == 0
    assert {seen for reader in readers for seen in reader.seen} == {"200"}
    assert sum(reader.asked_again for reader in readers) < 10  # a moment, and not a time


def test_an_answer_in_flight_is_stored_and_acknowledged_before_the_server_ends(folder: Path) -> None:
    course = ServedCourse(folder)
    course.start()
    visitor, said = Visitor(course), []
    file = folder / "instance" / "course.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answering = Thread(target=lambda: said.append(visitor.answer("k")))
        answering.start()
        time.sleep(0.5)
        assert course.process is not None
        course.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert said == []
        other.execute("ROLLBACK")
    assert course.stop() == 0
    answering.join()
    assert said == [303]
    assert course.responses() == 1


def serve(folder: Path, *launcher: str, descriptors: tuple[int, ...] = ()) -> "subprocess.Popen[str]":
    """Call `course serve` on a small course, without waiting for anything."""
    environment = {f"COURSE_{name.upper()}_FOLDER": str(folder / name) for name in ("lessons", "quizzes", "instance")}
    return subprocess.Popen(
        [*launcher, course_command(), "serve", "--port", str(free_port())],
        env={**os.environ, **environment},
        pass_fds=descriptors,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.long
@pytest.mark.parametrize("seconds", part_of([0.0, 0.1, 0.3, 0.5], of=2))
def test_a_server_that_is_stopped_while_it_starts_ends_at_once(folder: Path, seconds: float) -> None:
    process = serve(folder)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("Open "):
        assert process.poll() is None
    time.sleep(seconds)
    process.terminate()
    assert process.wait(10) in (0, -signal.SIGTERM)
    process.stdout.close()


@pytest.mark.parametrize(("handler", "code"), [("handled", signal.SIGTERM), ("not handled", -signal.SIGTERM)])
def test_a_worker_is_told_to_end_while_its_main_thread_hears_nothing(handler: str, code: int) -> None:
    command = [sys.executable, "-c", BUSY_WORKER, handler]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        worker.terminate()
        try:
            assert worker.wait(5) == code
        finally:
            worker.kill()


def a_file(folder: Path) -> int:
    return os.open(folder / "a_file", os.O_RDWR | os.O_CREAT)


def a_connection(_folder: Path) -> int:
    ours, theirs = socket.socketpair()
    theirs.close()
    return ours.detach()


def a_silent_socket(_folder: Path) -> int:
    return socket.socket().detach()


@pytest.mark.parametrize("opened", [a_file, a_connection, a_silent_socket])
def test_what_is_no_listening_socket_is_one_line(folder: Path, opened: Callable[[Path], int]) -> None:
    descriptor = opened(folder)
    process = serve(folder, *handing_over(descriptor), descriptors=(descriptor,))
    said, _ = process.communicate(timeout=20)
    os.close(descriptor)
    assert process.returncode == 1
    assert said.startswith("course: The socket that was given")
    assert said.count("\n") == 1


def test_two_sockets_at_once_are_refused(folder: Path, listener: socket.socket) -> None:
    process = serve(folder, *handing_over(listener.fileno(), "2"), descriptors=(listener.fileno(),))
    assert "write one ListenStream=" in process.communicate(timeout=20)[0]
    assert process.returncode == 1


def test_a_socket_for_another_process_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PID", "1")
    monkeypatch.setenv("LISTEN_FDS", "1")
    course = ServedCourse(folder)
    course.start()
    assert course.stop() == 0
