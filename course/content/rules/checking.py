"""Everything that `course check` finds in lessons and quizzes."""

from collections.abc import Sequence
from pathlib import Path

from course.content.errors import ContentError
from course.content.library import Library, LibraryReader
from course.content.pictures import inspect
from course.content.rules.every import RULES
from course.content.rules.manuscript import manuscripts


def check(lessons_folder: Path, quizzes_folder: Path, paths: Sequence[Path] = ()) -> list[ContentError]:
    """Return what is wrong in the two folders, or only in the files and folders named by `paths`."""
    found = check_library(LibraryReader(Path(lessons_folder), Path(quizzes_folder)).current())
    if not paths:
        return found
    roots = {"lessons": Path(lessons_folder).resolve(), "quizzes": Path(quizzes_folder).resolve()}
    wanted = [Path(path).resolve() for path in paths]
    return [error for error in found if any(_file(error, roots).is_relative_to(path) for path in wanted)]


def check_library(library: Library) -> list[ContentError]:
    """Return what is wrong in this library, by path, line and column."""
    found = list(library.problems)
    for manuscript in manuscripts(library):
        for rule in RULES.values():
            found += rule.check(manuscript)
        if manuscript.kind == "picture":
            found += inspect(manuscript.source)
    found += [error for lesson in library.lessons if (error := library.page_error(lesson.slug))]
    return sorted(found, key=lambda error: error.place)


def _file(error: ContentError, roots: dict[str, Path]) -> Path:
    folder, _, name = error.path.partition("/")
    return roots[folder] / name
