"""The `## Title {#id}` lines that cut lessons, quizzes and the glossary into parts."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from course.content.errors import ContentError
from course.content.names import NAME, NAME_FIX
from course.content.source import Source

_HEADING = re.compile(r"##(?!#)[ \t]*(?P<title>.*)")
_ID = re.compile(r"\{#(?P<id>[^{}]*)\}$")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the lines up to the next one: `first` and `end` are indexes as in a slice."""

    id: str
    title: str
    line: int
    first: int
    end: int


def split_parts(source: Source, start: int, text: Sequence[bool]) -> tuple[list[Part], list[ContentError]]:
    """Return the parts of a file from index `start` on, and what is wrong with their headings."""
    heads = [
        index for index in range(start, len(source.lines)) if text[index] and _HEADING.fullmatch(source.lines[index])
    ]
    parts: list[Part] = []
    errors: list[ContentError] = []
    seen: dict[str, int] = {}
    for head, end in zip(heads, [*heads[1:], len(source.lines)], strict=False):
        part = _read_heading(source, head, end, errors)
        if part.id in seen:
            what = f"the id {part.id!r} is already used in line {seen[part.id]}"
            column = source.lines[head].rfind("{#") + 1
            errors.append(source.error(part.line, "E203", what, "give this one an id of its own", column=column))
        if part.id:
            seen.setdefault(part.id, part.line)
        parts.append(part)
    return parts, errors


def _read_heading(source: Source, head: int, end: int, errors: list[ContentError]) -> Part:
    line = source.lines[head].rstrip()
    number = head + 1
    found = _ID.search(line)
    title = line[: found.start() if found else None].lstrip("#").strip()
    name = found["id"] if found else ""
    if not title:
        errors.append(source.error(number, "E204", "the heading has no words", "write a title after ##"))
    if found is None:
        fix = "write an id at its end, as in {#" + (_suggestion(title) or "an-id") + "}"
        errors.append(source.error(number, "E201", "the heading has no id", fix, column=len(line) + 1))
    elif not NAME.fullmatch(name):
        what = f"{name!r} cannot be an id"
        errors.append(source.error(number, "E202", what, NAME_FIX, column=found.start() + 1))
    return Part(name, title, number, head + 1, end)


def _suggestion(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title[:80].casefold().replace("ł", "l"))
    words = re.findall("[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return "-".join(words[-3:]).lstrip("0123456789-")
