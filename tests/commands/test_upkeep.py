import sqlite3
from contextlib import closing
from pathlib import Path

from tests.commands.conftest import Course


def test_pruning_says_what_it_did(course: Course, instance: Path) -> None:
    course("demo", "--people", "4")
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
