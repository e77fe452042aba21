"""What `course check` says about the files, by path; said once for every state of the files."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from markupsafe import Markup, escape

from course.content.errors import ContentError
from course.content.library import Library
from course.content.rules.checking import check_library
from course.content.rules.world import world_around

_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")

Findings: TypeAlias = Mapping[str, tuple[ContentError, ...]]
"""What is wrong in each file, in the order of its lines."""


class LatestFindings:
    """Checks a library once; whoever asks at the same time waits for it."""

    def __init__(self, lessons_folder: Path) -> None:
        self._lessons_folder = lessons_folder
        self._lock = Lock()
        self._checked: tuple[Library, date] | None = None
        self._findings: Findings = {}

    def of(self, library: Library, today: date) -> Findings:
        """Return what is wrong in this library; facts grow old, so another day is another check."""
        with self._lock:
            if self._checked is None or self._checked[0] is not library or self._checked[1] != today:
                self._findings = by_path(check_library(library, world_around(self._lessons_folder, today=today)))
                self._checked = (library, today)
            return self._findings


def by_path(found: list[ContentError]) -> Findings:
    """Return the findings of each file."""
    sorted_out: dict[str, list[ContentError]] = {}
    for finding in found:
        sorted_out.setdefault(finding.path, []).append(finding)
    return {path: tuple(those) for path, those in sorted_out.items()}


def counted(found: tuple[ContentError, ...]) -> str:
    """Return how many errors and warnings there are, in words; nothing when there are none."""
    errors = sum(finding.severity == "error" for finding in found)
    warnings = len(found) - errors
    words = [_number(errors, "error"), _number(warnings, "warning")]
    return ", ".join(word for word in words if word)


def with_code(text: str) -> Markup:
    """Return what a finding says, with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 (escaped before anything is added)


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}" if count else ""
