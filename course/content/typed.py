"""Questions that are answered by typing: a word, a number, a command."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from course.content.answers import alternatives, compare_commands, normal_text, read_number
from course.content.question import Choice, Kind, Marking, Question

LONGEST_ANSWER = 500
"""Characters that a typed answer may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuestion(Question):
    """Type a word or two. Picked: what was typed."""

    kind: ClassVar[Kind] = "text"
    answers: tuple[str, ...]
    nots: tuple[Choice, ...] = ()

    @property
    def keyed(self) -> tuple[Choice, ...]:
        """Return the wrong answers that the author foresaw."""
        return self.nots

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the first of the right answers."""
        return self.answers[:1]

    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether something is typed."""
        return _typed(picked)

    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return right when one of the answers is typed; case, spaces and a full stop do not count."""
        said = normal_text(picked[0]) if _typed(picked) else ""
        right = bool(said) and any(said == normal_text(answer) for answer in self.answers)
        foreseen = [choice.key for choice in self.nots if said in map(normal_text, alternatives(choice.text))]
        return self._marking(foreseen if said else (), right=right)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(Question):
    """Type a number. Picked: what was typed."""

    kind: ClassVar[Kind] = "number"
    value: Decimal
    tolerance: Decimal = Decimal(0)
    unit: str = ""

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the number, with its unit if it has one."""
        return (f"{self.value} {self.unit}".strip(),)

    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether a number is typed."""
        return _typed(picked) and read_number(picked[0]) is not None

    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return right when the number is near enough; a unit is compared only when the author wrote one."""
        read = read_number(picked[0]) if _typed(picked) else None
        if read is None:
            return Marking(right=False, remark="This is not a number.")
        number, unit = read
        if self.unit and unit and normal_text(unit) != normal_text(self.unit):
            return Marking(right=False, remark=f"The answer is asked for in {self.unit}.")
        return Marking(abs(number - self.value) <= self.tolerance)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandQuestion(Question):
    """Type a command line. Picked: what was typed."""

    kind: ClassVar[Kind] = "command"
    command: str

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the command as the author wrote it."""
        return (self.command,)

    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether something is typed."""
        return _typed(picked)

    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return right when a shell would run the same; options may stand in any order."""
        if not _typed(picked):
            return Marking(right=False, remark="There is no command.")
        right, remark = compare_commands(self.command, picked[0])
        return Marking(right, remark=remark)


def _typed(picked: tuple[str, ...]) -> bool:
    return len(picked) == 1 and len(picked[0].strip()) > 0 and len(picked[0]) <= LONGEST_ANSWER
