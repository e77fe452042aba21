"""New files for a unit, a lesson or a quiz: they lack only what must be written, and say so where it is missing."""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from string import Template

from course.config import PACKAGE
from course.content.folders import UNIT_NAME, Folders, Listing, look
from course.content.lessons import FILE_NAME, Lesson, name_of
from course.content.library import LibraryReader
from course.content.names import NAME, NAME_FIX
from course.content.nearest import did_you_mean, nearest
from course.content.source import hidden_sign

BEGUN = PACKAGE / "authoring" / "begun"
STEP = 10  # between the numbers of two lessons, so that others find room
LAST = 99  # the order is that of names, so a third digit would come first

_PLAIN = re.compile(r"\w[\w ,.?!'’“”()-]*")  # what front matter reads as it stands


class NotBegunError(Exception):
    """A file that cannot be begun; the message says why and what to do."""


def begin_unit(folders: Folders, name: str, *, title: str = "") -> Path:
    """Make a unit and return its file; raises NotBegunError."""
    units = look(folders.lessons, folders.quizzes).units
    if not UNIT_NAME.fullmatch(name):
        wish = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-0123456789") or "name"
        taken = [int(unit.partition("-")[0]) for unit in units]
        number = _next_number(each for each in taken if each < LAST)
        raise NotBegunError(
            f"{name!r} is no name of a unit: two digits for its place in the course, a dash, then small letters, "
            f"digits and dashes, such as {number}-{wish}."
        )
    if name in units:
        raise NotBegunError(f"There is a unit {name} already: begin a lesson in it, or give another name.")
    if (folders.lessons / name).is_symlink():
        raise NotBegunError(f"{folders.lessons / name} is a symbolic link: put a folder itself there, or take it away.")
    text = _filled("unit.md", title=_title(title, "say in a few words what this unit is about"))
    return _written(folders.lessons / name / "unit.md", text)


def begin_lesson(folders: Folders, unit: str, slug: str, *, title: str = "", today: date) -> Path:
    """Make a lesson at the end of a unit and return its file; raises NotBegunError."""
    listing = look(folders.lessons, folders.quizzes)
    units = listing.units
    if unit not in units:
        by_slug = {name.partition("-")[2]: name for name in units}
        fix = f"did you mean {by_slug[unit]}?" if unit in by_slug else did_you_mean(unit, units, _one_of(units))
        raise NotBegunError(f"There is no unit {unit!r}; {fix}")
    _require_new_slug(slug, listing)
    numbers = [int(known["number"]) for each in _names(folders.lessons / unit) if (known := FILE_NAME.fullmatch(each))]
    library = LibraryReader(folders.lessons, folders.quizzes).current()
    newest = library.facts.get("latest-release")
    text = _filled(
        "lesson.md",
        title=_title(title, "write a question or a promise, not a label"),
        release=newest.value if newest else "TODO name the OpenStack release that the facts are checked against",
        checked=today.isoformat(),
    )
    return _written(folders.lessons / unit / f"{_next_number(numbers):02}-{slug}.md", text)


def begin_quiz(folders: Folders, slug: str) -> Path:
    """Make the quiz of a lesson, a question for each of its sections, and return its file; raises NotBegunError."""
    text = "\n".join(_filled("question.md", section=section.id) for section in _lesson(folders, slug).sections)
    return _written(folders.quizzes / f"{slug}.md", text)


def _lesson(folders: Folders, slug: str) -> Lesson:
    library = LibraryReader(folders.lessons, folders.quizzes).current()
    for lesson in library.lessons:
        if lesson.slug == slug:
            return lesson
    if any(repair.slug == slug for repair in library.repairs):
        raise NotBegunError(f"The lesson {slug!r} cannot be read: run `course check`, repair it, then begin its quiz.")
    found = nearest(slug, [lesson.slug for lesson in library.lessons], 1)
    fix = f"did you mean {found[0]}?" if found else "begin it first, with `course new lesson`."
    raise NotBegunError(f"There is no lesson {slug!r}, and a quiz has the slug of its lesson; {fix}")


def _require_new_slug(slug: str, listing: Listing) -> None:
    if not NAME.fullmatch(slug):
        message = f"{slug!r} is no slug: {NAME_FIX}, at most 80 in all. It is the lesson's address, so keep it short."
        raise NotBegunError(message)
    for found in listing.files.values():
        if found.kind == "lesson" and name_of(found.path)[2] == slug:
            raise NotBegunError(f"{found.path} has the slug {slug!r} already: write there, or give another slug.")


def _names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def _next_number(taken: Iterable[int]) -> int:
    """Return the next number that leaves room before it, or else the next there is."""
    last = max(taken, default=0)
    following = last // STEP * STEP + STEP
    if last >= LAST:
        raise NotBegunError(f"The unit has a lesson {last}, and none comes after {LAST}: give the last ones less.")
    return following if following <= LAST else last + 1


def _one_of(units: list[str]) -> str:
    known = f"the units are {', '.join(units)}; begin another with `course new unit`." if units else ""
    return known or "begin one first, such as `course new unit 10-start`."


def _title(title: str, otherwise: str) -> str:
    """Return a title as front matter holds it."""
    if sign := hidden_sign(title):
        raise NotBegunError(f"The title holds the invisible character U+{ord(sign):04X}: write it again.")
    words = " ".join(title.split())
    if not words:
        return f"TODO {otherwise}"
    return words if _PLAIN.fullmatch(words) else json.dumps(words, ensure_ascii=False)


def _filled(name: str, **values: str) -> str:
    return Template((BEGUN / name).read_text(encoding="utf-8")).substitute(values)


def _written(path: Path, text: str) -> Path:
    """Write a new file; one that is there stays as it is."""
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise NotBegunError(f"{path} is there already, and stays as it is.") from None
    except OSError as error:
        message = f"Cannot write {path}: {error.strerror}. Look at its permissions, or set COURSE_LESSONS_FOLDER."
        raise NotBegunError(message) from None
    return path
