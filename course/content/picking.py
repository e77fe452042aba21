"""Questions that are answered by picking: one of several, all that fit, true or false."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from course.content.question import Choice, Kind, Marking, Question, keys_of, known_once


@dataclass(frozen=True, slots=True, kw_only=True)
class _Boxes(Question):
    """A question with a box before each choice."""

    choices: tuple[Choice, ...]

    @property
    def keyed(self) -> tuple[Choice, ...]:
        """Return the choices in the order of the file."""
        return self.choices

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the keys of the right choices."""
        return _right_keys(self.choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice(_Boxes):
    """Pick one. Picked: its key."""

    kind: ClassVar[Kind] = "single"

    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether exactly one known key is picked."""
        return len(picked) == 1 and picked[0] in keys_of(self.choices)

    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return right when the one right choice is picked."""
        return self._marking(picked, right=picked == self.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralChoice(_Boxes):
    """Pick all that fit. Picked: their keys, in the order of the file."""

    kind: ClassVar[Kind] = "several"

    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether at least one known key is picked, and none twice."""
        return known_once(picked, self.choices)

    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return right only when all that fit are picked, and nothing else."""
        chosen, fitting = set(picked), set(self.answer)
        remark = ""
        if chosen - fitting:
            remark = "Not everything you picked fits."
        elif fitting - chosen:
            remark = "What you picked fits, but something is missing."
        return self._marking(chosen, right=chosen == fitting, remark=remark)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Question):
    """Say whether the stem is true. Picked: "true" or "false"."""

    kind: ClassVar[Kind] = "truth"
    truth: bool

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return True and False, always in this order."""
        return Choice("true", "True", self.truth), Choice("false", "False", not self.truth)

    @property
    def keyed(self) -> tuple[Choice, ...]:
        """Return True and False."""
        return self.choices

    @property
    def shown(self) -> tuple[Choice, ...]:
        """Return True and False, always in this order."""
        return self.choices

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the key of the right one."""
        return _right_keys(self.choices)

    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether exactly one of the two is picked."""
        return picked in (("true",), ("false",))

    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return right when the truth is picked."""
        return Marking(picked == self.answer)


def _right_keys(choices: Iterable[Choice]) -> tuple[str, ...]:
    return tuple(choice.key for choice in choices if choice.right)
