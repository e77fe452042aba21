"""Everything that `course check` finds in lessons and quizzes."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from course.content.errors import ContentError
from course.content.folders import Folders
from course.content.library import Library, LibraryReader
from course.content.pictures import inspect
from course.content.rules import terminal
from course.content.rules.every import RULES
from course.content.rules.manuscript import Manuscript, manuscripts
from course.content.rules.too_much import can_be_huge
from course.content.rules.unwritten import unwritten
from course.content.rules.world import NOTHING_KNOWN, World

Progress = Callable[[int, int], None]
"""Is told how many files are done, and of how many."""


def _in_silence(_done: int, _total: int) -> None:
    """Tell nobody."""


def check(
    lessons_folder: Path,
    quizzes_folder: Path,
    paths: Sequence[Path] = (),
    world: World = NOTHING_KNOWN,
    progress: Progress = _in_silence,
) -> list[ContentError]:
    """Return what is wrong in the two folders, or only in the files and folders named by `paths`."""
    library = LibraryReader(lessons_folder, quizzes_folder).current()
    return within(paths, check_library(library, world, progress), Folders(lessons_folder, quizzes_folder))


def within(paths: Sequence[Path], found: Iterable[ContentError], folders: Folders) -> list[ContentError]:
    """Return what was found in these files and folders; all of it when none is named."""
    wanted = [path.resolve() for path in paths]
    real = Folders(folders.lessons.resolve(), folders.quizzes.resolve())
    return [
        error for error in found if not wanted or any(real.file(error.path).is_relative_to(path) for path in wanted)
    ]


def check_library(
    library: Library, world: World = NOTHING_KNOWN, progress: Progress = _in_silence
) -> list[ContentError]:
    """Return what is wrong in this library, by path, line and column."""
    found, every = list(library.problems), tuple(manuscripts(library, world))
    if world.client is not None:  # it takes a while to start, so it is asked once
        world.client.learn(line for manuscript in every for line in terminal.client_lines(manuscript))
    for done, manuscript in enumerate(every):
        progress(done, len(every))
        found += _findings(manuscript)
    progress(len(every), len(every))
    found += world.recordings.problems if world.recordings else ()
    huge = (lesson.slug for lesson in library.lessons if can_be_huge(lesson, library))
    found += [error for slug in huge if (error := library.page_error(slug))]
    return sorted(found, key=lambda error: error.place)


def _findings(manuscript: Manuscript) -> list[ContentError]:
    """Return what is wrong in one file; while something in it is still to be written, warnings wait."""
    found = [error for rule in RULES.values() for error in rule.check(manuscript)]
    begun = any(error.code == unwritten.code for error in found)
    pictures = inspect(manuscript.source) if manuscript.kind == "picture" else ()
    return [*pictures, *(error for error in found if not (begun and error.severity == "warning"))]
