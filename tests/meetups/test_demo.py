from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from course.config import CHECKOUT, DATABASE_FILE
from course.content.library import Library, LibraryReader
from course.db import Database, connect, utcnow
from course.meetups import planned, queries
from course.meetups.agenda import Tonight
from course.meetups.demo import FINISHED, JOINED, Demo, fill_meetup
from course.meetups.models import Status
from course.meetups.pages import evening_of
from course.meetups.planned import PlannedMeetup
from course.meetups.schedule import local_time
from course.meetups.verdicts import Verdict
from course.migrations.upgrade import upgrade


@dataclass(frozen=True)
class Made:
    """A demo of the shipped course, and how often it said that it goes on."""

    database: Database
    library: Library
    meetup: PlannedMeetup
    demo: Demo
    ticks: int


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / DATABASE_FILE}"
    upgrade(url)
    database, ticks = connect(url), list[int]()
    library = LibraryReader(CHECKOUT / "lessons", CHECKOUT / "quizzes").current()
    demo = fill_meetup(database, library, tick=ticks.append)
    assert demo is not None
    meetup = planned.meetup(database.reading, slug=demo.slug)
    assert meetup is not None
    yield Made(database, library, meetup, demo, sum(ticks))
    database.close()


def evening(made: Made) -> Tonight:
    return evening_of(made.database.reading, made.library, made.meetup).plan


def test_two_groups_hold_a_meetup_on_a_thursday_evening_to_come(made: Made) -> None:
    meetup, now = made.meetup, utcnow()
    local = local_time(meetup.details.starts_at, meetup.details.zone)
    assert (local.day.split()[0], local.clock) == ("Thursday", "18:00")
    assert timedelta(days=3) < meetup.details.starts_at - now < timedelta(days=12)
    assert meetup.status is Status.PUBLISHED
    assert [group.agreed for group in meetup.groups] == [True, True]
    assert [len(queries.hosts(made.database.reading, group_id=group.id)) for group in meetup.groups] == [1, 1]
    assert meetup.lessons == tuple(lesson.slug for lesson in made.library.packs[0].lessons)


def test_48_people_come_and_31_are_ready_and_a_third_lets_the_hosts_know(made: Made) -> None:
    roster = evening_of(made.database.reading, made.library, made.meetup).roster
    assert (roster.joined, roster.ready, roster.started) == (JOINED, FINISHED, 6)
    assert len({line.name for line in roster.lines if line.name}) == len(roster.lines) == 16
    assert made.ticks == JOINED


def test_the_evening_has_three_topics_and_a_list_to_skip(made: Made) -> None:
    plan = evening(made)
    assert plan.sentence.startswith("31 of 48 finished. They are solid on ")
    assert sorted(talk.topic.priority for talk in plan.talks) == [24, 25, 38]
    assert {talk.topic.verdict for talk in plan.talks} == {Verdict.PAIR_UP, Verdict.FROM_ZERO}
    assert sum(talk.topic.leading is not None for talk in plan.talks) == 2
    assert len(plan.skip) > 3
    assert plan.later == ()


def test_a_course_without_lessons_gets_no_meetup(tmp_path: Path, made: Made) -> None:
    for name in ("lessons", "quizzes"):
        (tmp_path / name).mkdir()
    empty = LibraryReader(tmp_path / "lessons", tmp_path / "quizzes").current()
    assert fill_meetup(made.database, empty, tick=lambda _number: None) is None
