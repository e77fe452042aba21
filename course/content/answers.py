"""What people type, made comparable: words, numbers and command lines."""

# ruff: noqa: SIM905 - a long list of names is easier to read in lines of text

import re
import shlex
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:[ '][0-9]{3})++|[0-9]{1,20}+)(?:[.,](?P<part>[0-9]{1,20}+))?"
    r"(?: ?(?P<unit>[^\W\d_][^\d]{0,29}|%))?"
)

# Options of the openstack client that stand alone. Every other option takes the word after it.
_STANDING_ALONE = frozenset(
    "--all --all-projects --debug --deleted --dhcp --disable --egress --enable --external --force --help --ingress"
    " --inherited --internal --long --names --no-dhcp --offline --online --or-show --private --public --recursive"
    " --share --shared --unshare --verbose --wait --yes -h -q -v -y".split()
)


def normal_text(text: str) -> str:
    """Return the text as it is compared: small letters, single spaces, no full stop at its end."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split()).rstrip(".,;:!?… ")


def alternatives(text: str) -> tuple[str, ...]:
    """Return the texts on both sides of every `|`; one after a backslash is the sign itself."""
    return tuple(part.replace("\\|", "|").strip() for part in re.split(r"(?<!\\)\|", text))


def read_number(text: str) -> tuple[Decimal, str] | None:
    """Return the number (with a decimal point or comma) and the unit after it, or None when it is no number."""
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").split())
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    whole = found["whole"].replace(" ", "").replace("'", "")
    part = f".{found['part']}" if found["part"] else ""
    number = Decimal(f"{found['sign']}{whole}{part}")
    return number, (found["unit"] or "").strip()


@dataclass(frozen=True, slots=True)
class _Command:
    words: tuple[str, ...]
    options: tuple[tuple[str, str], ...]


def split_command(line: str) -> tuple[str, ...] | None:
    """Return the words of a command as a shell splits them, or None when a quote is left open."""
    try:
        words = tuple(shlex.split(line.replace("\\\n", " ")))
    except ValueError:
        return None
    return words[1:] if words[:1] == ("$",) else words


def compare_commands(expected: str, typed: str) -> tuple[bool, str]:
    """Return whether two command lines mean the same, and a sentence that names what is missing or too much."""
    wanted, given = split_command(expected), split_command(typed)
    if wanted is None or given is None:
        return False, "A quotation mark is left open."
    if wanted[:1] != given[:1]:
        return False, f"The command does not start with `{given[0]}`." if given else "There is no command."
    want, have = _read_command(wanted), _read_command(given)
    if want.words == have.words and Counter(want.options) == Counter(have.options):
        return True, ""
    return False, _difference(want, have)


def _read_command(words: Sequence[str]) -> _Command:
    plain: list[str] = []
    options: list[tuple[str, str]] = []
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        if not _is_option(word):
            plain.append(word)
            continue
        name, sign, value = word.partition("=")
        if not sign and name not in _STANDING_ALONE and index < len(words) and not _is_option(words[index]):
            value = words[index]
            index += 1
        options.append((name, value))
    return _Command(tuple(plain), tuple(options))


def _is_option(word: str) -> bool:
    return len(word) > 1 and word.startswith("-") and read_number(word) is None


def _difference(want: _Command, have: _Command) -> str:
    wanted, given = Counter(name for name, _ in want.options), Counter(name for name, _ in have.options)
    if missing := sorted((wanted - given).elements()):
        return f"`{missing[0]}` is missing."
    if extra := sorted((given - wanted).elements()):
        return f"`{extra[0]}` is not needed."
    if len(have.words) < len(want.words):
        return "A word is missing."
    if extra_words := sorted((Counter(have.words) - Counter(want.words)).elements()):
        return f"`{extra_words[0]}` is not what is asked for."
    if have.words != want.words:
        return "The words are there, but not in this order."
    wrong = sorted((Counter(have.options) - Counter(want.options)).elements())
    return f"`{wrong[0][0]}` has another value."
