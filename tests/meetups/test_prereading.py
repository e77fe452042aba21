import pytest
from sqlalchemy.orm import Session

from course.content.library import Library
from course.learning.operations import mark_as_read
from course.learning.queries import tallies
from course.meetups.prereading import Readiness, minutes_of, offered, picker, prereading, readiness
from tests.meetups.people import NOW, learner, say


def test_what_is_left_to_read_is_counted_in_lessons_and_minutes(session: Session, library: Library) -> None:
    person = learner(session)
    slugs = ["plain", "second", "first", "deleted"]
    fresh = prereading(library, slugs, tallies(session, learner_id=person))
    assert (fresh.to_go, fresh.missing) == (3, ("deleted",))
    assert fresh.minutes_left == fresh.minutes == minutes_of(library.lessons)
    assert fresh.next == library.lesson("plain")
    mark_as_read(session, learner_id=person, lesson=library.lesson("plain"), at=NOW)
    for question, pick in {"several": ("nova", "glance"), "fit": ("16",)}.items():
        say(session, person, library.lesson("second"), question, *pick)
    begun = prereading(library, slugs, tallies(session, learner_id=person))
    assert [(one.lesson.slug, one.finished) for one in begun.readings] == [
        ("plain", True),
        ("second", False),
        ("first", False),
    ]
    assert begun.to_go == 2
    assert begun.minutes_left < fresh.minutes_left
    assert begun.next == library.lesson("second")


def test_somebody_unknown_has_everything_to_read(library: Library) -> None:
    assert prereading(library, ["first"], {}).to_go == 1
    assert prereading(library, [], {}).next is None


@pytest.mark.parametrize(
    ("finished", "of", "begun", "expected"),
    [
        (3, 3, True, Readiness.READY),
        (2, 3, False, Readiness.STARTED),
        (0, 3, True, Readiness.STARTED),
        (0, 3, False, Readiness.NOT_STARTED),
        (0, 0, False, Readiness.NOT_STARTED),
    ],
)
def test_ready_is_who_finished_all_of_them(finished: int, of: int, begun: bool, expected: Readiness) -> None:
    assert readiness(finished, of, begun=begun) is expected


def test_a_lesson_that_is_gone_is_not_offered(library: Library) -> None:
    assert offered(library, ["first", "deleted"]) == {"first"}


def test_the_rack_to_pick_from_stands_in_the_order_of_the_course(library: Library) -> None:
    rack = picker(library, ["plain", "gone", "first", "plain"])
    assert [one.slug for unit in rack.units for one in unit.picks] == [lesson.slug for lesson in library.lessons]
    assert [plate.title for plate in rack.picked] == [library.lesson(slug).title for slug in ("first", "plain")]
    assert rack.minutes == minutes_of([library.lesson("first"), library.lesson("plain")])
    assert [(one.slug, one.being_repaired) for one in rack.gone] == [("gone", False)]
