"""The roster as a table for spreadsheets, which take some texts for formulas."""

import csv
import io
from collections.abc import Iterator

from course.meetups.announcements import one_line
from course.meetups.attendance import Roster
from course.meetups.prereading import Readiness

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else
HEADINGS = ("Name", "People", "State", "Lessons finished", "Lessons set", "Joined (UTC)")
NOT_NAMED = "(not named)"
NO_NAME = "(gave no name)"
_BEGIN_FORMULAS = "=+-@\uff1d\uff0b\uff0d\uff20"  # the wide forms, too


def roster_table(roster: Roster) -> bytes:
    """Return a line for everybody who allows it, and one for each number of others."""
    written = io.StringIO()
    table = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)  # many a spreadsheet ends a bare cell at a semicolon
    table.writerow(HEADINGS)
    table.writerows([safe(cell) for cell in row] for row in _rows(roster))
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def safe(cell: object) -> object:
    """Return a cell that is text and nothing else: one line, and no formula."""
    if not isinstance(cell, str):
        return cell
    text = one_line(cell)
    return f"'{text}" if text.startswith(tuple(_BEGIN_FORMULAS)) else text


def _rows(roster: Roster) -> Iterator[tuple[object, ...]]:
    for line in roster.lines:
        joined = f"{line.joined_at:%Y-%m-%d %H:%M}"
        yield line.name or NO_NAME, 1, line.readiness.value, line.finished, roster.lessons, joined
    numbers = zip(Readiness, (roster.ready, roster.started, roster.not_started), strict=True)
    for readiness, people in numbers:
        if others := people - sum(line.readiness is readiness for line in roster.lines):
            yield NOT_NAMED, others, readiness.value, "", roster.lessons, ""
