"""What the client's parser says against a command line, made useful for its author."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from course.content.nearest import did_you_mean

_UNKNOWN = "unknown command: "
_NAMED = re.compile(
    r"unrecognized arguments: (?P<extra>\S+)"
    r"|ambiguous option: (?P<short>\S+)"
    r"|argument (?P<option>[^\s:/]+)[^']*(?:'(?P<value>[^']*)')?"
)
_LONGEST = 150  # characters of what is said

# What clients of their own add to the `openstack` client: where they are not installed, nobody can say.
_ADDED = """
    acl action alarm alarm-history alarming allocation appcontainer baremetal bgpvpn ca capsule code coe cron database
    datastore dns dynamic event loadbalancer messaging metric optimize orchestration ptr recordset resource secret sfc
    software stack task tld trait tsigkey vpn workbook workflow zone
"""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong, what to do, and the word that it is about, if it names one."""

    what: str
    fix: str
    word: str


def read_refusal(said: str, words: Sequence[str], commands: Sequence[str]) -> Refusal | None:
    """Return what this refusal of these words means, None when the words are for a client that is not installed."""
    if said.startswith(_UNKNOWN):
        typed = said.removeprefix(_UNKNOWN).split()
        known = {name.split()[0] for name in commands}
        return None if typed[0] in _ADDED.split() and typed[0] not in known else _unknown(typed, commands)
    found = _NAMED.search(said)
    word = (found["extra"] or found["short"] or found["value"] or found["option"]) if found else ""
    what = f"the client refuses this: {' '.join(said.split())[:_LONGEST]}"
    return Refusal(what, f"look at `openstack help {_longest_command(words, commands)}`", word)


def _unknown(typed: Sequence[str], commands: Sequence[str]) -> Refusal:
    words = list(takewhile(lambda word: not word.startswith("-"), typed))
    starts = {" ".join(name.split()[:end]) for name in commands for end in range(1, len(words) + 1)}
    at = next((at for at in range(len(words)) if " ".join(words[: at + 1]) not in starts), len(words) - 1)
    name = " ".join(words[: max(at + 1, 2)])
    return Refusal(
        f"the client has no command {name!r}",
        did_you_mean(name, commands, "look for it in `openstack help`"),
        words[at] if words else "",
    )


def _longest_command(words: Sequence[str], commands: Sequence[str]) -> str:
    names = (" ".join(words[first:end]) for first in range(len(words)) for end in range(len(words), first, -1))
    return next((name for name in names if name in commands), "")
