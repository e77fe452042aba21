"""What somebody may have meant: the nearest of the words that exist."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 80  # comparing costs the product of both lengths, and the word may come from a URL


def nearest(word: str, known: Iterable[str], count: int = 3, likeness: float = 0.6) -> tuple[str, ...]:
    """Return up to `count` of the known words that look most like `word`, the likeliest first."""
    folded = {name.casefold(): name for name in known}
    found = get_close_matches(word[:_LONGEST].casefold(), folded, count, likeness)
    return tuple(folded[name] for name in found)


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a sentence that names the nearest known word, or `otherwise` when none is near."""
    found = nearest(word, known, 1)
    return f"did you mean {found[0]}?" if found else otherwise
