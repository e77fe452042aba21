"""Numbers that perish: each with the day it was true and where it comes from."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime

from course.content.errors import BrokenFileError, ContentError
from course.content.names import NAME, NAME_FIX
from course.content.nearest import did_you_mean
from course.content.source import Source

_KEYS = ("value", "as_of", "source")
_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a lesson quotes as {{ fact:name }}, true on the day `as_of`."""

    name: str
    value: str
    as_of: date
    source: str


def parse(source: Source) -> dict[str, Fact]:
    """Return the facts of the file by name, or raise BrokenFileError with all that is wrong."""
    try:
        tables = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _PLACE.fullmatch(str(error))
        line, column = (int(found[2]), int(found[3])) if found and found[2] else (len(source.lines), 1)
        what = f"this is not TOML: {found[1] if found else 'nested too deep'}"
        fix = 'write a line [name], then value = "...", as_of = 2026-11-22, source = "..."'
        raise BrokenFileError([source.error(line, "E111", what, fix, column=column)]) from None
    errors: list[ContentError] = []
    facts = [_fact(source, name, table, errors) for name, table in tables.items()]
    if errors:
        raise BrokenFileError(errors)
    return {fact.name: fact for fact in facts if fact}


def _fact(source: Source, name: str, table: object, errors: list[ContentError]) -> Fact | None:
    line = next((i for i, text in enumerate(source.lines, 1) if text.strip() == f"[{name}]"), 1)

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
    as_of = table.get("as_of")
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        wrong("has an as_of that is no day", "write it without quotes, as in as_of = 2026-11-22")
        return None
    return Fact(name, str(table.get("value")), as_of, str(table.get("source")))
