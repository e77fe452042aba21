"""How long it takes from the start of the process to the first lesson, beside the bare app."""

from statistics import median

from tests.bench.ground import Ground, middle_ratio
from tests.bench.processes import pinned
from tests.bench.table import Row

GOAL = 2.5


def start(ground: Ground) -> list[Row]:
    """Start both in turn, on an instance that exists, with their .pyc files in place."""
    rounds = 3 if ground.quick else 9
    with pinned(ground.cores.load):
        size = _first_answer(ground)[1]  # also writes what .pyc files are missing
        _first_answer_of_bare(ground, size)
        pairs = [(_first_answer(ground)[0], _first_answer_of_bare(ground, size)) for _ in range(rounds)]
    ratio = middle_ratio(pairs)
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    return [
        Row(
            "From start to the first lesson",
            f"{ours * 1000:.0f} ms",
            f"bare Flask {theirs * 1000:.0f} ms",
            f"{ratio:.2f}",
            f"<= {GOAL}",
            ratio <= GOAL,
        )
    ]


def _first_answer(ground: Ground) -> tuple[float, int]:
    with ground.course() as course:
        return course.first_answer, course.body_bytes


def _first_answer_of_bare(ground: Ground, size: int) -> float:
    with ground.bare(size) as bare:
        return bare.first_answer
