"""A rule: one thing that can be wrong in a text, with a code of its own and the reason why it is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.content.errors import ContentError

if TYPE_CHECKING:
    from course.content.reading import Reading


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule has found: its place, counted from 1, what is wrong and what to do."""

    line: int
    column: int
    what: str
    fix: str


Look = Callable[["Reading"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A function that looks at one file, and the code under which its findings are told."""

    code: str
    look: Look

    @property
    def why(self) -> str:
        """Return the sentence that says why this is a rule."""
        return (self.look.__doc__ or "").strip()

    def check(self, reading: "Reading") -> Iterator[ContentError]:
        """Return what is wrong in this file by this rule."""
        for found in self.look(reading):
            yield ContentError(reading.source.path, found.line, found.column, self.code, found.what, found.fix)


def rule(code: str) -> Callable[[Look], Rule]:
    """Make a rule with this code out of a function; its docstring says why."""
    return lambda look: Rule(code, look)
