"""How much memory the server takes, and whether it grows."""

from itertools import repeat

from tests.bench import messages
from tests.bench.ground import Ground
from tests.bench.load import run_load
from tests.bench.pages import CONNECTIONS
from tests.bench.processes import pinned
from tests.bench.table import Row

MEGABYTE = 1_000_000
GOAL = 80 * MEGABYTE
MOST_GROWTH = 0.05
WARM_UP = 1_000  # requests: every thread has worked, every page has been printed


def memory(ground: Ground) -> list[Row]:
    """Weigh the server once it is warm, and after very many requests, half of them a learner's."""
    requests = 10_000 if ground.quick else 100_000
    tokens = ground.learners(CONNECTIONS // 2)
    with ground.course(token=tokens[0]) as course, pinned(ground.cores.load):
        pages = [messages.get(course.port, ground.path, token=token) for token in tokens]
        pages += [messages.get(course.port, ground.path)] * len(tokens)
        worker = course.tree()[1]
        _ask(course.port, pages, WARM_UP)
        before = course.pss()
        _ask(course.port, pages, requests)
        after = course.pss()
    return [
        _row("Memory (PSS) of the server", sum(before.values()), sum(after.values()), requests),
        _row("of which its worker", before[worker], after[worker], requests, goal=False),
    ]


def _ask(port: int, pages: list[bytes], requests: int) -> None:
    load = run_load(port, [repeat(page, requests // len(pages)) for page in pages])
    if load.errors:
        raise RuntimeError(f"{load.errors} of {load.answers + load.errors} answers were errors")


def _row(what: str, before: int, after: int, requests: int, *, goal: bool = True) -> Row:
    growth = after / before - 1
    return Row(
        what,
        f"warm {before / MEGABYTE:.1f} MB",
        f"after {requests:,} requests {after / MEGABYTE:.1f} MB",
        f"{growth:+.1%}",
        f"<= {GOAL // MEGABYTE} MB, < {MOST_GROWTH:+.0%}" if goal else "",
        (after <= GOAL and growth < MOST_GROWTH) if goal else None,
    )
