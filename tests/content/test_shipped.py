"""The course that we ship: nothing is found in it, and nothing can be switched off."""

import re

import pytest

from course.config import CHECKOUT
from course.content.library import Library, LibraryReader
from course.content.rules.checking import check_library
from course.content.rules.world import World, world_around
from course.content.terminal.client import Client

LESSONS, QUIZZES = CHECKOUT / "lessons", CHECKOUT / "quizzes"


@pytest.fixture(scope="module")
def shipped() -> Library:
    return LibraryReader(LESSONS, QUIZZES).current()


@pytest.fixture(scope="module")
def world(shipped: Library) -> World:
    """The world on the day when a lesson was checked last: no test fails because a year has gone by."""
    return world_around(LESSONS, today=max(lesson.checked for lesson in shipped.lessons if lesson.checked))


def test_nothing_is_found_in_the_shipped_course(shipped: Library, world: World) -> None:
    assert world.recordings is not None
    assert [str(finding) for finding in check_library(shipped, world)] == []
    assert len(shipped.lessons) >= len(list(LESSONS.glob("*/[0-9]*.md")))


def test_the_real_client_accepts_every_command_of_the_shipped_course(
    shipped: Library, world: World, openstack_client: Client
) -> None:
    asked = World(world.today, world.recordings, openstack_client)
    assert [str(finding) for finding in check_library(shipped, asked)] == []


def test_all_fifty_six_misconceptions_are_met(shipped: Library) -> None:
    choices = [choice for lesson in shipped.lessons for question in lesson.quiz.questions for choice in question.keyed]
    met = {int(found[1]) for choice in choices if (found := re.match(r"M(\d+) ", choice.idea))}
    assert met == set(range(1, 57))


def test_every_lesson_takes_from_five_to_nine_minutes(shipped: Library) -> None:
    assert [lesson.slug for lesson in shipped.lessons if not 5 <= lesson.minutes <= 9] == []


def test_every_lesson_asks_after_every_section_and_says_what_to_take_along(shipped: Library) -> None:
    for lesson in shipped.lessons:
        assert all(lesson.section_questions(section.id) for section in lesson.sections), lesson.slug
        assert all(section.sources for section in lesson.sections), lesson.slug
        assert 4 <= len(lesson.quiz.questions) <= 7, lesson.slug
        assert (len(lesson.keypoints), 1 <= len(lesson.tomorrow) <= 2) == (3, True), lesson.slug


def test_the_thirty_lessons_of_the_course_are_there_with_their_words(shipped: Library) -> None:
    by_unit = {unit.slug: len(unit.lessons) for unit in shipped.units}
    assert sum(count for unit, count in by_unit.items() if unit != "90-how-it-is-made") == 30
    assert len(shipped.glossary) >= 80


def test_hosts_get_a_topic_and_words_for_every_question(shipped: Library) -> None:
    questions = [(lesson.slug, one) for lesson in shipped.lessons for one in lesson.quiz.questions]
    assert [(slug, one.id) for slug, one in questions if not (one.topic and one.talk)] == []
