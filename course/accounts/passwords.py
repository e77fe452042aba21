"""Passwords: which are refused, and how they are kept."""

import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 8, 1000
COMMON = Path(__file__).with_name("common_passwords.txt")
# Two at a time: each takes 19 MiB and a core, and sign-ins must not take both from the readers for long.
_TURNS = threading.BoundedSemaphore(2)
# The hash of a password that nobody knows. An address without an account is checked against it and costs the same.
NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$4Pf63AvuonlqLHFShnIGbQ$Y25zIVVKp5LDroi0KoWgfwEazs1bANCZFJxbB+CGDOY"


def weakness(password: str) -> str:
    """Return why a new password is refused, in a sentence that says what to do; "" when it is fine."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. A few words in a row are easy to remember."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if _normal(password).casefold() in common_passwords():
        return "This password is on every list of common ones. Please choose another."
    return ""


def hash_password(password: str) -> str:
    """Return what the database keeps of a password; takes a core for 30 ms, so never inside a transaction."""
    with _TURNS:
        return _hasher().hash(_normal(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Tell whether a password is the one of this hash; no hash costs as much as a wrong password."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 (as in _hasher)

    with _TURNS:
        try:
            _hasher().verify(password_hash or NOBODY, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


@cache
def common_passwords() -> frozenset[str]:
    """Return the passwords that everybody tries first, in small letters."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher, Type  # noqa: PLC0415 (30 ms that a start does not need)

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


def _normal(password: str) -> str:
    """Return the same password for two keyboards that write one letter in two ways."""
    return unicodedata.normalize("NFKC", password)
