"""What stands in the two folders: every file that means something, and what can be told from its name alone."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from course.content.errors import ContentError
from course.content.lessons import FILE_NAME
from course.content.names import NAME

Kind = Literal["lesson", "quiz", "unit", "glossary", "facts", "paths", "picture"]

UNIT_NAME = re.compile(r"(?P<number>[0-9]{2,3})-(?P<slug>[a-z][a-z0-9-]*)")
"""The name of a unit's folder: its place in the course, a dash, what it is about."""

_TRANSLATION = re.compile(r".+\.[a-z]{2,3}(?:-[A-Za-z]{2,4})?\.md")
_TOP: dict[str, Kind] = {"glossary.md": "glossary", "facts.toml": "facts", "paths.toml": "paths"}


@dataclass(frozen=True, slots=True)
class Found:
    """A file: the path people know it by, where it really is, and a stamp that changes when it does."""

    path: str
    kind: Kind
    folder: Path
    name: str
    stamp: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where lessons and quizzes really are."""

    lessons: Path
    quizzes: Path

    def file(self, path: str) -> Path:
        """Return where a file is that people know by this path."""
        folder, _, name = path.partition("/")
        if folder == "tests":
            return self.lessons.resolve().parent / path  # a recording
        return (self.lessons if folder == "lessons" else self.quizzes) / name


@dataclass(slots=True)
class Listing:
    """The files by path, what is wrong with names and folders, and what could not be looked into."""

    files: dict[str, Found] = field(default_factory=dict)
    units: list[str] = field(default_factory=list)
    problems: list[ContentError] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def note_unread(self, path: str, error: OSError) -> None:
        """Note that nobody knows what stands at a path now, or under it."""
        path = in_one_line(path)
        if path in self.unread:
            return
        self.unread.append(path)
        reason = os.strerror(error.errno) if error.errno else str(error)
        self.note(path, "E115", f"the folder cannot be read: {reason}", "make it, or look at its permissions")

    def hides(self, path: str) -> bool:
        """Say whether this path may still be there, in a folder that could not be looked into."""
        return any(path == each or path.startswith(f"{each}/") for each in self.unread)

    def note(self, path: str, code: str, what: str, fix: str) -> None:
        """Note a problem of a whole file or folder."""
        self.problems.append(ContentError(in_one_line(path), 1, 1, code, what, fix))


def in_one_line(path: str) -> str:
    """Return a path as it can be printed and sent: a sign in a file name that nobody sees becomes its code."""
    if path.isprintable():
        return path
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)


def look(lessons: Path, quizzes: Path) -> Listing:
    """Return what stands in the folder of the lessons and in that of the quizzes; never raises for their content."""
    listing = Listing()
    for entry in _entries(listing, lessons, "lessons"):
        if entry.name in _TOP:
            _add(listing, entry, _TOP[entry.name], lessons, entry.name)
        elif _is_folder(entry):
            _look_into_unit(listing, entry, lessons)
        elif _matters(entry.name):
            fix = "move it into the folder of a unit, such as lessons/10-start"
            listing.note(f"lessons/{entry.name}", "E110", "a lesson cannot stand here", fix)
    for entry in _entries(listing, quizzes, "quizzes"):
        if not _matters(entry.name):
            continue
        if NAME.fullmatch(entry.name.removesuffix(".md")):
            _add(listing, entry, "quiz", quizzes, entry.name)
        else:
            fix = "call it as the slug of its lesson: small letters, digits and dashes, then .md"
            listing.note(f"quizzes/{entry.name}", "E110", "this file name says no slug", fix)
    return listing


def _look_into_unit(listing: Listing, unit: os.DirEntry[str], lessons: Path) -> None:
    if not UNIT_NAME.fullmatch(unit.name):
        return _look_for_lost_lessons(listing, unit)
    if unit.is_symlink():
        return listing.note(f"lessons/{unit.name}", "E101", "this is a symbolic link", "put the folder itself here")
    listing.units.append(unit.name)
    entries = _entries(listing, Path(unit.path), f"lessons/{unit.name}")
    names = [_look_at_member(listing, entry, unit.name, lessons) for entry in entries]
    if "unit.md" not in names and any(FILE_NAME.fullmatch(name) for name in names):
        fix = "write one with `title:` and `summary:` between two lines of three dashes"
        listing.note(f"lessons/{unit.name}/unit.md", "E116", "the unit has no unit.md", fix)
    return None


def _look_at_member(listing: Listing, entry: os.DirEntry[str], unit: str, lessons: Path) -> str:
    name = f"{unit}/{entry.name}"
    if entry.name == "unit.md":
        _add(listing, entry, "unit", lessons, name)
    elif entry.name == "images" and entry.is_dir(follow_symlinks=False):
        for picture in _entries(listing, Path(entry.path), f"lessons/{name}"):
            if picture.name.endswith(".svg"):
                _add(listing, picture, "picture", lessons, f"{name}/{picture.name}")
    elif FILE_NAME.fullmatch(entry.name):
        _add(listing, entry, "lesson", lessons, name)
    elif _matters(entry.name):
        fix = "name it like 02-who-answers.md: two digits, a dash, small letters"
        listing.note(f"lessons/{name}", "E110", "this file name says no number and slug", fix)
    return entry.name


def _look_for_lost_lessons(listing: Listing, folder: os.DirEntry[str]) -> None:
    if folder.name.startswith((".", "_")) or folder.is_symlink():
        return
    if any(FILE_NAME.fullmatch(entry.name) for entry in _entries(listing, Path(folder.path), f"lessons/{folder.name}")):
        fix = "name it like 10-start: two digits, a dash, small letters"
        listing.note(f"lessons/{folder.name}", "E110", "the name of this folder is none of a unit", fix)


def _entries(listing: Listing, folder: Path, path: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        listing.note_unread(path, error)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle
        return False


def _matters(name: str) -> bool:
    hidden = name.startswith((".", "_")) or name.casefold() == "readme.md"
    return name.casefold().endswith(".md") and not hidden and not _TRANSLATION.fullmatch(name)


def _add(listing: Listing, entry: os.DirEntry[str], kind: Kind, folder: Path, name: str) -> None:
    path = in_one_line(f"{'quizzes' if kind == 'quiz' else 'lessons'}/{name}")
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None  # deleted since the folder was listed
    except OSError as error:  # a folder can let its names be read and nothing else
        return listing.note_unread(path.rpartition("/")[0], error)
    stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
    listing.files[path] = Found(path, kind, folder, name, stamp)
    return None
