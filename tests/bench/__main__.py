"""`python -m tests.bench`: measure everything in one run, beside what it is compared to, and print one table.

A missed goal is no failure of the run: figures depend on the machine, so nothing here is a timed test.
"""

import argparse
import sys

from tests.bench import answering, checking, evening, growth, memory, pages, signing, starting, weight
from tests.bench.ground import new_ground
from tests.bench.table import Row, render

BENCHES = {
    "visitor": pages.visitor,
    "learner": pages.learner,
    "answering": answering.answering,
    "signing": signing.signing,
    "growth": growth.growth,
    "evening": evening.evening,
    "start": starting.start,
    "checking": checking.checking,
    "memory": memory.memory,
    "weight": weight.weight,
}


def main() -> None:
    """Run what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds; the figures are rough")
    parser.add_argument("--only", choices=BENCHES, metavar="NAME", help=f"one of {', '.join(BENCHES)}")
    asked = parser.parse_args()
    rows: list[Row] = []
    with new_ground(quick=asked.quick) as ground:
        if ground.cores.server == ground.cores.load:
            print("Only one core: server and load share it, the figures say little.", file=sys.stderr)
        for name in [asked.only] if asked.only else BENCHES:
            print(f"{name} ...", file=sys.stderr)
            rows += BENCHES[name](ground)
    print(render(rows))


if __name__ == "__main__":
    main()
