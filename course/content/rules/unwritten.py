"""What is begun and not written: `course new` marks such places, and an author can."""

import re
from collections.abc import Iterator

from course.content.rules.examples import section
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule

UNWRITTEN = "TODO"
"""Stands where something is to be written; what follows it in the line says what."""

_MARK = re.compile(rf"\b{UNWRITTEN}\b")
_ID = re.compile(r"\{#[^{}]*\}$")
_FIX = f"write it, and take {UNWRITTEN} away"


@rule(
    "E130", bad=section("‸TODO say who asks first."), good=section("You ask first. Write `TODO` in code, if you must.")
)
def unwritten(manuscript: Manuscript) -> Iterator[Finding]:
    """Learners would read it as it stands: a place that is begun and not written."""
    for number, line in enumerate(manuscript.prose, 1):
        if UNWRITTEN in line and (found := _MARK.search(line)):
            note = _ID.sub("", manuscript.source.lines[number - 1][found.end() :].rstrip())
            fix = note.strip(" :.,-") or _FIX
            yield Finding(number, found.start() + 1, "this is still to be written", fix)
