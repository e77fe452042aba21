from pathlib import Path

import pytest

from course.config import BUNDLED_CONTENT
from tests.commands.conftest import Course


def test_each_step_says_the_next_one(instance: Path, course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(instance.parent)
    monkeypatch.setenv("UV", "/usr/bin/uv")
    said = course("new", "unit", "15-storage", "--title", "Storage").output
    assert "Made lessons/15-storage/unit.md\n" in said
    assert "uv run course new lesson 15-storage " in said
    said = course("new", "lesson", "15-storage", "volumes").output
    assert "Made lessons/15-storage/10-volumes.md\n" in said
    assert "course check lessons/15-storage/10-volumes.md" in said
    assert "uv run course new quiz volumes" in said
    monkeypatch.delenv("UV")
    said = course("new", "quiz", "volumes").output
    assert "Made quizzes/volumes.md\n" in said
    assert "`course check quizzes/volumes.md`" in said
    result = course("check", "quizzes/volumes.md")
    assert result.exit_code == 1
    assert result.stdout.startswith("quizzes/volumes.md:1:4: E130 ")


def test_what_cannot_be_begun_is_one_line_and_exit_code_1(course: Course) -> None:
    result = course("new", "lesson", "10-frist-contact", "volumes")
    assert result.exit_code == 1
    assert result.output == "course: There is no unit '10-frist-contact'; did you mean 10-first-contact?\n"


@pytest.mark.usefixtures("instance")
def test_the_lessons_of_an_installed_package_are_left_alone(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_LESSONS_FOLDER", str(BUNDLED_CONTENT / "lessons"))
    result = course("new", "unit", "15-storage")
    assert result.exit_code == 1
    assert "belong to the installed package" in result.output


@pytest.mark.usefixtures("instance")
def test_an_unknown_unit_is_answered_with_the_command_that_begins_one(course: Course) -> None:
    said = course("new", "lesson", "80-playground", "volumes").output
    assert "the units are 10-" in said
    assert said.endswith("; begin another with `course new unit`.\n")


def test_the_name_proposed_for_a_unit_is_one_that_comes_last(instance: Path, course: Course) -> None:
    (instance.parent / "lessons" / "90-how").mkdir()
    (instance.parent / "lessons" / "99-end").mkdir()
    assert course("new", "unit", "Play ground").output.endswith("such as 91-play-ground.\n")
