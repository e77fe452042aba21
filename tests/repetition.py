"""How much of what is tested by repetition: a part of it in every run, all of it with COURSE_TEST_LONG=1."""

import os
from collections.abc import Sequence
from typing import TypeVar

Each = TypeVar("Each")

LONG = os.environ.get("COURSE_TEST_LONG") == "1"


def part_of(all_of_them: Sequence[Each], turn: int = 0, of: int = 10) -> Sequence[Each]:
    """Return one of so many parts, another one for each turn, so that together they miss nothing; in a long run all."""
    return all_of_them if LONG else all_of_them[turn % of :: of]
