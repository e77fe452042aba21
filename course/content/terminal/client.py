"""The real `openstack` client, asked whether it would accept a command line. Nothing is ever run."""

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from course.content.terminal.shell_lines import CLIENT

Words = tuple[str, ...]

_SCRIPT = Path(__file__).with_name("client_parser.py")
_LONGEST = 120  # seconds
_OWN_CONFIGURATION = ("OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE", "OS_CLIENT_VENDOR_FILE")


class NoClientError(Exception):
    """The client cannot be asked; the message says why."""


class Client:
    """One installed client; it is started at most once for all the lines that it is told to learn."""

    def __init__(self, interpreter: Path) -> None:
        self.interpreter = interpreter
        self.commands: tuple[str, ...] = ()
        self._refusals: dict[Words, str] = {}

    def learn(self, lines: Iterable[Words]) -> None:
        """Ask about all the lines that it was never asked about, or raise NoClientError."""
        new = sorted(set(lines) - self._refusals.keys())
        if new:
            said = _ask(self.interpreter, new)
            self.commands = tuple(said["commands"])
            self._refusals.update(zip(new, said["refusals"], strict=True))

    def refusal(self, line: Words) -> str:
        """Return what the client says against these words after `openstack`, nothing when it accepts them."""
        self.learn([line])
        return self._refusals[line]


def find_client(command: str = "") -> Client:
    """Return the client that this command starts, by default the one on PATH, or raise NoClientError."""
    found = shutil.which(command or CLIENT)
    if found is None:
        message = f"there is no {command}" if command else "the openstack client is not installed"
        raise NoClientError(message)
    # Not resolved: a link named python is what makes an interpreter one of its environment.
    interpreter = _interpreter(Path(found).resolve())
    if interpreter is None or not interpreter.is_file():
        message = f"{found} is no Python script"
        raise NoClientError(message)
    return Client(interpreter)


def _interpreter(script: Path) -> Path | None:
    """Return the Python that the first lines of a script name."""
    with script.open("rb") as stream:
        first, second = (stream.readline(4096).decode("utf-8", "replace") for _ in range(2))
    words = shlex.split(first.removeprefix("#!")) if first.startswith("#!") else []
    if words and Path(words[0]).name == "env":
        words = [shutil.which(word) or "" for word in words[1:] if not word.startswith("-")]
    elif words and Path(words[0]).name == "sh" and second.startswith("'''exec'"):
        words = shlex.split(second.removeprefix("'''exec'").rpartition('"$0"')[0])  # how pip spells a long path
    return Path(words[0]) if words and words[0] else None


def _ask(interpreter: Path, lines: list[Words]) -> dict[str, list[str]]:
    with TemporaryDirectory() as folder:
        nothing = Path(folder) / "clouds.yaml"
        nothing.write_text("clouds: {}\n", encoding="ascii")
        # No settings of whoever asks: the answer is the same for everybody.
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("OS_", "PYTHON"))}
        environment |= dict.fromkeys(_OWN_CONFIGURATION, str(nothing))
        command = [str(interpreter), "-c", _SCRIPT.read_text(encoding="utf-8")]
        try:
            done = subprocess.run(  # noqa: S603 - the client's own interpreter, and a script of ours
                command,
                input=json.dumps(lines),
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                timeout=_LONGEST,
                check=True,
            )
            return dict(json.loads(done.stdout))
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            message = f"{interpreter} has no openstack client that can be asked"
            raise NoClientError(message) from error
