from pathlib import Path

import pytest

from course.content.library import LibraryReader
from tests.content.folders import Course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


@pytest.fixture
def reader(course: Course) -> LibraryReader:
    return LibraryReader(course.lessons, course.quizzes, every_request=True)
