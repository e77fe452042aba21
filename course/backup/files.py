"""Files that hold people's data: readable by their owner alone, whole or not there at all."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from course.migrations.head import head_revision

Progress: TypeAlias = Callable[[int, int], None]  # how much is done, of how much


class BackupError(Exception):
    """A backup that cannot be made or restored; the message says why and what to do."""


@contextmanager
def file_errors_named() -> Iterator[None]:
    """Turn what a file system refuses into a BackupError."""
    try:
        yield
    except OSError as error:
        message = f"Cannot write {error.filename or 'the file'}: {error.strerror or error}. Nothing was changed."
        raise BackupError(message) from None


@contextmanager
def private_file_beside(target: Path) -> Iterator[Path]:
    """Give an empty file beside the target that only this user can read; it is gone afterwards unless it was moved."""
    with file_errors_named():
        path = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def require_free(target: Path) -> None:
    """Refuse a target that exists."""
    if os.path.lexists(target):
        message = f"{target} exists. A backup overwrites nothing: give another name, or remove it."
        raise BackupError(message)
    if not target.parent.is_dir():
        message = f"There is no folder {target.parent}. Make it, or give another name."
        raise BackupError(message)


def put_in_place(finished: Path, target: Path) -> None:
    """Give a finished file its name in one step, durably; refuses when somebody took the name meanwhile."""
    _flush(finished)
    try:
        os.link(finished, target)  # unlike a rename it overwrites nothing
    except FileExistsError:
        require_free(target)
    except OSError:  # a file system without links
        require_free(target)
        finished.rename(target)
    _flush(target.parent)


def keep_beside(file: Path, kept: Path) -> None:
    """Give a file a second name, which it keeps when the first one goes to another file."""
    try:
        os.link(file, kept)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        shutil.copy2(file, kept)


def replace_durably(finished: Path, target: Path) -> None:
    """Put a finished file in the place of another in one step, durably."""
    _flush(finished)
    finished.replace(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def require_known_revision(source: Path, revision: str | None) -> None:
    """Refuse a backup that holds no course, or one of a newer release."""
    if revision is None:
        message = f"{source} is no backup of a course: it has no revision."
        raise BackupError(message)
    if revision > head_revision():
        message = f"{source} was made by a newer release of the course (revision {revision}). Install that release."
        raise BackupError(message)


def replaced_name(name: str, at: datetime) -> str:
    """Return the name under which what a restore replaced is kept."""
    return f"{name}.replaced-{at:%Y%m%dT%H%M%SZ}"
