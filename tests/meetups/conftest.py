"""A course with three lessons, and an empty database of either engine to meet in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from course.content.library import Library, LibraryReader
from course.db import Database


@pytest.fixture
def library(folder: Path) -> Library:
    """The lessons first, second and plain."""
    return LibraryReader(folder / "lessons", folder / "quizzes").current()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that writes, on both engines."""
    with database.session(writing=True) as session:
        yield session
