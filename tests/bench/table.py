"""The one table that a run prints."""

from collections.abc import Sequence
from dataclasses import dataclass

HEADINGS = ("What", "The course", "Beside it", "Ratio", "Goal", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One result; `met` is None where there is no goal or nothing could be measured."""

    what: str
    course: str
    beside: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the row as it is printed."""
        verdict = {True: "met", False: "missed", None: ""}[self.met]
        return (self.what, self.course, self.beside, self.ratio, self.goal, verdict)


def render(rows: Sequence[Row]) -> str:
    """Return the table as Markdown, its columns aligned for a terminal."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    ruled = [_line(HEADINGS, widths), "| " + " | ".join("-" * max(width, 3) for width in widths) + " |"]
    return "\n".join([*ruled, *(_line(line, widths) for line in lines[1:])])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(max(width, 3)) for cell, width in zip(cells, widths, strict=True)) + " |"
