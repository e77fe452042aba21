"""How fast answers are stored, each with a commit of its own, beside what the disk can do at all."""

import sqlite3
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import func, select

from course.db import connect
from course.learning.models import Response
from tests.bench import messages
from tests.bench.ground import Ground, middle_ratio
from tests.bench.load import Load, run_load
from tests.bench.processes import Served, pinned
from tests.bench.table import Row

LEARNERS = 200
RAW_SECONDS = 1.0
SEE_OTHER = 303


def answering(ground: Ground) -> list[Row]:
    """Let 200 learners answer at once, each over their own connection; count what the database then holds."""
    rounds, seconds = (2, 3.0) if ground.quick else (5, 5.0)
    tokens = ground.learners(LEARNERS)
    before = _stored(ground)
    with ground.course() as course, pinned(ground.cores.load):
        _post(course, ground, tokens, 1.0)  # the first answers make the question versions
        warm = _stored(ground) - before
        pairs = [(_post(course, ground, tokens, seconds), _raw_commits(ground)) for _ in range(rounds)]
    loads = [load for load, _raw in pairs]
    acknowledged = sum(load.answers for load in loads)
    stored = _stored(ground) - before - warm
    ratio = middle_ratio([(load.rate, raw) for load, raw in pairs])
    return [
        Row(
            f"Answers stored ({LEARNERS} connections)",
            f"{median(load.rate for load in loads):,.0f}/s",
            f"raw commits {median(raw for _load, raw in pairs):,.0f}/s",
            f"{ratio:.2f}",
        ),
        Row(
            "How long an answer takes",
            f"p50 {_percentile(loads, 0.5)}, p99 {_percentile(loads, 0.99)}",
            f"longest {_percentile(loads, 1)}",
        ),
        _errors(sum(load.errors for load in loads), acknowledged, stored),
    ]


def _errors(errors: int, acknowledged: int, stored: int) -> Row:
    return Row(
        "Errors among them",
        f"{errors} errors",
        f"{acknowledged:,} acknowledged, {stored:,} stored",
        goal="0, all stored",
        met=not errors and acknowledged == stored,
    )


def _post(course: Served, ground: Ground, tokens: list[str], seconds: float) -> Load:
    streams = [messages.answers(course.port, ground.lesson, token=token) for token in tokens]
    return run_load(course.port, streams, seconds=seconds, status=SEE_OTHER)


def _stored(ground: Ground) -> int:
    database = connect(ground.settings.database)
    try:
        with database.session() as session:
            return session.scalar(select(func.count()).select_from(Response)) or 0
    finally:
        database.close()


def _raw_commits(ground: Ground) -> float:
    """Return how many durable commits a second a bare loop reaches, in the same folder, on the same core."""
    file = Path(ground.settings.instance) / "raw.sqlite3"
    with pinned(ground.cores.server), closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, learner INT, picked TEXT, at TEXT)"
        )
        count, started = 0, perf_counter()
        while (spent := perf_counter() - started) < RAW_SECONDS:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO answer (learner, picked, at) VALUES (?, '[\"b\"]', '2026-11-22 20:00:00')",
                (count,),
            )
            connection.execute("COMMIT")
            count += 1
    return count / spent


def _percentile(loads: list[Load], share: float) -> str:
    """Return the wait that `share` of all answers did not exceed."""
    waits = [wait for load in loads for wait in load.waits]
    return f"{Load(waits=waits).percentile(share) * 1000:.0f} ms"
