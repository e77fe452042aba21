from pathlib import Path

import pytest
from sqlalchemy import text

from course.db import connect
from course.migrations.head import head_revision
from tests.commands.conftest import Course


@pytest.fixture
def _on(new_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_DATABASE_URL", new_url)


@pytest.mark.usefixtures("_on")
def test_a_new_database_is_checked_upgraded_and_checked(course: Course) -> None:
    assert course("db", "current").output == f"none (this release needs {head_revision()})\n"
    refused = course("db", "check")
    assert refused.exit_code == 1
    assert "`course db upgrade`" in refused.stderr
    assert course("db", "upgrade").exit_code == 0
    assert course("db", "current").output.startswith(f"{head_revision()} ")
    assert course("db", "check").exit_code == 0


@pytest.mark.usefixtures("_on")
def test_a_database_from_the_future_is_neither_right_nor_upgraded(course: Course, new_url: str) -> None:
    course("db", "upgrade")
    database = connect(new_url)
    with database.session(writing=True) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    database.close()
    for command in ("check", "upgrade"):
        refused = course("db", command)
        assert refused.exit_code == 1
        assert "newer release" in refused.stderr


def test_looking_makes_no_database(course: Course, instance: Path) -> None:
    course("db", "current")
    course("db", "check")
    assert not instance.exists()


@pytest.mark.parametrize("command", ["current", "check", "upgrade"])
def test_a_database_that_does_not_answer_is_one_line(
    course: Course, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_DATABASE_URL", "postgresql://nobody:secret-word@127.0.0.1:1/none")
    refused = course("db", command)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("course: Cannot use the database: ")
    assert refused.stderr.count("\n") == 1
    assert "secret-word" not in refused.output
