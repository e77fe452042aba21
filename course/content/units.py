"""A unit: a folder of lessons with a title and a summary."""

from dataclasses import dataclass

from course.content.errors import BrokenFileError
from course.content.front_matter import front_matter
from course.content.lessons import Lesson
from course.content.limits import survey
from course.content.source import Source


@dataclass(frozen=True, slots=True)
class Unit:
    """Lessons that belong together, in their order."""

    slug: str
    title: str
    summary: str
    lessons: tuple[Lesson, ...] = ()


def parse(source: Source) -> Unit:
    """Return the unit that `unit.md` describes, without its lessons, or raise BrokenFileError."""
    survey(source)
    front = front_matter(source)
    front.only("title", "summary")
    title = front.text("title", needed="write `title: ...` between two lines of three dashes at the top")
    summary = front.text("summary")
    if front.errors:
        raise BrokenFileError(front.errors)
    return Unit(source.path.split("/")[-2], title, summary)


def unnamed(slug: str) -> Unit:
    """Return a unit whose folder has no usable `unit.md`: it is called what its folder is called."""
    return Unit(slug, slug.lstrip("0123456789-").replace("-", " ").capitalize(), "")
