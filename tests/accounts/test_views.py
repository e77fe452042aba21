import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from course.accounts import passwords
from course.accounts.access import COOKIE
from course.accounts.models import SignIn, User
from course.db import utcnow
from course.learning.models import Completion, Response
from tests.conftest import make_client
from tests.factories import RIGHT_FIRST
from tests.people import EMAIL, PASSWORD, answer, count, rows, sign_in, sign_up
from tests.web.test_errors import break_database

KNOWN = "right first time"


def token_of(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def test_an_account_keeps_what_the_guest_did(app: Flask, client: FlaskClient) -> None:
    answer(client)
    response = sign_up(client, next="/lessons/first")
    assert response.status_code == 303
    assert response.headers["Location"] == "/lessons/first"
    (person,) = rows(app, User)
    assert (person.email, person.name) == (EMAIL, "Ola")
    assert rows(app, Response)[0].learner_id == person.id
    assert KNOWN in client.get("/lessons/first").text


def test_signing_up_ends_every_sign_in_that_never_needed_the_password(app: Flask, client: FlaskClient) -> None:
    answer(client)
    copy = make_client(app)
    copy.set_cookie(COOKIE, token_of(client))
    assert KNOWN in copy.get("/lessons/first").text
    sign_up(client)
    assert KNOWN not in copy.get("/lessons/first").text
    assert count(app, SignIn) == 1


def test_a_visitor_can_make_an_account_before_the_first_answer(app: Flask, client: FlaskClient) -> None:
    assert sign_up(client).headers["Location"] == "/me"
    assert count(app, User) == 1
    assert "Nothing checked yet" in client.get("/me").text


@pytest.mark.parametrize(
    "email", ["", "ola", "ola@", "@example.org", "a b@example.org", "ola@example", "x" * 300 + "@e.org"]
)
def test_what_is_no_address_is_refused_and_all_but_the_password_kept(
    app: Flask, client: FlaskClient, email: str
) -> None:
    response = sign_up(client, email=email)
    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert "<title>Error: " in response.text
    assert 'href="#sign_up_email"' in response.text
    assert 'value="Ola"' in response.text
    assert PASSWORD not in response.text
    assert count(app, User) == 0


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "at least 8"),
        ("short", "at least 8"),
        ("x" * 1001, "at most 1000"),
        ("Password1", "common"),
        ("x" * 10_000, "at most"),
    ],
)
def test_a_weak_password_is_refused(app: Flask, client: FlaskClient, password: str, says: str) -> None:
    response = sign_up(client, password=password)
    assert response.status_code == 422
    assert says in response.text
    assert count(app, User) == 0


@pytest.mark.parametrize("password", ["x y z w ", "        ", "zażółć gęślą jaźń", "x" * 1000, "aaaaaaab"])
def test_any_other_password_is_taken(client: FlaskClient, app: Flask, password: str) -> None:
    assert sign_up(client, password=password).status_code == 303
    assert sign_in(make_client(app), password=password).status_code == 303


@pytest.mark.parametrize("name", ["x" * 81, "a\x00b", "a\nb\x1b"])
def test_a_name_is_short_text_or_nothing(app: Flask, client: FlaskClient, name: str) -> None:
    assert sign_up(client, name=name).status_code == 422
    assert count(app, User) == 0
    assert sign_up(client, name="").status_code == 303
    assert "Progress</bdi>" in client.get("/").text


def test_a_form_takes_the_fields_it_shows_and_no_other(app: Flask, client: FlaskClient) -> None:
    more = {"id": "77", "role": "operator", "created_at": "2020-01-01", "password_hash": "x", "is_admin": "1"}
    assert sign_up(client, **more).status_code == 303
    assert client.post("/settings/name", data={"name": "Ada", **more}).status_code == 303
    (person,) = rows(app, User)
    assert (person.name, person.role, person.id == 77, person.password_hash == "x") == ("Ada", None, False, False)
    assert person.created_at.year != 2020


def test_a_taken_address_is_said_and_nothing_is_changed(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    other = make_client(app)
    answer(other)
    response = sign_up(other, email=" OLA@Example.ORG ", password="another long one")
    assert response.status_code == 422
    assert "an account with this address" in response.text
    assert sorted(person.email or "" for person in rows(app, User)) == ["", EMAIL]
    assert sign_in(make_client(app)).status_code == 303


def test_the_address_is_compared_without_capitals(app: Flask, client: FlaskClient) -> None:
    sign_up(client, email="Ola@Example.org")
    assert sign_in(make_client(app), email="oLA@eXAMPLE.org").status_code == 303


def test_signing_in_brings_the_answers_of_the_guest(app: Flask, client: FlaskClient) -> None:
    answer(client, "nova")
    sign_up(client)
    guest = make_client(app)
    answer(guest, "neutron", key="k2")
    assert sign_in(guest).status_code == 303
    (person,) = rows(app, User)
    assert [row.picked for row in rows(app, Response) if row.learner_id == person.id] == [["nova"], ["neutron"]]
    page = guest.get("/lessons/first").text
    assert "right at the second try" in page
    assert page.replace(key_of(page), "") == (other := client.get("/lessons/first").text).replace(key_of(other), "")


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]+)"', page)
    return found[1] if found else "-"


def test_the_same_answer_twice_is_one_after_the_merge(app: Flask, client: FlaskClient) -> None:
    answer(client)
    sign_up(client)
    guest = make_client(app)
    answer(guest)  # the same form, sent again from a browser that had lost its cookie
    assert count(app, Response) == 2
    earliest = min(row.answered_at for row in rows(app, Response))
    sign_in(guest)
    assert [row.answered_at for row in rows(app, Response)] == [earliest]


def test_two_halves_of_a_lesson_make_it_done(app: Flask, client: FlaskClient) -> None:
    first, *others = RIGHT_FIRST.items()
    answer(client, first[1], first[0])
    sign_up(client)
    guest = make_client(app)
    for number, (question, pick) in enumerate(others):
        answer(guest, pick, question, key=f"o{number}")
    assert count(app, Completion) == 0
    sign_in(guest)
    assert count(app, Completion) == 1
    assert "Done" in client.get("/lessons/first").text


def test_unknown_address_and_wrong_password_are_told_the_same(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    pages = [
        sign_in(make_client(app), email=email, password="not the one").text for email in (EMAIL, "eva@example.org")
    ]
    assert "do not belong together" in pages[0]
    assert pages[0].replace(EMAIL, "") == pages[1].replace("eva@example.org", "")


def test_an_unknown_address_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    checked: list[str] = []
    verify = type(passwords._hasher()).verify

    def noted(self: object, known: str, typed: str) -> bool:
        checked.append(known)
        return bool(verify(self, known, typed))  # type: ignore[arg-type] # the real one

    monkeypatch.setattr(type(passwords._hasher()), "verify", noted)
    sign_in(client, email="nobody@example.org")
    assert checked == [passwords.NOBODY]


def test_nothing_typed_in_a_sign_in_is_lost_but_the_password(client: FlaskClient) -> None:
    response = sign_in(client, email="eva@example.org", password="secret words", next="/lessons/first")
    assert 'value="eva@example.org"' in response.text
    assert 'value="/lessons/first"' in response.text
    assert "secret words" not in response.text


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_next_leads_to_our_own_pages_alone(app: Flask, client: FlaskClient, wanted: str) -> None:
    assert sign_up(client, next=wanted).headers["Location"] == "/"
    assert sign_in(make_client(app), next=wanted).headers["Location"] == "/"
    assert "evil.example" not in make_client(app).get("/sign-in", query_string={"next": "/"}).text


def test_signing_in_gives_a_new_token_and_ends_the_old(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    first = token_of(client)
    sign_in(client)
    assert token_of(client) != first
    stolen = make_client(app)
    stolen.set_cookie(COOKIE, first)
    assert stolen.get("/settings").status_code == 303


def test_signing_out_ends_every_copy_of_the_cookie(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    stolen = make_client(app)
    stolen.set_cookie(COOKIE, token_of(client))
    assert stolen.get("/settings").status_code == 200
    response = client.post("/sign-out")
    assert response.status_code == 303
    assert '"cache"' in response.headers["Clear-Site-Data"]
    assert token_of(client) == ""
    assert stolen.get("/settings").headers["Location"] == "/sign-in?next=%2Fsettings"
    assert count(app, SignIn) == 0


def test_an_account_that_asks_for_the_door_is_inside_already(client: FlaskClient) -> None:
    sign_up(client)
    for path in ("/sign-in", "/sign-up"):
        assert client.get(path).headers["Location"] == "/settings"
    assert sign_up(client, email="eva@example.org").headers["Location"] == "/settings"


def test_another_account_in_the_same_browser_shares_nothing(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    answer(client)
    sign_up(make_client(app), email="eva@example.org")
    sign_in(client, email="eva@example.org")
    assert KNOWN not in client.get("/lessons/first").text
    assert count(app, User) == 2


def test_the_cookie_of_an_account_lives_as_long_as_its_sign_in(client: FlaskClient) -> None:
    cookie = sign_up(client).headers["Set-Cookie"]
    assert "Max-Age=7776000" in cookie
    assert "HttpOnly" in cookie


def test_an_account_that_was_away_too_long_signs_in_again(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(SignIn).values(used_at=utcnow() - timedelta(days=16)))
        session.commit()
    assert client.get("/settings").status_code == 303


def test_the_door_is_closed_while_progress_is_paused_and_lessons_are_not(
    app: Flask, client: FlaskClient, folder: Path
) -> None:
    sign_up(client)
    break_database(app, folder)
    for path in ("/settings", "/me"):
        assert client.get(path).status_code == 503
    assert sign_in(client).status_code == 503
    page = client.get("/lessons/first")
    assert page.status_code == 200
    assert "Sign in" not in page.text
