"""Whether a file that pages are made of was saved: lessons, quizzes, pictures, templates, styles, scripts."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

MATTER = (".md", ".toml", ".svg", ".html", ".xml", ".css", ".js", ".png", ".woff2")


class Changes:
    """Names the state of the files in some folders by a token, another one after a file was saved."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._born = secrets.token_hex(4)  # a new process means new code

    def token(self) -> str:
        """Return the name of the files as they are now."""
        stamps = sorted(stamp for folder in self._folders for stamp in _stamps(folder))
        return hashlib.sha256(repr((self._born, stamps)).encode()).hexdigest()[:16]


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    for where, _folders, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)  # noqa: PTH118 (three times a second for every file)
            if name.endswith(MATTER) and not name.startswith("."):
                try:
                    status = os.lstat(path)
                except OSError:  # deleted or hidden a moment ago, which changes the token as well
                    continue
                yield path, status.st_mtime_ns, status.st_size
