from pathlib import Path

from tests.commands.conftest import Course


def test_a_course_is_backed_up_and_restored(course: Course, instance: Path, tmp_path: Path) -> None:
    assert course("demo", "--no-meetup", "--people", "3").exit_code == 0
    copy = tmp_path / "copy"
    assert f"Wrote {copy}" in course("backup", str(copy)).output
    listed = course("user", "list", "--guests").stdout
    assert course("user", "delete", "1", "--yes").exit_code == 0
    refused = course("restore", str(copy))
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert f"kept in {instance}/course.sqlite3.replaced-" in course("restore", "--force", str(copy)).output
    assert course("user", "list", "--guests").stdout == listed
    (instance / "course.sqlite3").unlink()
    assert course("restore", str(copy)).exit_code == 0
    assert course("user", "list", "--guests").stdout == listed


def test_a_backup_of_nothing_is_one_line(course: Course, tmp_path: Path) -> None:
    refused = course("backup", str(tmp_path / "copy"))
    assert refused.exit_code == 1
    assert refused.stderr.startswith("course: There is no database")


def test_a_backup_overwrites_nothing(course: Course, tmp_path: Path) -> None:
    assert course("demo", "--no-meetup", "--people", "1").exit_code == 0
    course("backup", str(tmp_path / "copy"))
    refused = course("backup", str(tmp_path / "copy"))
    assert refused.exit_code == 1
    assert "overwrites nothing" in refused.stderr
