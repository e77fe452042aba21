"""The learner paths: each a small rack with the lamps of whoever looks."""

from collections.abc import Mapping
from dataclasses import dataclass

from course.content.library import Library
from course.content.paths import Offer
from course.learning.pages import Plate
from course.learning.progress import NOTHING, LessonTally
from course.learning.racks import duration, lesson_plate


@dataclass(frozen=True, slots=True)
class PathRack:
    """One path: its lessons as faceplates, how long all of it takes, and what of it is left."""

    id: str
    title: str
    sentence: str
    plates: tuple[Plate, ...]
    minutes_text: str
    left_text: str  # empty when nothing is left
    finished: int  # lessons
    next: Plate | None


@dataclass(frozen=True, slots=True)
class PathsPage:
    """All paths that are offered."""

    racks: tuple[PathRack, ...]
    canonical: str


def paths_page(library: Library, tallies: Mapping[str, LessonTally], *, canonical: str) -> PathsPage:
    """Return the paths with this learner's lamps; no tallies: as a newcomer sees them."""
    return PathsPage(tuple(_rack(offer, tallies) for offer in library.learner_paths), canonical)


def _rack(offer: Offer, tallies: Mapping[str, LessonTally]) -> PathRack:
    told = [(lesson, tallies.get(lesson.slug, NOTHING)) for lesson in offer.lessons]
    left = [(lesson, tally) for lesson, tally in told if not (tally.done or tally.read)]
    minutes = sum(tally.minutes_left(lesson) for lesson, tally in left)
    return PathRack(
        id=f"path_{offer.name}",
        title=offer.title,
        sentence=offer.sentence,
        plates=tuple(lesson_plate(lesson, tally) for lesson, tally in told),
        minutes_text=duration(offer.minutes),
        left_text=duration(minutes) if left else "",
        finished=len(told) - len(left),
        next=lesson_plate(*left[0]) if left else None,
    )
