import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course.cli import group, main
from course.db import connect
from course.learning.queries import tallies


@pytest.fixture
def settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small course, named by the environment."""
    monkeypatch.setenv("COURSE_LESSONS_FOLDER", str(folder / "lessons"))
    monkeypatch.setenv("COURSE_QUIZZES_FOLDER", str(folder / "quizzes"))
    monkeypatch.setenv("COURSE_INSTANCE_FOLDER", str(folder / "instance"))
    return folder


def course(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)


def test_a_demo_fills_an_empty_course_and_no_other(settings: Path) -> None:
    result = course("demo", "--people", "5")
    assert result.exit_code == 0, result.output
    assert "sign-in=" in result.output
    database = connect(f"sqlite:///{settings / 'instance' / 'course.sqlite3'}")
    begun = [tallies(database.reading, learner_id=learner_id) for learner_id in range(1, 6)]
    database.close()
    assert all(begun)
    assert any(lesson.done for lessons in begun for lesson in lessons.values())
    again = course("demo")
    assert again.exit_code == 1
    assert "answers already" in again.output


@pytest.mark.usefixtures("settings")
def test_sqlite_is_served_by_one_process() -> None:
    result = course("serve", "--workers", "2")
    assert result.exit_code == 1
    assert "PostgreSQL" in result.output


def test_an_upgrade_makes_the_database(settings: Path) -> None:
    (settings / "instance").mkdir()
    assert course("db", "upgrade").output == "The database is up to date.\n"
    assert (settings / "instance" / "course.sqlite3").exists()


@pytest.mark.usefixtures("settings")
def test_a_setting_that_cannot_work_is_one_line_and_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COURSE_SECRET_KEY", "short")
    monkeypatch.setattr(sys, "argv", ["course", "serve", "--port", "8123"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("course: The secret key is too weak")
    assert len(said.splitlines()) == 1
