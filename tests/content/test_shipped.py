"""The course that we ship: nothing is found in it, and nothing can be switched off."""

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
