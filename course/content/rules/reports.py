"""What was found, written for people, for a forge, or for another program."""

import json
from collections.abc import Callable, Mapping, Sequence

from course.content.errors import ContentError


def as_text(found: Sequence[ContentError]) -> str:
    """Return a line for each finding, and how many there are."""
    return "\n".join([*map(str, found), _total(found)])


def as_github(found: Sequence[ContentError]) -> str:
    """Return commands that make a forge with GitHub's actions show each finding beside its line."""
    return "\n".join(
        f"::{each.severity} file={_property(each.path)},line={each.line},col={each.column},title={each.code}"
        f"::{_data(f'{each.what}; {each.fix}')}"
        for each in found
    )


def as_json(found: Sequence[ContentError]) -> str:
    """Return a list of objects; the keys are described in course/docs/rules.md."""
    return json.dumps([_object(each) for each in found], ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[Sequence[ContentError]], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
}
"""How a report is written, by the name of its format."""


def _total(found: Sequence[ContentError]) -> str:
    errors = sum(each.severity == "error" for each in found)
    mendable = sum(bool(each.edits) for each in found)
    total = f"{_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}"
    return f"{total}; --fix repairs {mendable}" if mendable else total


def _count(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def _object(each: ContentError) -> dict[str, object]:
    place: dict[str, object] = {"path": each.path, "line": each.line, "column": each.column}
    said: dict[str, object] = {"code": each.code, "severity": each.severity, "what": each.what, "fix": each.fix}
    return {**place, **said, "mendable": bool(each.edits)}


def _data(text: str) -> str:
    # A line that is not escaped could be a command of its own.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
