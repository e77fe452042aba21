"""Examples: each is one change to the sound course of `sound.py`."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from course.content.rules.sound import FIRST, GLOSSARY, QUESTION, QUIZ, SENTENCE, SOUND, WORD

MARK = "‸"
"""What stands in a bad example before the very letter that is wrong."""

_MARK = MARK.encode()


@dataclass(frozen=True, slots=True)
class Example:
    """What stands at a path instead of something, or instead of the whole file; None when nothing stands there."""

    path: str
    text: str | bytes | None
    instead_of: str = ""
    leads_to: str = ""  # what a symbolic link points to

    @property
    def content(self) -> bytes | None:
        """Return what the file holds, without the mark."""
        whole = self._whole
        return None if whole is None else whole.replace(_MARK, b"")

    @property
    def place(self) -> tuple[str, int, int]:
        """Return path, line and column of the mark, or the start of the file when there is none."""
        before, mark, _ = (self._whole or b"").partition(_MARK)
        text = before.decode(errors="replace") if mark else ""
        return self.path, text.count("\n") + 1, len(text) - text.rfind("\n")

    @property
    def _whole(self) -> bytes | None:
        if not isinstance(self.text, str):
            return self.text
        before, old, after = SOUND[self.path].partition(self.instead_of) if self.instead_of else ("", "", "")
        assert old == self.instead_of, f"{self.instead_of!r} does not stand in {self.path}"
        return f"{before}{self.text}{after}".encode()


def section(text: str) -> Example:
    """Return a lesson with this text in its first section."""
    return Example(FIRST, text, SENTENCE)


def in_lesson(text: str, instead_of: str) -> Example:
    """Return a lesson with this text instead of another."""
    return Example(FIRST, text, instead_of)


def question(text: str) -> Example:
    """Return a quiz with this as its last question."""
    return Example(QUIZ, text, QUESTION)


def in_quiz(text: str, instead_of: str) -> Example:
    """Return a quiz with this text instead of another."""
    return Example(QUIZ, text, instead_of)


def word(text: str) -> Example:
    """Return a glossary with this as its last word."""
    return Example(GLOSSARY, text, WORD)


def write(root: Path, example: Example | None = None) -> tuple[Path, Path]:
    """Write the sound course with this change into a folder; return the folders of its lessons and quizzes."""
    for path, text in SOUND.items():
        _write(root / path, text.encode())
    if example is not None:
        file = root / example.path
        if file.is_dir():
            shutil.rmtree(file)
        file.unlink(missing_ok=True)
        if example.leads_to:
            file.symlink_to(example.leads_to)
        elif (content := example.content) is not None:
            _write(file, content)
    return root / "lessons", root / "quizzes"


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
