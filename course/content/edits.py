"""Exact changes to the lines of a file, for what can be repaired without asking."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put `new` in the place of `old`, which stands at this line and column, both counted from 1."""

    line: int
    column: int
    old: str
    new: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with these edits made, from its end on; one that does not fit, or overlaps another, is left."""
    lines = text.split("\n")
    reached = (len(lines) + 1, 0)
    for edit in sorted(set(edits), reverse=True):
        start, end = edit.column - 1, edit.column - 1 + len(edit.old)
        line = lines[edit.line - 1] if edit.line <= len(lines) else ""
        if (edit.line, end) <= reached and line[start:end] == edit.old:
            lines[edit.line - 1] = line[:start] + edit.new + line[end:]
            reached = (edit.line, start)
    return "\n".join(lines)
