from pathlib import Path

import pytest

from course.accounts.models import User
from course.accounts.operations import make_guest
from course.db import connect, utcnow
from tests.commands.conftest import Course


@pytest.fixture(params=["sqlite", "postgresql"])
def guest_id(request: pytest.FixtureRequest, course: Course, instance: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A guest in the database that the command line uses, on both engines."""
    url = f"sqlite:///{instance / 'course.sqlite3'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
        monkeypatch.setenv("COURSE_DATABASE_URL", url)
    assert course("user", "list").exit_code == 0  # the first start makes an embedded database
    database = connect(url)
    with database.session(writing=True) as session:
        person, _token = make_guest(session, at=utcnow())
        session.add(User(id=900, email="ada@example.org", name="Ada\x1b[2J", created_at=utcnow()))
        session.commit()
    database.close()
    return person.id


def test_people_are_listed_guests_on_demand(course: Course, guest_id: int) -> None:
    assert "ada@example.org" in course("user", "list").stdout
    assert "guest" not in course("user", "list").stdout
    lines = course("user", "list", "--guests").stdout.splitlines()
    assert lines[0].startswith(f"{guest_id}\tguest\t")
    assert len(lines) == 2


def test_a_name_moves_no_cursor(course: Course, guest_id: int) -> None:
    assert guest_id
    assert "\x1b" not in course("user", "list").stdout


def test_a_person_is_signed_out_everywhere(course: Course, guest_id: int) -> None:
    assert course("user", "end-sign-ins", str(guest_id)).stdout == "Ended 1 sign-in.\n"
    assert course("user", "list", "--guests").stdout.splitlines()[0].endswith("\t-\t0")


def test_a_person_is_deleted_after_a_yes(course: Course, guest_id: int) -> None:
    assert course("user", "delete", str(guest_id), typed="n\n").exit_code == 1
    assert "guest" in course("user", "list", "--guests").stdout
    assert "1 sign_in, 1 user" in course("user", "delete", str(guest_id), typed="y\n").stdout
    assert "guest" not in course("user", "list", "--guests").stdout
    assert course("user", "delete", "900", "--yes").exit_code == 0


@pytest.mark.parametrize("number", ["999", "0", "-1", "99999999999999999999999", "ada"])
def test_an_unknown_person_is_one_line(course: Course, number: str) -> None:
    for command in ("delete", "end-sign-ins"):
        refused = course("user", command, "--", number)
        assert refused.exit_code in (1, 2)
        assert "Traceback" not in refused.output
