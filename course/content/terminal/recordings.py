"""The recorded terminal sessions that lessons quote, and whether what a lesson shows is in one of them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from course.content.answers import split_command
from course.content.errors import ContentError
from course.content.folders import in_one_line
from course.content.source import read
from course.content.terminal.console import Exchange, read_exchanges

FOLDER = "tests/recordings"
"""Where they stand, beside the folder of the lessons."""

CUT = "..."
"""Stands for what is left out of an output: rows, columns, or a part of a cell."""

_BORDER = re.compile(r"[+-][-+]*-[-+. ]*")

_Line = tuple[str, ...]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Recordings:
    """Every recorded command with its output, and which recordings cannot be read."""

    exchanges: tuple[Exchange, ...]
    problems: tuple[ContentError, ...] = ()
    _of: dict[frozenset[tuple[str, int]], list[list[_Line]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        of: dict[frozenset[tuple[str, int]], list[list[_Line]]] = {}
        for exchange in self.exchanges:
            of.setdefault(_words(exchange.command), []).append(_lines(exchange.output))
        object.__setattr__(self, "_of", of)

    def knows(self, command: Sequence[str]) -> bool:
        """Say whether this command is recorded; options may stand in another order."""
        return _words(command) in self._of

    def strange_line(self, exchange: Exchange) -> int | None:
        """Return the index of the first line of this output that no recording of its command holds.

        None when all of it is recorded. Output without a command is looked for everywhere.
        """
        shown = [(index, _line(line)) for index, line in enumerate(exchange.output) if line.strip()]
        shown = [each for before, each in pairwise([(-1, ()), *shown]) if not each[1] == before[1] == (CUT,)]
        if not shown:
            return None
        if exchange.command:
            recorded = self._of.get(_words(exchange.command), [])
        else:
            recorded = [output for outputs in self._of.values() for output in outputs]
        lines = [line for _, line in shown]
        reached = max((_matched(lines, output) for output in recorded), default=0)
        return None if reached > len(lines) else shown[min(reached, len(lines) - 1)][0]

    def commands_of(self, output: Sequence[str]) -> list[str]:
        """Return the commands that are recorded with this output."""
        lines = [_line(line) for line in output if line.strip()]
        return [
            " ".join(exchange.command)
            for exchange in self.exchanges
            if _matched(lines, _lines(exchange.output)) > len(lines)
        ]


def read_recordings(folder: Path) -> Recordings | None:
    """Return the sessions recorded in the text files of a folder, None when there are none."""
    files = sorted(folder.glob("*.txt"))
    exchanges: list[Exchange] = []
    problems: list[ContentError] = []
    for file in files:
        try:
            source = read(folder, file.name, in_one_line(f"{FOLDER}/{file.name}"))
        except ContentError as error:
            problems.append(error)
        else:
            exchanges += read_exchanges(source.lines)
    return Recordings(tuple(exchanges), tuple(problems)) if files else None


def _words(command: Iterable[str]) -> frozenset[tuple[str, int]]:
    # A recording has lost its quotation marks: `"SSH and ping"` stands there as three words.
    line = " ".join(part.removesuffix("\\") for part in command)
    words = split_command(line) or tuple(line.split())
    return frozenset(Counter(" ".join(words).split()).items())


def _lines(output: Iterable[str]) -> list[_Line]:
    return [_line(line) for line in output if line.strip()]


def _line(line: str) -> _Line:
    """Return the cells of a line of a table, trimmed; any other line is one cell, and all borders are alike."""
    text = line.strip()
    if _BORDER.fullmatch(text):
        return ("+", "")
    if text.startswith("|"):
        return ("|", *(" ".join(cell.split()) for cell in text[1:].removesuffix("|").split("|")))
    return (text,)


def _matched(shown: Sequence[_Line], recorded: Sequence[_Line]) -> int:
    return _held(shown, recorded, (CUT,), _same_line)


def _same_line(shown: _Line, recorded: _Line) -> bool:
    if CUT not in "".join(shown):
        return shown == recorded
    return _held(shown, recorded, CUT, _same_cell) > len(shown)


def _same_cell(shown: str, recorded: str) -> bool:
    if CUT not in shown:
        return shown == recorded
    first, *middle, last = (piece.strip() for piece in shown.split(CUT))
    if not recorded.startswith(first) or not recorded.endswith(last):
        return False
    at, end = len(first), len(recorded) - len(last)
    for piece in middle:
        found = recorded.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end


def _held(shown: Sequence[_T], recorded: Sequence[_T], gap: _T, same: Callable[[_T, _T], bool]) -> int:
    """Return how many things that are shown are recorded in this order; one more when nothing else is.

    A gap stands for any number of recorded things.
    """
    reached = {0}  # the indexes in the recording that can come next: no search goes back
    for count, each in enumerate(shown):
        if each == gap:
            reached = set(range(min(reached), len(recorded) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(recorded) and same(each, recorded[at])}
        if not reached:
            return count
    return len(shown) + (len(recorded) in reached)
