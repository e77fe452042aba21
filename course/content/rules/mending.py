"""`course check --fix`: the edits that are certain, made in the files themselves."""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile

from course.content.edits import apply
from course.content.errors import ContentError
from course.content.folders import Folders
from course.content.library import LibraryReader
from course.content.rules.checking import check_library, within
from course.content.source import Source, read

_ROUNDS = 10  # one edit can bring to light what another rule finds


def mend(lessons_folder: Path, quizzes_folder: Path, paths: Sequence[Path] = ()) -> list[ContentError]:
    """Repair what can be repaired without asking; return what was wrong. Raise OSError for what cannot be written."""
    folders = Folders(lessons_folder, quizzes_folder)
    reader = LibraryReader(lessons_folder, quizzes_folder, every_request=True)
    mended: list[ContentError] = []
    for _ in range(_ROUNDS):
        library = reader.current()
        found = within(paths, check_library(library), folders)
        certain = [error for error in found if error.edits]
        done = [
            error
            for path, each in groupby(certain, lambda error: error.path)
            for error in _mend(folders.file(path), library.sources.get(path), tuple(each))
        ]
        if not done:
            break
        mended += done
    return list(dict.fromkeys(mended))


def _mend(file: Path, checked: Source | None, errors: Sequence[ContentError]) -> Sequence[ContentError]:
    """Make the edits of one file; return what they repair, nothing when the file stays as it is."""
    try:
        source = read(file.parent, file.name, errors[0].path)
    except ContentError:
        return ()  # it went since it was checked
    if checked is not None and source != checked:
        return ()  # it was saved since: in the next round the edits fit again
    text = apply(source.text, (edit for error in errors for edit in error.edits))
    if text == source.text and not source.has_mark and not source.odd_end:
        return ()
    _write(file, text, source)
    return errors


def _write(file: Path, text: str, source: Source) -> None:
    """Put the text in the place of a file, all at once, with its mode, its owner and its kind of line ends."""
    before = file.lstat()
    end = "\n" if source.odd_end else source.line_end
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as new:
        try:
            new.write(text.replace("\n", end).encode())
            os.fchmod(new.fileno(), stat.S_IMODE(before.st_mode))
            with suppress(PermissionError):  # only root can give a file away
                os.fchown(new.fileno(), before.st_uid, before.st_gid)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).replace(file)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise
