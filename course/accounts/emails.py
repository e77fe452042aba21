"""E-mail addresses: one form to store and compare."""

import unicodedata

LONGEST = 254


class EmailError(ValueError):
    """Not an e-mail address; the text says what to do."""


def normal_email(typed: str) -> str:
    """Return the address as it is stored and compared; raises EmailError when it cannot be one.

    Strictly the part before the @ may tell capitals apart; nobody's does, and people type both.
    """
    email = unicodedata.normalize("NFKC", typed.strip()).casefold()
    local, at, domain = email.rpartition("@")
    labels = domain.split(".")
    shaped = at and local and "@" not in local and len(labels) > 1 and all(labels)
    if not shaped or any(not char.isprintable() or char.isspace() for char in email):
        raise EmailError("Write an e-mail address such as name@example.org.")
    if len(email) > LONGEST:
        raise EmailError(f"An e-mail address has at most {LONGEST} characters.")
    return email
