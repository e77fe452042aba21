"""The command line, called in this process on an instance of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from course.cli import group
from tests.factories import write_course

Course: TypeAlias = Callable[..., Result]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that the command line uses, not made yet, beside small content."""
    write_course(tmp_path)
    for name in ("lessons", "quizzes", "instance"):
        monkeypatch.setenv(f"COURSE_{name.upper()}_FOLDER", str(tmp_path / name))
    return tmp_path / "instance"


@pytest.fixture
def course(instance: Path) -> Course:
    """Call `course` with these arguments; an error that nobody expected fails the test."""
    assert instance.is_absolute()

    def call(*arguments: str, typed: str = "") -> Result:
        result = CliRunner().invoke(group, arguments, input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call
