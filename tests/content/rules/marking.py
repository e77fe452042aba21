"""What a rule tells, shown as a sign before every place that it names."""

from pathlib import Path

from course.content.rules.checking import check
from course.content.rules.examples import MARK, Example, write
from course.content.rules.sound import SOUND, TODAY
from course.content.rules.world import world_around
from course.content.terminal.client import Client


def marked(root: Path, code: str, example: Example, client: Client | None = None) -> str:
    """Return what the example puts into the sound course, with a mark before every place that the rule names."""
    lessons, quizzes = write(root, example)
    found = check(lessons, quizzes, world=world_around(lessons, today=TODAY, client=client))
    lines = (example.content or b"").decode().split("\n")
    for error in sorted(found, key=lambda error: error.place, reverse=True):
        if error.code == code and error.path == example.path:
            line = lines[error.line - 1]
            lines[error.line - 1] = f"{line[: error.column - 1]}{MARK}{line[error.column - 1 :]}"
    before, _, after = SOUND[example.path].partition(example.instead_of) if example.instead_of else ("", "", "")
    return "\n".join(lines).removeprefix(before).removesuffix(after)
