"""Questions that are answered by arranging: steps in order, pairs that belong together."""

from dataclasses import dataclass
from typing import ClassVar

from course.content.question import Choice, Kind, Marking, Question, disordered, keys_of, known_once, mixed


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderQuestion(Question):
    """Put steps in order and leave out those that do not belong. Picked: the keys of the steps, in the order given."""

    kind: ClassVar[Kind] = "order"
    steps: tuple[Choice, ...]
    extras: tuple[Choice, ...] = ()

    @property
    def keyed(self) -> tuple[Choice, ...]:
        """Return the steps in their right order, then those that do not belong."""
        return self.steps + self.extras

    @property
    def shown(self) -> tuple[Choice, ...]:
        """Return all steps mixed; three or more never stand in their right order."""
        return disordered(mixed(self.id, self.keyed), self.answer)

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the keys of the steps in their right order."""
        return tuple(step.key for step in self.steps)

    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether at least one known step is picked, and none twice."""
        return known_once(picked, self.keyed)

    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return right when the steps that belong stand in their order, and nothing else."""
        if picked == self.answer:
            return Marking(right=True)
        placed = sum(key == step for key, step in zip(picked, self.answer, strict=False))
        strange = set(picked) & keys_of(self.extras)
        remark = f"{placed} of {len(self.steps)} steps {_are(placed)} in the right place."
        if strange:
            remark += " One step does not belong." if len(strange) == 1 else f" {len(strange)} steps do not belong."
        return self._marking(strange, right=False, remark=remark)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchQuestion(Question):
    """Give each left its right. Picked: the key of the right for each left, in the order of the file."""

    kind: ClassVar[Kind] = "match"
    lefts: tuple[Choice, ...]
    rights: tuple[Choice, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def keyed(self) -> tuple[Choice, ...]:
        """Return the lefts in the order of the file, then the rights."""
        return self.lefts + self.rights

    @property
    def shown(self) -> tuple[Choice, ...]:
        """Return the rights, which are mixed already."""
        return self.rights

    @property
    def answer(self) -> tuple[str, ...]:
        """Return the key of the right for each left."""
        return tuple(right for _, right in self.pairs)

    def accepts(self, picked: tuple[str, ...]) -> bool:
        """Say whether there is one known right for each left."""
        return len(picked) == len(self.lefts) and keys_of(self.rights).issuperset(picked)

    def mark(self, picked: tuple[str, ...]) -> Marking:
        """Return right when every left has its right."""
        if picked == self.answer:
            return Marking(right=True)
        fitting = sum(key == right for key, right in zip(picked, self.answer, strict=False))
        missed = [left for (left, right), key in zip(self.pairs, picked, strict=False) if key != right]
        return self._marking(missed, right=False, remark=f"{fitting} of {len(self.pairs)} pairs {_are(fitting)} right.")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
