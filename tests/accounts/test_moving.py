import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from course.accounts.models import MoveCode, SignIn, User
from course.accounts.operations import CODE_LENGTH, CODE_SIGNS
from course.db import utcnow
from course.learning.models import Response
from tests.conftest import make_client
from tests.people import answer, count, rows, sign_up

KNOWN = "right first time"


def make_code(client: FlaskClient) -> str:
    response = client.post("/move/code")
    assert response.status_code == 200
    found = re.search(r'id="move_code">([^<]+)<', response.text)
    assert found is not None
    return found[1]


def bring(client: FlaskClient, code: str) -> int:
    return client.post("/move", data={"code": code}).status_code


def test_a_guest_carries_progress_to_another_device(app: Flask, client: FlaskClient) -> None:
    answer(client)
    laptop = make_client(app)
    assert bring(laptop, make_code(client)) == 303
    assert KNOWN in laptop.get("/lessons/first").text
    assert KNOWN in client.get("/lessons/first").text
    assert count(app, User) == 1
    assert count(app, SignIn) == 2


def test_what_the_other_device_had_is_added(app: Flask, client: FlaskClient) -> None:
    answer(client, "nova")
    laptop = make_client(app)
    answer(laptop, "false", "alone", key="k2")
    assert bring(laptop, make_code(client)) == 303
    assert len({row.learner_id for row in rows(app, Response)}) == 1
    assert count(app, User) == 1
    assert KNOWN in client.get("/lessons/first").text


def test_an_account_is_signed_in_on_the_other_device(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    phone = make_client(app)
    answer(phone)
    assert bring(phone, make_code(client)) == 303
    assert "<bdi>Ola</bdi>" in phone.get("/").text
    assert KNOWN in client.get("/lessons/first").text


def test_a_guests_progress_becomes_part_of_the_account_that_takes_it(app: Flask, client: FlaskClient) -> None:
    answer(client)
    laptop = make_client(app)
    sign_up(laptop)
    assert bring(laptop, make_code(client)) == 303
    (person,) = rows(app, User)
    assert person.email
    assert "<bdi>Ola</bdi>" in laptop.get("/").text
    assert KNOWN in laptop.get("/lessons/first").text
    assert KNOWN not in client.get("/lessons/first").text  # whoever held the guest holds no key to the account


def test_two_accounts_are_never_made_one(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    eva = make_client(app)
    sign_up(eva, email="eva@example.org")
    response = eva.post("/move", data={"code": make_code(client)})
    assert response.status_code == 422
    assert "another account" in response.text
    assert count(app, User) == 2


def test_a_code_is_short_readable_hashed_and_written_as_people_write(app: Flask, client: FlaskClient) -> None:
    answer(client)
    code = make_code(client)
    assert re.fullmatch(rf"[{CODE_SIGNS}]{{4}}-[{CODE_SIGNS}]{{4}}", code)
    assert CODE_LENGTH == 8
    assert not set("01OILU") & set(CODE_SIGNS)
    (kept,) = rows(app, MoveCode)
    assert code.replace("-", "") not in kept.code_digest
    assert bring(make_client(app), f" {code.lower().replace('-', ' ')} ") == 303


def test_a_code_works_once(app: Flask, client: FlaskClient) -> None:
    answer(client)
    code = make_code(client)
    assert bring(make_client(app), code) == 303
    assert bring(make_client(app), code) == 422
    assert count(app, MoveCode) == 0


def test_a_new_code_takes_the_place_of_the_old(app: Flask, client: FlaskClient) -> None:
    answer(client)
    old, new = make_code(client), make_code(client)
    assert bring(make_client(app), old) == 422
    assert bring(make_client(app), new) == 303


@pytest.mark.parametrize(("minutes", "status"), [(9.9, 303), (10.1, 422)])
def test_a_code_lives_for_ten_minutes(app: Flask, client: FlaskClient, minutes: float, status: int) -> None:
    answer(client)
    code = make_code(client)
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(MoveCode).values(made_at=utcnow() - timedelta(minutes=minutes)))
        session.commit()
    assert bring(make_client(app), code) == status


def test_signing_up_ends_the_codes_of_the_guest(app: Flask, client: FlaskClient) -> None:
    answer(client)
    code = make_code(client)
    sign_up(client)
    assert bring(make_client(app), code) == 422


@pytest.mark.parametrize("code", ["", "short", "x" * 500, "ÄÖÜ", "1234 5678 9"])
def test_what_cannot_be_a_code_comes_back_as_it_was_typed(client: FlaskClient, code: str) -> None:
    response = client.post("/move", data={"code": code})
    assert response.status_code == 422
    assert "eight characters" in response.text
    assert f'value="{code}"' in response.text


def test_guessing_is_limited_and_says_when_to_come_back(app: Flask, client: FlaskClient) -> None:
    answer(client)
    code = make_code(client)
    guesser = make_client(app)
    assert {bring(guesser, f"2222222{sign}") for sign in CODE_SIGNS} == {422}
    assert {bring(guesser, f"222222{sign}2") for sign in CODE_SIGNS[:20]} == {422}
    response = guesser.post("/move", data={"code": code})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert f'value="{code}"' in response.text


def test_the_picture_leads_to_the_page_with_the_code_and_changes_nothing_by_itself(
    app: Flask, client: FlaskClient
) -> None:
    answer(client)
    response = client.post("/move/code")
    assert "<svg" in response.text
    assert "style=" not in response.text
    code = make_code(client)
    phone = make_client(app)
    page = phone.get(f"/move?code={code}")
    assert f'value="{code}"' in page.text
    assert count(app, MoveCode) == 1
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_visitor_has_nothing_to_move(client: FlaskClient) -> None:
    assert "nothing to take from this browser" in client.get("/move").text
    assert client.post("/move/code").headers["Location"].startswith("/sign-in")
