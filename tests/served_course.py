"""A real `course serve` or `course run` on a port of its own, which can be stopped and started on the same instance."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from course.config import content_folder
from course.content.library import Library, LibraryReader

STARTS_WITHIN = 20.0
STOPS_WITHIN = 35.0  # the server gives what is in flight 30 seconds


@dataclass
class ServedCourse:
    """A course in a process; `folder` holds the instance, and the content unless it is the shipped one."""

    folder: Path
    shipped: bool = False
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)  # COURSE_* that differ from the usual
    command: str = "serve"
    arguments: tuple[str, ...] = ()  # more words for the command
    launcher: tuple[str, ...] = ()  # words before it: a program that runs it
    descriptors: tuple[int, ...] = ()  # open files that the launcher gets
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def content(self, name: str) -> Path:
        """Return the folder of lessons or quizzes."""
        return content_folder(name) if self.shipped else self.folder / name

    def library(self) -> Library:
        """Return what the files say at this moment: right answers come from here, never from a page."""
        return LibraryReader(self.content("lessons"), self.content("quizzes")).current()

    def start(self) -> float:
        """Start the command as an operator does, wait until it says that it is ready; return the seconds it took."""
        begun = time.monotonic()
        self.spawn()
        self._wait_until_ready()
        return time.monotonic() - begun

    def spawn(self) -> None:
        """Start the command and wait for nothing."""
        self.port = self.port or free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as on any other machine: what was read once starts faster
        environment |= {
            "COURSE_INSTANCE_FOLDER": str(self.folder / "instance"),
            "COURSE_LESSONS_FOLDER": str(self.content("lessons")),
            "COURSE_QUIZZES_FOLDER": str(self.content("quizzes")),
            **self.settings,
        }
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.launcher, course_command(), self.command, "--port", str(self.port), *self.arguments],
                pass_fds=self.descriptors,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self) -> int:
        """Send SIGTERM and return what the process ended with."""
        if self.process is None:
            return 0
        self.process.terminate()
        try:
            return self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process = None

    def kill(self) -> None:
        """End every process of it without a word, as a power cut does."""
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        until = time.monotonic() + STOPS_WITHIN
        while listened_to(self.port):
            assert time.monotonic() < until, "somebody outlived the kill"
            time.sleep(0.005)

    def restart(self) -> None:
        """Stop and start again: the same port, the same instance."""
        self.stop()
        self.start()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Read the instance's database, as it is on disk."""
        file = self.folder / "instance" / "course.sqlite3"
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def responses(self) -> int:
        """Return how many responses are stored."""
        return len(self.rows("SELECT id FROM response"))

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        until = time.monotonic() + STARTS_WITHIN
        while not answers(f"{self.url}/readyz"):
            ended = self.process.poll()
            if ended is not None or time.monotonic() > until:
                self.process.kill()
                raise RuntimeError(f"course {self.command}: {ended}\n{(self.folder / 'server.log').read_text()}")
            time.sleep(0.02)


def answers(url: str) -> bool:
    """Tell whether somebody answers this address with 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def listened_to(port: int) -> bool:
    """Tell whether somebody listens on a port of the loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def course_command() -> str:
    """Return the installed command `course` of this environment."""
    found = shutil.which("course", path=str(Path(sys.executable).parent)) or shutil.which("course")
    assert found, "the command `course` is not installed"
    return found
