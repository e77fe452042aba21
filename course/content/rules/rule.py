"""A rule: one thing that can be wrong, with a code of its own, the reason why it is wrong, and two examples."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course.content.edits import Edit
from course.content.errors import ContentError
from course.content.rules.examples import Example

if TYPE_CHECKING:
    from course.content.rules.manuscript import Manuscript


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule has found: its place, counted from 1, what is wrong, what to do, and edits that do it."""

    line: int
    column: int
    what: str
    fix: str
    edits: tuple[Edit, ...] = ()


Look = Callable[["Manuscript"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, why it is told, a change to the sound course that it is told of, and one that is as it should be.

    What is found while a file is read has no function of its own to look for it.
    """

    code: str
    why: str
    bad: Example | None
    good: Example | None
    look: Look | None = None

    def check(self, manuscript: "Manuscript") -> Iterator[ContentError]:
        """Return what is wrong in this file by this rule."""
        for found in self.look(manuscript) if self.look else ():
            path = manuscript.source.path
            yield ContentError(path, found.line, found.column, self.code, found.what, found.fix, found.edits)


def rule(code: str, *, bad: Example, good: Example) -> Callable[[Look], Rule]:
    """Make a rule with this code out of a function; its docstring says why."""
    return lambda look: Rule(code, (look.__doc__ or "").strip(), bad, good, look)
