"""What every question is made of. `question.mark(picked)` is the only marking there is."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Literal

_FEWEST_TO_DISORDER = 3

Kind = Literal["single", "several", "truth", "text", "number", "order", "match", "command"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick: its key, its text, whether picking it is right, and what to say to whoever picked it."""

    key: str
    text: str
    right: bool
    feedback: str = ""
    idea: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """What an answer earned; `feedback` holds keys of the question's feedback, `ideas` the misconceptions it shows."""

    right: bool
    feedback: tuple[str, ...] = ()
    remark: str = ""
    ideas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(ABC):
    """What every kind of question has; texts are Markdown, and empty when the author wrote none."""

    kind: ClassVar[Kind]

    id: str
    stem: str
    body: str = ""
    section: str | None = None
    topic: str = ""
    talk: str = ""
    hint: str = ""
    why: str = ""
    see: str = ""
    shuffle: bool = True
    line: int = 1
    digest: str = ""

    @property
    def keyed(self) -> tuple[Choice, ...]:
        """Return everything that has a key, in the order of the file."""
        return ()

    @property
    def shown(self) -> tuple[Choice, ...]:
        """Return what can be picked in the order in which everybody sees it."""
        return mixed(self.id, self.keyed) if self.shuffle else self.keyed

    @property
    def feedback(self) -> Mapping[str, str]:
        """Return what the author says to whoever picked something, by its key."""
        return {choice.key: choice.feedback for choice in self.keyed if choice.feedback}

    @property
    @abstractmethod
    def answer(self) -> tuple[str, ...]:
        """Return what to pick to be right."""

    @abstractmethod
    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether this has the shape of an answer, right or wrong."""

    @abstractmethod
    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return what this answer earns; what nobody could have picked is wrong, never an error."""

    def _marking(self, keys: Iterable[str], *, right: bool, remark: str = "") -> Marking:
        chosen = set(keys)
        found = [choice for choice in self.keyed if choice.key in chosen]
        feedback = tuple(choice.key for choice in found if choice.feedback)
        return Marking(right, feedback, remark, tuple(choice.idea for choice in found if choice.idea))


def mixed(seed: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return the choices in an order drawn from `seed` and their number alone: a corrected text moves nothing."""

    def lot(index: int) -> bytes:
        return sha256(f"{seed}\0{index}".encode()).digest()

    return tuple(choices[index] for index in sorted(range(len(choices)), key=lot))


def disordered(choices: Sequence[Choice], order: Sequence[str]) -> tuple[Choice, ...]:
    """Return the choices, with the first moved to the end if those with a key in `order` stand in that order.

    Two stay as they are: if they were never shown in that order, everybody would know it.
    """
    kept = [choice for choice in choices if choice.key in order]
    if len(kept) < _FEWEST_TO_DISORDER or [choice.key for choice in kept] != list(order):
        return tuple(choices)
    return (*(choice for choice in choices if choice is not kept[0]), kept[0])


def keys_of(choices: Iterable[Choice]) -> frozenset[str]:
    """Return the keys of some choices."""
    return frozenset(choice.key for choice in choices)


def known_once(picked: Sequence[str], choices: Iterable[Choice]) -> bool:
    """Say whether at least one choice is picked, all of them known, none twice."""
    return 0 < len(picked) == len(set(picked)) and keys_of(choices).issuperset(picked)
