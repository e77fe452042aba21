"""What can be wrong with the content, said so that its reader knows what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from course.content.edits import Edit


# Not frozen: Python itself writes __traceback__ and __notes__ on an exception that travels.
@dataclass(unsafe_hash=True)
class ContentError(Exception):
    """One thing that is wrong in one file, with its place (counted from 1) and what to do about it."""

    path: str
    line: int
    column: int
    code: str
    what: str
    fix: str
    edits: tuple[Edit, ...] = ()  # what does it, where that is certain

    @property
    def severity(self) -> Literal["error", "warning"]:
        """Say whether this must be repaired ("error") or is only worth a look ("warning")."""
        return "warning" if self.code.startswith("W") else "error"

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Return what findings are sorted by: path, line, column, code."""
        return self.path, self.line, self.column, self.code

    def __str__(self) -> str:
        """Return the line that `course check` prints."""
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.what}; {self.fix}"


class BrokenFileError(Exception):
    """A file cannot be used as it is; `errors` holds everything that is wrong in it, in its order."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: error.place))
        super().__init__("\n".join(map(str, self.errors)))


class UnknownSlugError(LookupError):
    """No lesson has this slug; `nearest` holds up to three slugs that look like it."""

    def __init__(self, slug: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(slug)
        self.slug = slug
        self.nearest = nearest


class UnknownQuestionError(LookupError):
    """The quiz has no question with this id."""

    def __init__(self, slug: str, question: str) -> None:
        super().__init__(f"{slug}: {question}")
        self.slug = slug
        self.question = question


class BeingRepairedError(Exception):
    """The lesson is known, but its file has been broken since this process started."""

    def __init__(self, slug: str, title: str) -> None:
        super().__init__(slug)
        self.slug = slug
        self.title = title
