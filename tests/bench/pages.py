"""How fast a lesson page is beside a bare Flask app that returns as many bytes."""

from itertools import repeat
from statistics import median

from tests.bench import messages
from tests.bench.ground import Ground, middle_ratio
from tests.bench.load import Load, run_load
from tests.bench.processes import Served, pinned
from tests.bench.statements import lesson_statements
from tests.bench.table import Row

CONNECTIONS = 16
WARM_UP = 0.5
VISITOR_GOAL = 0.80
LEARNER_GOAL = 0.40
MOST_STATEMENTS = 3


def visitor(ground: Ground) -> list[Row]:
    """Measure the lesson as somebody without a cookie reads it."""
    return [_beside_bare(ground, "A visitor's lesson page", VISITOR_GOAL, token="")]


def learner(ground: Ground) -> list[Row]:
    """Measure the lesson as a learner with several answers sees it, and count its statements."""
    token = ground.learners(1)[0]
    statements = lesson_statements(ground, token)
    counted = Row(
        "Its SQL statements",
        str(len(statements)),
        goal=f"<= {MOST_STATEMENTS}",
        met=len(statements) <= MOST_STATEMENTS,
    )
    return [_beside_bare(ground, "A learner's lesson page", LEARNER_GOAL, token=token), counted]


def _beside_bare(ground: Ground, what: str, goal: float, *, token: str) -> Row:
    rounds, seconds = (3, 1.0) if ground.quick else (7, 2.0)
    with (
        ground.course(token=token) as course,
        ground.bare(course.body_bytes) as bare,
        pinned(ground.cores.load),
    ):
        ours, theirs = messages.get(course.port, ground.path, token=token), messages.get(bare.port, "/")
        for server, request in ((course, ours), (bare, theirs)):
            _round(server, request, WARM_UP)
        pairs = [(_round(course, ours, seconds), _round(bare, theirs, seconds)) for _ in range(rounds)]
    ratio = middle_ratio([(one.rate, other.rate) for (one, _cpu), (other, _other_cpu) in pairs])
    return Row(
        f"{what} ({course.body_bytes:,} bytes)",
        _summary([one for one, _ in pairs]),
        _summary([other for _, other in pairs], "bare Flask "),
        f"{ratio:.2f}",
        f">= {goal:.2f}",
        ratio >= goal,
    )


def _round(server: Served, request: bytes, seconds: float) -> tuple[Load, float]:
    """Return what came back, and the processor time of one request in seconds."""
    before = server.cpu_seconds()
    load = run_load(server.port, [repeat(request)] * CONNECTIONS, seconds=seconds)
    if load.errors:
        raise RuntimeError(f"{load.errors} of {load.answers + load.errors} answers were errors: {request!r}")
    return load, (server.cpu_seconds() - before) / load.answers


def _summary(rounds: list[tuple[Load, float]], name: str = "") -> str:
    rate = median(load.rate for load, _ in rounds)
    cpu = median(cpu for _, cpu in rounds)
    return f"{name}{rate:,.0f}/s, {cpu * 1e6:.0f} µs"
