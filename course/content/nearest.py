"""What somebody may have meant: the nearest of the words that exist."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_SURE = 0.85
_LONG = 6  # letters; of shorter words, one letter more or less may make another word
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


def slip_of(word: str, known: Iterable[str]) -> str:
    """Return the one known word that this can only be a slip of, or nothing when it could be anything else."""
    found = nearest(word, known, 2)
    if len(found) != 1:
        return ""
    same_letters = sorted(word.casefold()) == sorted(found[0].casefold())
    likeness = SequenceMatcher(None, word.casefold(), found[0].casefold()).ratio()
    return found[0] if same_letters or (len(word) >= _LONG and likeness >= _SURE) else ""
