import os
from pathlib import Path

import pytest

from course.content.client import Client, NoClientError, find_client
from course.content.library import LibraryReader
from tests.content.folders import Course


@pytest.fixture(scope="session")
def openstack_client() -> Client:
    """The real client; its absence is one line here, and a failure where all is to be checked."""
    try:
        return find_client(os.environ.get("COURSE_TEST_OPENSTACK_CLIENT", ""))
    except NoClientError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"{error}: its parser was not asked; see COURSE_TEST_OPENSTACK_CLIENT in the README")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


@pytest.fixture
def reader(course: Course) -> LibraryReader:
    return LibraryReader(course.lessons, course.quizzes, every_request=True)
