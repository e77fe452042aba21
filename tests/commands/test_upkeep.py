import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import Course


def test_pruning_says_what_it_did(course: Course, instance: Path) -> None:
    course("demo", "--no-meetup", "--people", "4")
    with closing(sqlite3.connect(instance / "course.sqlite3")) as connection:
        connection.execute("UPDATE \"user\" SET created_at = '2020-01-01 00:00:00' WHERE id <= 2")
        connection.execute("UPDATE sign_in SET used_at = '2020-01-01 00:00:00' WHERE user_id <= 2")
        connection.execute("UPDATE response SET answered_at = '2020-01-01 00:00:00' WHERE learner_id <= 2")
        connection.commit()
    assert "guests idle for 90 days: 2\n" in course("prune", "--dry-run").stdout
    assert course("prune", "--dry-run").stdout.startswith("Would delete:")
    assert "guests idle for 90 days: 2\n" in course("prune").stdout
    assert "guests idle for 90 days: 0\n" in course("prune").stdout
    assert len(course("user", "list", "--guests").stdout.splitlines()) == 2


def test_pruning_closes_a_group_that_found_no_host(course: Course, instance: Path) -> None:
    course("demo", "--people", "1")
    with closing(sqlite3.connect(instance / "course.sqlite3")) as connection:
        connection.execute("DELETE FROM group_host WHERE group_id = 1")
        connection.execute("UPDATE \"group\" SET forsaken_at = '2020-01-01 00:00:00' WHERE id = 1")
        connection.commit()
    said = "groups that found no host in 30 days: 1\n"
    assert said in course("prune", "--dry-run").stdout
    assert "Would close:" in course("prune", "--dry-run").stdout
    assert said in course("prune").stdout
    assert said not in course("prune").stdout


def test_the_doctor_lists_what_to_do_and_ends_with_1(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course("demo", "--no-meetup", "--people", "1")
    ill = course("doctor", "--workers", "2")
    assert ill.exit_code == 1
    assert [line.split()[1] for line in ill.stdout.splitlines()] == ["COURSE_BASE_URL", "SQLite", "No"]
    course("backup", str(tmp_path / "copy"))
    monkeypatch.setenv("COURSE_BASE_URL", "https://course.example.org")
    well = course("doctor")
    assert well.exit_code == 0, well.stdout
