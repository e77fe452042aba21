import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from course.accounts.access import COOKIE
from course.accounts.models import SignIn, User
from course.accounts.owned import owned_tables
from course.db import Base
from tests.conftest import make_client
from tests.people import EMAIL, PASSWORD, answer, count, rows, sign_in, sign_up

NEW = "another horse entirely"


def test_the_name_is_changed_and_shown(client: FlaskClient) -> None:
    sign_up(client)
    response = client.post("/settings/name", data={"name": " Zofia <b> \u202e"})
    assert response.status_code == 303
    page = client.get(response.headers["Location"]).text
    assert "Saved." in page
    for path in ("/", "/lessons/first", "/me"):
        assert "<bdi>Zofia &lt;b&gt; \u202e</bdi>" in client.get(path).text, path
    assert client.post("/settings/name", data={"name": "x" * 81}).status_code == 422


def test_a_name_on_a_kept_page_is_the_readers_own(app: Flask, client: FlaskClient) -> None:
    eva, guest = make_client(app), make_client(app)
    sign_up(client, name="Ola")
    sign_up(eva, email="eva@example.org", name="Eva")
    answer(guest)
    for _ in range(2):
        assert "<bdi>Ola</bdi>" in client.get("/lessons/second").text
        assert "<bdi>Eva</bdi>" in eva.get("/lessons/second").text
        assert "<bdi>Progress</bdi>" in guest.get("/lessons/second").text
        page = make_client(app).get("/lessons/second").text
        assert "Sign in</a>" in page
        assert "bdi" not in page
    assert "kept in your account" in eva.get("/lessons/second").text
    assert "kept in this browser" in guest.get("/lessons/second").text


def test_a_new_password_ends_every_other_sign_in(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    other = make_client(app)
    sign_in(other)
    old = client.get_cookie(COOKIE)
    response = client.post("/settings/password", data={"password": PASSWORD, "new": NEW})
    assert response.status_code == 303
    assert old is not None
    assert client.get_cookie(COOKIE) != old
    assert client.get("/settings").status_code == 200
    assert other.get("/settings").status_code == 303
    assert sign_in(make_client(app)).status_code == 422
    assert sign_in(make_client(app), password=NEW).status_code == 303
    assert count(app, SignIn) == 2


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"password": "not mine at all", "new": NEW}, "not your password"),
        ({"password": PASSWORD, "new": "short"}, "at least 8"),
        ({"password": "", "new": NEW}, "Write your password"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(
    app: Flask, client: FlaskClient, fields: dict[str, str], says: str
) -> None:
    sign_up(client)
    response = client.post("/settings/password", data=fields)
    assert response.status_code == 422
    assert says in response.text
    assert sign_in(make_client(app)).status_code == 303


def test_the_address_is_changed_with_the_password(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    refused = client.post("/settings/email", data={"email": "zofia@example.org", "password": "not mine"})
    assert refused.status_code == 422
    assert 'value="zofia@example.org"' in refused.text
    assert client.post("/settings/email", data={"email": "Zofia@example.org", "password": PASSWORD}).status_code == 303
    assert sign_in(make_client(app)).status_code == 422
    assert sign_in(make_client(app), email="zofia@example.org").status_code == 303


def test_an_address_that_is_taken_is_not_given_twice(app: Flask, client: FlaskClient) -> None:
    sign_up(make_client(app), email="eva@example.org")
    sign_up(client)
    response = client.post("/settings/email", data={"email": "EVA@example.org", "password": PASSWORD})
    assert response.status_code == 422
    assert "an account with this address" in response.text
    assert sorted(person.email for person in rows(app, User)) == ["eva@example.org", EMAIL]


def test_guessing_ones_own_password_is_limited(client: FlaskClient) -> None:
    sign_up(client)
    codes = [client.post("/settings/password", data={"password": "guess", "new": NEW}).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_a_sign_in_elsewhere_can_be_ended(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    other = make_client(app)
    sign_in(other, EMAIL, PASSWORD)
    newest = max(row.id for row in rows(app, SignIn))
    page = client.get("/settings").text
    assert page.count("last used") == 2
    assert "this browser" in page
    assert client.post("/settings/sign-ins", data={"id": newest}).status_code == 303
    assert other.get("/settings").status_code == 303
    assert client.get("/settings").status_code == 200


@pytest.mark.parametrize("sent", ["", "x", "-1", "9" * 23, "²", "999999"])
def test_what_is_no_sign_in_of_mine_is_not_there(client: FlaskClient, sent: str) -> None:
    sign_up(client)
    assert client.post("/settings/sign-ins", data={"id": sent}).status_code == 404


def test_nobody_ends_the_sign_in_of_somebody_else(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    eva = make_client(app)
    sign_up(eva, email="eva@example.org")
    theirs = rows(app, SignIn)[0].id
    assert eva.post("/settings/sign-ins", data={"id": theirs}).status_code == 404
    assert client.get("/settings").status_code == 200


def test_a_browser_is_named_and_no_more(app: Flask, client: FlaskClient) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    client.post("/sign-up", data={"email": EMAIL, "password": PASSWORD}, headers={"User-Agent": agent})
    assert rows(app, SignIn)[0].browser == "Firefox on Linux"
    hostile = make_client(app)
    hostile.post("/sign-in", data={"email": EMAIL, "password": PASSWORD}, headers={"User-Agent": "<script>" * 900})
    assert rows(app, SignIn)[-1].browser == "A browser"


def test_the_download_holds_the_answers_and_nothing_that_opens_the_account(client: FlaskClient) -> None:
    answer(client, "nova")
    sign_up(client)
    response = client.get("/settings/data")
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "private, no-store"
    found = json.loads(response.data)
    assert found["user"]["email"] == EMAIL
    assert found["response"][0]["picked"] == ["nova"]
    assert found["response"][0]["version"]["question_id"] == "no-address"
    assert "argon2" not in response.text
    assert "digest" not in found["sign_in"][0]


def test_deleting_needs_the_word(app: Flask, client: FlaskClient) -> None:
    answer(client)
    for word in ("", "yes", "deleted"):
        response = client.post("/settings/deletion", data={"word": word})
        assert response.status_code == 422
        assert "Write the word delete" in response.text
    assert count(app, User) == 1


@pytest.mark.parametrize("account", [False, True])
def test_who_is_deleted_leaves_no_row(app: Flask, client: FlaskClient, account: bool) -> None:
    answer(client)
    if account:
        sign_up(client)
        sign_in(make_client(app), password="not the one")
    client.post("/move/code")
    response = client.post("/settings/deletion", data={"word": "Delete"})
    assert response.status_code == 303
    assert "Clear-Site-Data" in response.headers
    told = "Deleted: your answers, your progress and every sign-in."
    assert told in client.get(response.headers["Location"]).text
    assert told not in client.get("/").text
    with app.extensions["database"].session() as session:
        for column in [owned.column for owned in owned_tables()]:
            assert session.execute(select(column)).all() == [], column
        for table in ("user", "failure"):
            assert session.execute(select(Base.metadata.tables[table])).all() == []
    assert "Sign in</a>" in client.get("/").text
    if account:
        assert sign_in(client).status_code == 422


def test_a_guest_finds_no_form_for_an_account(client: FlaskClient) -> None:
    answer(client)
    page = client.get("/settings").text
    assert "Keep my progress" in page
    assert "/settings/password" not in page
    assert "/sign-out" not in page
