"""A file as its author looks at it: its lines, and what is wrong beside the line where it is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from course.content.errors import ContentError
from course.content.source import Source

AROUND = 3  # lines shown before and after one that is broken


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line in pieces, each with whether a finding points at it, and the findings; `apart` after lines left out."""

    number: int
    pieces: tuple[tuple[str, bool], ...]
    findings: tuple[ContentError, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one file; only those around what is broken when it is not served as it stands."""

    path: str
    lines: tuple[SheetLine, ...]
    findings: tuple[ContentError, ...]
    broken: bool

    @property
    def found_lines(self) -> tuple[int, ...]:
        """The numbers of the lines with a finding."""
        return tuple(line.number for line in self.lines if line.findings)

    @property
    def without_place(self) -> tuple[ContentError, ...]:
        """The findings, when there is no text to show them in."""
        return () if self.lines else self.findings


def sheet(path: str, source: Source | None, findings: tuple[ContentError, ...], *, broken: bool) -> Sheet:
    """Return the lines of a file with the findings beside them; of a broken one those around each finding."""
    lines = source.lines if source is not None else ()
    beside: dict[int, list[ContentError]] = {}
    for finding in findings:
        beside.setdefault(min(finding.line, len(lines)), []).append(finding)
    shown = sorted(_near(beside, len(lines))) if broken else range(1, len(lines) + 1)
    return Sheet(path, tuple(_lines(lines, shown, beside)), findings, broken)


def _lines(lines: Sequence[str], shown: Sequence[int], beside: dict[int, list[ContentError]]) -> Iterator[SheetLine]:
    before = 0
    for number in shown:
        text, found = lines[number - 1].rstrip(), tuple(beside.get(number, ()))
        yield SheetLine(number, _pieces(text, {finding.column for finding in found}), found, number != before + 1)
        before = number


def _near(numbers: Collection[int], last: int) -> set[int]:
    return {near for number in numbers for near in range(max(1, number - AROUND), min(last, number + AROUND) + 1)}


def _pieces(text: str, columns: Collection[int]) -> tuple[tuple[str, bool], ...]:
    """Cut a line so that the sign in each of these columns is a piece of its own; a space stands for its end."""
    pieces: list[tuple[str, bool]] = []
    start = 0
    for index in sorted({min(column, len(text) + 1) - 1 for column in columns}):
        pieces += [(text[start:index], False), (text[index : index + 1] or " ", True)]
        start = index + 1
    return tuple(piece for piece in [*pieces, (text[start:], False)] if piece[0])
