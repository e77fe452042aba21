import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from course.accounts.models import MoveCode, Role, SignIn, User
from course.accounts.operations import make_guest, make_move_code
from course.accounts.passwords import matches
from course.accounts.queries import account_of_email
from course.commands.people import ROLES
from course.config import load_settings
from course.db import connect, utcnow
from tests.commands.conftest import Course

PASSWORD = "correct horse battery"


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
    for command, more in (("delete", ()), ("end-sign-ins", ()), ("role", ("operator",)), ("password", ())):
        refused = course("user", command, "--", number, *more)
        assert refused.exit_code in (1, 2)
        assert "Traceback" not in refused.output


def accepted(email: str, password: str) -> bool:
    """Tell whether the database of the command line knows this address with this password."""
    database = connect(load_settings().database)
    account = account_of_email(database.reading, email=email)
    database.close()
    return account is not None and matches(account.password_hash, password)


def person_line(course: Course, email: str) -> list[str]:
    (found,) = [line for line in course("user", "list").stdout.splitlines() if f"\t{email}\t" in line]
    return found.split("\t")


def test_the_roles_of_the_command_line_are_those_of_the_database() -> None:
    assert set(ROLES) == set(Role)


def test_an_account_is_made_with_a_password_typed_twice_and_never_shown(course: Course, guest_id: int) -> None:
    assert guest_id
    made = course("user", "create", "Eva@Example.org", "--name", " Eva ", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0
    assert PASSWORD not in made.output
    assert accepted("eva@example.org", PASSWORD)
    assert person_line(course, "eva@example.org")[2:4] == ["Eva", "-"]
    differing = course("user", "create", "uma@example.org", typed=f"{PASSWORD}\nanother\n")
    assert differing.exit_code == 1
    assert "uma@" not in course("user", "list").stdout


def test_an_account_is_made_with_a_password_from_a_pipe(course: Course, guest_id: int) -> None:
    assert guest_id
    words = ("user", "create", "eva@example.org", "--role", "operator", "--password-stdin")
    made = course(*words, typed=f"{PASSWORD}\nanother line\n")
    assert made.stdout.startswith("Made the account eva@example.org (id ")
    assert made.stdout.endswith("), an operator.\n")
    assert accepted("eva@example.org", PASSWORD)
    assert person_line(course, "eva@example.org")[3] == "operator"


@pytest.mark.parametrize(
    ("email", "name", "password", "says"),
    [
        ("ada@example.org", "", PASSWORD, "already"),
        ("eva", "", PASSWORD, "Write an e-mail address"),
        ("eva@example.org", "x" * 81, PASSWORD, "at most 80"),
        ("eva@example.org", "\x1b[2J", PASSWORD, "cannot be read"),
        ("eva@example.org", "", "short", "at least 8"),
        ("eva@example.org", "", "Password1", "common"),
        ("eva@example.org", "", "", "at least 8"),
    ],
)
def test_the_rules_of_the_sign_up_hold_on_the_command_line(
    course: Course, guest_id: int, email: str, name: str, password: str, says: str
) -> None:
    assert guest_id
    before = course("user", "list").stdout
    refused = course("user", "create", email, "--name", name, "--password-stdin", typed=f"{password}\n")
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert course("user", "list").stdout == before


def test_a_role_is_given_and_taken_back(course: Course, guest_id: int) -> None:
    for role, shown in (("instructor", "instructor"), ("operator", "operator"), ("none", "-")):
        assert course("user", "role", "900", role).exit_code == 0
        assert person_line(course, "ada@example.org")[3] == shown
    assert course("user", "role", "900", "king").exit_code == 2
    refused = course("user", "role", str(guest_id), "instructor")
    assert refused.exit_code == 1
    assert "has no account" in refused.stderr


def test_a_new_password_ends_every_sign_in_and_every_code(course: Course, guest_id: int) -> None:
    course("user", "create", "eva@example.org", "--password-stdin", typed="the first of all\n")
    eva = int(person_line(course, "eva@example.org")[0])
    database = connect(load_settings().database)
    with database.session(writing=True) as session:
        make_move_code(session, user_id=eva, at=utcnow())
        session.add(SignIn(user_id=eva, token_digest="d", created_at=utcnow(), used_at=utcnow()))
        session.commit()
    assert course("user", "password", str(eva), typed=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert accepted("eva@example.org", PASSWORD)
    assert not accepted("eva@example.org", "the first of all")
    with database.session() as session:
        assert session.scalars(select(MoveCode.user_id)).all() == []
        assert session.scalars(select(SignIn.user_id)).all() == [guest_id]
    database.close()
    assert course("user", "password", str(eva), "--password-stdin", typed="short\n").exit_code == 1
    assert accepted("eva@example.org", PASSWORD)
    refused = course("user", "password", str(guest_id), "--password-stdin", typed=f"{PASSWORD}\n")
    assert refused.exit_code == 1
    assert "has no account" in refused.stderr


@pytest.mark.parametrize("source", ["exec <&-", "exec </dev/zero"])
def test_a_standard_input_without_a_line_is_refused_with_the_reason(instance: Path, source: str) -> None:
    command = f"{source}; ulimit -v 1500000; exec {sys.executable} -c 'from course.cli import main; main()'"
    shell = ["/bin/sh", "-c", f"{command} user create eva@example.org --password-stdin"]
    refused = subprocess.run(shell, capture_output=True, text=True, timeout=60, check=False)
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith("course: ")
    assert "Traceback" not in refused.stderr
    assert instance.exists()


def test_an_address_in_the_place_of_an_id_is_told_where_ids_stand(course: Course) -> None:
    result = course("user", "role", "ada@example.org", "operator")
    assert result.exit_code == 2
    assert "give the number that begins the person's line in `course user list`" in result.output
