"""Servers in processes of their own: pinned to a core, started, watched and stopped."""

import os
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from tests.bench.load import BUFFER, HOST, BrokenAnswerError, Caller

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 30.0
STOPS_WITHIN = 40.0  # granian gives its worker 30 seconds
LOOKS_EVERY = 0.001
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cores:
    """Which core serves and which one loads; the same one where there is only one."""

    server: int
    load: int


def two_cores() -> Cores:
    """Return the first and the last core this process may use."""
    cores = sorted(os.sched_getaffinity(0))
    return Cores(cores[0], cores[-1])


@contextmanager
def pinned(*cores: int) -> Iterator[None]:
    """Keep this thread, and what it starts meanwhile, on these cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@dataclass(frozen=True, slots=True)
class Served:
    """A server that has given its first answer."""

    process: subprocess.Popen[bytes]
    port: int
    first_answer: float  # seconds from the start of the process
    body_bytes: int  # of the first answer

    def tree(self) -> list[int]:
        """Return the ids of the process and of all that it started."""
        parents = {pid: _parent(pid) for pid in _all_processes()}
        found = [self.process.pid]
        for pid in found:  # grows while it is walked: children, then theirs
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def pss(self) -> dict[int, int]:
        """Return the proportional memory of every process of the tree, in bytes."""
        return {pid: _pss(pid) for pid in self.tree()}

    def cpu_seconds(self) -> float:
        """Return how much processor time the tree has used."""
        return sum(_cpu_ticks(pid) for pid in self.tree()) * TICK


@contextmanager
def served(
    command: Sequence[str], environment: Mapping[str, str], request: bytes, *, port: int, cores: tuple[int, ...]
) -> Iterator[Served]:
    """Start a server on these cores, wait until it answers `request` with 200, and stop it at the end."""
    started = perf_counter()
    with pinned(*cores):
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
    try:
        size = _wait_for_answer(process, port, request, until=started + STARTS_WITHIN)
        yield Served(process, port, perf_counter() - started, size)
    finally:
        process.terminate()
        try:
            process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def server_environment(**more: str) -> dict[str, str]:
    """Return the environment of a server: no COURSE_* of ours, and .pyc files as on any other machine."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")}
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours | more


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
    return port


def _wait_for_answer(process: subprocess.Popen[bytes], port: int, request: bytes, *, until: float) -> int:
    """Return how many bytes the body of the first answer has."""
    while (size := _answer_bytes(port, request)) is None:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode} before its first answer")
        if perf_counter() > until:
            raise RuntimeError(f"{process.args!r} gave no answer within {STARTS_WITHIN} seconds")
        sleep(LOOKS_EVERY)
    return size


def _answer_bytes(port: int, request: bytes) -> int | None:
    try:
        caller = Caller(port, iter((request,)))
    except OSError:
        return None
    with caller.socket:
        caller.send_next()
        buffer = bytearray(BUFFER)
        try:
            while (right := caller.receive(buffer, b"200")) is None:
                pass
        except (OSError, BrokenAnswerError):
            return None
    return caller.body_bytes if right else None


def _all_processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal()]


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/<pid>/stat after the name, which may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def _parent(pid: int) -> int:
    try:
        return int(_stat(pid)[1])
    except (OSError, IndexError):  # it has ended meanwhile
        return 0


def _cpu_ticks(pid: int) -> int:
    try:
        fields = _stat(pid)
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
