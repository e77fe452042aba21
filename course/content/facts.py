"""Numbers that perish: each with the day it was true and where it comes from."""

from dataclasses import dataclass
from datetime import date, datetime

from course.content.errors import BrokenFileError, ContentError
from course.content.names import NAME, NAME_FIX
from course.content.nearest import did_you_mean
from course.content.source import Source, hidden_sign
from course.content.tables import lines_of_tables, read_tables

_KEYS = ("value", "as_of", "source")
_LONGEST = {"value": 200, "source": 1000}  # characters
_LARGEST = 10**15
_FIX = 'write a line [name], then value = "...", as_of = 2026-11-22, source = "..."'


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a lesson quotes as {{ fact:name }}, true on the day `as_of`."""

    name: str
    value: str
    as_of: date
    source: str


def parse(source: Source) -> dict[str, Fact]:
    """Return the facts of the file by name, or raise BrokenFileError with all that is wrong."""
    tables, lines = read_tables(source, _FIX), lines_of_tables(source)
    errors: list[ContentError] = []
    facts = [_fact(source, name, table, lines.get(name, 1), errors) for name, table in tables.items()]
    if errors:
        raise BrokenFileError(errors)
    return {fact.name: fact for fact in facts if fact}


def _fact(source: Source, name: str, table: object, line: int, errors: list[ContentError]) -> Fact | None:
    def wrong(what: str, fix: str) -> None:
        errors.append(source.error(line, "E112", f"the fact {name!r} {what}", fix))

    if not NAME.fullmatch(name):
        wrong("has no good name", NAME_FIX)
    if not isinstance(table, dict):
        wrong("stands outside of a table", "write [name] on a line of its own, its keys below")
        return None
    for key in table:
        if key not in _KEYS:
            wrong(f"has an unknown key {key!r}", did_you_mean(key, _KEYS, f"the keys are {', '.join(_KEYS)}"))
    for key in _KEYS:
        if not table.get(key):
            wrong(f"has no {key}", f"add {key} = ...")
        elif key in _LONGEST and (what := _unfit(table[key], _LONGEST[key])):
            wrong(f"has a {key} that {what}", "write a few words or a number between quotation marks")
    as_of = table.get("as_of")
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        wrong("has an as_of that is no day", "write it without quotes, as in as_of = 2026-11-22")
        return None
    return None if errors else Fact(name, str(table["value"]), as_of, str(table["source"]))


def _unfit(value: object, longest: int) -> str:
    """Return why a page cannot say this value, or nothing when it can."""
    if isinstance(value, str):
        if sign := hidden_sign(value):
            return f"holds the invisible character U+{ord(sign):04X}"
        return f"has more than {longest} characters" if len(value) > longest else ""
    if isinstance(value, int) and not isinstance(value, bool):
        return "is too large" if abs(value) >= _LARGEST else ""
    return "is neither text nor a whole number"
