"""A power cut under eight writers, again and again: what was acknowledged is there, once, and on the disk."""

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import chain, count, pairwise
from pathlib import Path

import pytest

from course.backup.copying import back_up, restore
from course.config import DATABASE_FILE, load_settings
from course.db import utcnow
from tests.repetition import LONG
from tests.served_course import ServedCourse
from tests.visitor import Visitor

WRITERS = 8
KILLS = 20 if LONG else 3
READY_WITHIN = 2.0
PATIENCE = 30.0
ANSWERS = 30  # one after another, to count flushes
FLUSHED = re.compile(r"(?:fsync|fdatasync)\(\d+<.*course\.sqlite3-wal>\) = 0")
NO_TRACER = "NO FLUSH WAS COUNTED: no strace here, or it may not look at other programs. Install `strace`."


@contextmanager
def eight_writers(course: ServedCourse) -> Iterator[list[list[str]]]:
    """Let eight learners answer without a pause; give what was acknowledged to each, in order.

    An answer is sent again under its key until it is acknowledged, as somebody does whose connection was lost.
    """
    enough = threading.Event()
    acknowledged: list[list[str]] = [[] for _ in range(WRITERS)]

    def write(name: int) -> None:
        learner = Visitor(course)
        for number in count():
            word, until = f"{name}-{number}", time.monotonic() + PATIENCE
            while not learner.is_told(word):
                if time.monotonic() > until:
                    return
                time.sleep(0.05)
            acknowledged[name].append(word)
            if enough.is_set():
                return

    threads = [threading.Thread(target=write, args=(name,)) for name in range(WRITERS)]
    for each in threads:
        each.start()
    try:
        wait_for(lambda: all(acknowledged))  # everybody has a cookie
        yield acknowledged
    finally:
        enough.set()
        for each in threads:
            each.join()


def wait_for(reached: Callable[[], bool]) -> None:
    """Wait until the writers have come so far."""
    until = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < until, "nothing is acknowledged any more"
        time.sleep(0.001)


def kill_at_a_random_moment(course: ServedCourse, acknowledged: list[list[str]], turn: int) -> float:
    """Kill the server while it writes, and every third time the next start too; return the seconds of the restart."""
    wanted = told(acknowledged) + random.randint(1, 2 * WRITERS)
    wait_for(lambda: told(acknowledged) >= wanted)
    time.sleep(random.uniform(0, 0.01))
    course.kill()
    if turn % 3 == 0:
        course.spawn()
        time.sleep(random.uniform(0, 0.5))
        course.kill()
    return course.start()


def told(acknowledged: list[list[str]]) -> int:
    """Return how many answers were acknowledged so far."""
    return sum(map(len, acknowledged))


def rows_of(file: Path, query: str) -> list[tuple[object, ...]]:
    """Read a database as it is on disk."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def words_in(file: Path) -> list[list[str]]:
    """Return what each learner answered according to a database, in the order of storing."""
    found: dict[object, list[str]] = {}
    for learner, picked in rows_of(file, "SELECT learner_id, picked FROM response ORDER BY id"):
        found.setdefault(learner, []).extend(json.loads(str(picked)))
    return sorted(found.values())


def everything_in(file: Path) -> dict[object, list[tuple[object, ...]]]:
    """Return every row of every table of a sound database, oldest first."""
    assert rows_of(file, "PRAGMA integrity_check") == [("ok",)]
    assert rows_of(file, "PRAGMA foreign_key_check") == []
    tables = rows_of(file, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name: rows_of(file, f'SELECT * FROM "{name}" ORDER BY rowid') for (name,) in tables}


def flushes_in(trace: Path) -> int:
    """Return how often the log of the database was flushed so far."""
    return len(FLUSHED.findall(trace.read_text()))


def restored_backup(course: ServedCourse, folder: Path) -> Path:
    """Back up the live course, restore it elsewhere and return the file of the new database."""
    live = load_settings({"instance_folder": str(course.folder / "instance")})
    other = load_settings({"instance_folder": str(folder / "instance")})
    folder.mkdir()
    back_up(live, folder / "copy", at=utcnow(), progress=lambda _done, _total: None)
    restore(other, folder / "copy", force=False, at=utcnow(), progress=lambda _done, _total: None)
    return other.instance / DATABASE_FILE


@pytest.fixture
def tracer(tmp_path: Path) -> str:
    """A program that sees what another asks of the system; without one the test is skipped, and fails in CI."""
    found = shutil.which("strace")
    seen = found and subprocess.run([found, "-o", str(tmp_path / "nothing"), "true"], check=False, capture_output=True)
    if found and seen and seen.returncode == 0:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(NO_TRACER, pytrace=False)
    return pytest.skip(NO_TRACER)


@pytest.fixture
def course(folder: Path) -> Iterator[ServedCourse]:
    served = ServedCourse(folder)
    served.start()
    yield served
    served.stop()


@pytest.mark.long
def test_kills_under_eight_writers_lose_nothing_and_double_nothing(course: ServedCourse) -> None:
    with eight_writers(course) as acknowledged:
        restarts = [kill_at_a_random_moment(course, acknowledged, turn) for turn in range(1, KILLS + 1)]
    stored = course.folder / "instance" / DATABASE_FILE
    assert words_in(stored) == sorted(acknowledged)
    assert len(everything_in(stored)["response"]) == told(acknowledged) > KILLS
    # A quarter of them say what a restart takes; the others may have waited for other tests on this machine.
    assert sorted(restarts)[KILLS // 4] < READY_WITHIN, restarts


def test_a_backup_under_eight_writers_restores_what_was_there_then(course: ServedCourse, tmp_path: Path) -> None:
    with eight_writers(course) as acknowledged:
        before = set(chain(*acknowledged))
        copy = restored_backup(course, tmp_path / "under-load")
        after = told(acknowledged)
        wait_for(lambda: told(acknowledged) >= after + WRITERS)
    then, now = everything_in(copy), everything_in(course.folder / "instance" / DATABASE_FILE)
    assert before <= set(chain(*words_in(copy)))
    assert {table: rows[: len(then[table])] for table, rows in now.items()} == then
    assert len(then["response"]) < len(now["response"])
    assert everything_in(restored_backup(course, tmp_path / "quiet")) == now


def test_every_acknowledged_answer_was_flushed_to_the_disk(folder: Path, tracer: str) -> None:
    """Look on from outside: the system call that flushes the log must have ended before the answer comes."""
    trace = folder / "trace"
    looking_on = (
        tracer,
        "-D",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-y",
        "-e",
        "trace=fsync,fdatasync",
        "-o",
        str(trace),
        "--",
    )
    course = ServedCourse(folder, launcher=looking_on)
    course.start()
    learner, flushes = Visitor(course), [flushes_in(trace)]
    for number in range(ANSWERS):
        assert learner.is_told(f"word-{number}")
        flushes.append(flushes_in(trace))
    assert course.stop() == 0
    assert course.responses() == ANSWERS
    assert all(later > earlier for earlier, later in pairwise(flushes)), flushes
