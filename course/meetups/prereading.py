"""What is to be read before a meetup, and how far somebody is with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from course.content.lessons import Lesson
from course.content.library import Library
from course.learning.pages import Plate
from course.learning.progress import NOTHING, LessonTally
from course.learning.racks import lesson_plate

ENOUGH_MINUTES = 20  # at most a third of a group prepares; with more to read, fewer do


class Readiness(StrEnum):
    """How far somebody is with all that is to be read."""

    READY = "Ready"
    STARTED = "Started"
    NOT_STARTED = "Not started"


@dataclass(frozen=True, slots=True)
class Reading:
    """One lesson of the pre-reading as a learner stands with it."""

    lesson: Lesson
    finished: bool
    minutes_left: int


@dataclass(frozen=True, slots=True)
class PreReading:
    """What is to be read before a meetup; `missing` are the lessons that cannot be read now."""

    readings: tuple[Reading, ...]
    missing: tuple[str, ...]

    @property
    def to_go(self) -> int:
        """How many lessons are not finished."""
        return sum(not reading.finished for reading in self.readings)

    @property
    def minutes_left(self) -> int:
        """How long those take, about."""
        return sum(reading.minutes_left for reading in self.readings)

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return minutes_of(reading.lesson for reading in self.readings)

    @property
    def next(self) -> Lesson | None:
        """The first lesson that is not finished, None when all are."""
        return next((reading.lesson for reading in self.readings if not reading.finished), None)


@dataclass(frozen=True, slots=True)
class Pick:
    """A lesson that can be set before a meetup."""

    slug: str
    plate: Plate
    picked: bool


@dataclass(frozen=True, slots=True)
class PickUnit:
    """A unit of the rack to pick from."""

    title: str
    summary: str
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A lesson that was picked and that nobody can read now."""

    slug: str
    title: str
    being_repaired: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """The rack to pick from, in the order of the course, and what is picked."""

    units: tuple[PickUnit, ...]
    gone: tuple[Gone, ...]

    @property
    def picked(self) -> tuple[Plate, ...]:
        """The faceplates of the lessons that are picked and can be read."""
        return tuple(one.plate for unit in self.units for one in unit.picks if one.picked)

    @property
    def minutes(self) -> int:
        """How long reading them takes, with their questions."""
        return sum(plate.minutes for plate in self.picked)


def picker(library: Library, picked: Iterable[str]) -> Picker:
    """Return the rack with these lessons picked; slugs that no lesson ever had among the picks are `gone` too."""
    wanted = tuple(dict.fromkeys(picked))
    units = tuple(
        PickUnit(
            unit.title,
            unit.summary,
            tuple(Pick(one.slug, lesson_plate(one, NOTHING), one.slug in wanted) for one in unit.lessons),
        )
        for unit in library.units
    )
    known = {lesson.slug for lesson in library.lessons}
    repairs = {repair.slug: repair.title for repair in library.repairs}
    gone = tuple(Gone(slug, repairs.get(slug, slug), slug in repairs) for slug in wanted if slug not in known)
    return Picker(units, gone)


def prereading(library: Library, slugs: Sequence[str], tallies: Mapping[str, LessonTally]) -> PreReading:
    """Return the lessons with these slugs, in this order, with what a learner did in them."""
    lessons = {lesson.slug: lesson for lesson in library.lessons}
    readings = [_reading(lessons[slug], tallies.get(slug, NOTHING)) for slug in slugs if slug in lessons]
    return PreReading(tuple(readings), tuple(slug for slug in slugs if slug not in lessons))


def offered(library: Library, slugs: Iterable[str]) -> frozenset[str]:
    """Return which of these lessons can be read now."""
    return frozenset(slugs) & {lesson.slug for lesson in library.lessons}


def minutes_of(lessons: Iterable[Lesson]) -> int:
    """Return how long reading and answering takes in all."""
    return sum(lesson.minutes for lesson in lessons)


def readiness(finished: int, of: int, *, begun: bool) -> Readiness:
    """Return how far somebody is who finished so many of the lessons."""
    if of and finished >= of:
        return Readiness.READY
    return Readiness.STARTED if finished or begun else Readiness.NOT_STARTED


def _reading(lesson: Lesson, tally: LessonTally) -> Reading:
    return Reading(lesson, tally.done or tally.read, tally.minutes_left(lesson))
