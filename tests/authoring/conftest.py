from pathlib import Path

import pytest

from course.content.library import LibraryReader


class Written:
    """The small course on disk, to be changed by an author, and what is known of it at each moment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reader = LibraryReader(root / "lessons", root / "quizzes", every_request=True)
        self.reader.current()

    def change(self, name: str, old: str, new: str) -> None:
        """Save a file in which one text has become another."""
        file = self.root / name
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    def write(self, name: str, text: str) -> None:
        """Save a file."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)


@pytest.fixture
def course(folder: Path) -> Written:
    """A course of one unit with three lessons."""
    return Written(folder)
