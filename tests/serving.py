"""A real `course serve` in a process group of its own, on a database of the test's choice."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.browser.serving import course_command

PATIENCE = 20.0  # seconds; a busy machine is no failure


class Server:
    """The command as an operator runs it, on the content in `folder`."""

    def __init__(self, folder: Path, database_url: str, *arguments: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")} | {
            "COURSE_DATABASE_URL": database_url,
            "COURSE_INSTANCE_FOLDER": str(folder / "instance"),
            "COURSE_LESSONS_FOLDER": str(folder / "lessons"),
            "COURSE_QUIZZES_FOLDER": str(folder / "quizzes"),
        }
        command = [course_command(), "serve", "--port", str(self.port), *arguments]
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def __enter__(self) -> Self:
        """Wait until it is ready."""
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                    return self
            except urllib.error.URLError:
                time.sleep(0.05)
        self.kill()
        message = "the server did not become ready"
        raise AssertionError(message)

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        """Stop it as a service manager does."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE)

    def kill(self) -> None:
        """End all of its processes at once, as a power cut does."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)
