"""The rule for what is begun and not written: a place marked TODO, as `course new` marks it."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
from collections.abc import Iterator

from course.content.reading import Reading
from course.content.rule import Finding, rule

MARK = "TODO"
"""Stands where something is to be written; what follows it in the line says what."""

_MARK = re.compile(rf"\b{MARK}\b")
_ID = re.compile(r"\{#[^{}]*\}$")
_FIX = f"write it, and take {MARK} away"


@rule("E130")
def unwritten(reading: Reading) -> Iterator[Finding]:
    """A place that is begun and not written would be read by learners as it stands."""
    for number, line in enumerate(reading.prose, 1):
        if found := _MARK.search(line):
            note = _ID.sub("", reading.source.lines[number - 1][found.end() :].rstrip())
            fix = note.strip(" :.,-") or _FIX
            yield Finding(number, found.start() + 1, "this is still to be written", fix)


RULES = (unwritten,)
