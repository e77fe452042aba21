"""A power cut under eight writers, twenty times: what was acknowledged is there, once, and on the disk."""

import http.client
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain, count, pairwise
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import pytest

from course.backup.copying import back_up, restore
from course.config import DATABASE_FILE, load_settings
from course.db import utcnow
from tests.served_course import ServedCourse
from tests.visitor import Visitor

WRITERS, KILLS = 8, 20
READY_WITHIN = 2.0
PATIENCE = 30.0
ANSWERS = 30  # one after another, to count flushes
FLUSHED = re.compile(r"(?:fsync|fdatasync)\(\d+<.*course\.sqlite3-wal>\) = 0")
NO_TRACER = "NO FLUSH WAS COUNTED: no strace here, or it may not look at other programs. Install `strace`."


def send(learner: Visitor, word: str) -> bool:
    """Answer with this word; tell whether the course acknowledged it."""
    form = urlencode({"question": "who", "key": word, "pick": word})
    try:
        return learner.send("POST", "/quizzes/first", form)[0] == 303
    except (OSError, http.client.HTTPException):
        return False


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
            word, patience = f"{name}-{number}", time.monotonic() + PATIENCE
            while not send(learner, word) and time.monotonic() < patience:
                time.sleep(0.05)
            acknowledged[name].append(word)
            if enough.is_set():
                return

    threads = [threading.Thread(target=write, args=(name,)) for name in range(WRITERS)]
    for each in threads:
        each.start()
    try:
        while not all(acknowledged):  # everybody has a cookie
            time.sleep(0.01)
        yield acknowledged
    finally:
        enough.set()
        for each in threads:
            each.join()


def kill_at_a_random_moment(course: ServedCourse, turn: int) -> float:
    """Kill the server and start it again; every fifth time the start is killed too. Return the seconds to ready."""
    time.sleep(random.uniform(0, 0.2))
    course.kill()
    if turn % 5 == 0:
        course.spawn()
        time.sleep(random.uniform(0, 0.5))
        course.kill()
    return course.start()


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


def test_twenty_kills_under_eight_writers_lose_nothing_and_double_nothing(course: ServedCourse) -> None:
    with eight_writers(course) as acknowledged:
        restarts = [kill_at_a_random_moment(course, turn) for turn in range(1, KILLS + 1)]
    stored = course.folder / "instance" / DATABASE_FILE
    assert words_in(stored) == sorted(acknowledged)
    assert everything_in(stored)["response"]
    assert sum(map(len, acknowledged)) > KILLS * WRITERS
    assert median(restarts) < READY_WITHIN, restarts  # the median: this machine may be busy with other tests


def test_a_backup_under_eight_writers_restores_what_was_there_then(course: ServedCourse, tmp_path: Path) -> None:
    with eight_writers(course) as acknowledged:
        before = set(chain(*acknowledged))
        copy = restored_backup(course, tmp_path / "under-load")
        after = sum(map(len, acknowledged))
        while sum(map(len, acknowledged)) < after + WRITERS:
            time.sleep(0.01)
    then, now = everything_in(copy), everything_in(course.folder / "instance" / DATABASE_FILE)
    assert before <= set(chain(*words_in(copy)))
    assert {table: rows[: len(then[table])] for table, rows in now.items()} == then
    assert len(then["response"]) < len(now["response"])
    assert everything_in(restored_backup(course, tmp_path / "quiet")) == now


def test_every_acknowledged_answer_was_flushed_to_the_disk(folder: Path, tracer: str) -> None:
    """Look on from outside: the system call that flushes the log must have ended before the answer comes."""
    trace = folder / "trace"
    looking_on = (tracer, "-D", "-f", "-qq", "-y", "-e", "trace=fsync,fdatasync", "-o", str(trace), "--")
    course = ServedCourse(folder, launcher=looking_on)
    course.start()
    learner, flushes = Visitor(course), [flushes_in(trace)]
    for number in range(ANSWERS):
        assert send(learner, f"word-{number}")
        flushes.append(flushes_in(trace))
    assert course.stop() == 0
    assert course.responses() == ANSWERS
    assert all(later > earlier for earlier, later in pairwise(flushes)), flushes
