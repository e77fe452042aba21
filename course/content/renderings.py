"""What was rendered once and is kept: the latest version of each thing, under its name."""

from collections.abc import Callable, Collection
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Renderings(Generic[T]):
    """Keeps one value a name, made again when its key changes; one thread makes while others wait for it."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, T]] = {}
        self._lock = Lock()

    def get(self, name: str, key: str, make: Callable[[T | None], T]) -> T:
        """Return what is kept under this name if it was made for this key, or else make it out of what was kept."""
        kept = self._kept.get(name)
        if kept is not None and kept[0] == key:
            return kept[1]
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or kept[0] != key:
                kept = self._kept[name] = (key, make(kept[1] if kept else None))
            return kept[1]

    def forget_all_but(self, names: Collection[str]) -> None:
        """Drop what nobody can ask for any more."""
        with self._lock:
            for name in self._kept.keys() - set(names):
                del self._kept[name]
