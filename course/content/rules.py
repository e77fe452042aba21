"""Everything that `course check` says about lessons and quizzes."""

from collections.abc import Sequence
from pathlib import Path

from course.content import block_rules, inline_rules, link_rules, unwritten_rules
from course.content.codes import CODES
from course.content.errors import ContentError
from course.content.library import Library, LibraryReader
from course.content.pictures import inspect
from course.content.reading import readings

RULES = (*inline_rules.RULES, *block_rules.RULES, *link_rules.RULES, *unwritten_rules.RULES)


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
    for reading in readings(library):
        for rule in RULES:
            found += rule.check(reading)
    for path, source in library.sources.items():
        if path.endswith(".svg"):
            found += inspect(source)
    found += [error for lesson in library.lessons if (error := library.page_error(lesson.slug))]
    return sorted(found, key=lambda error: error.place)


def explained() -> dict[str, str]:
    """Return every code that `check` may name, with the sentence that says why."""
    return dict(sorted({**CODES, **{rule.code: rule.why for rule in RULES}}.items()))


def _file(error: ContentError, roots: dict[str, Path]) -> Path:
    folder, _, name = error.path.partition("/")
    return roots[folder] / name
