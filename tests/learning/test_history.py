import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from course.accounts.models import User
from course.learning import history
from tests.conftest import ENGINE, make_client
from tests.factories import FIRST_QUIZ, RIGHT_FIRST
from tests.people import answer, rows, sign_up

OFFER = "This is kept in this browser alone"


def test_my_page_shows_the_rack_and_every_answer_with_its_day(client: FlaskClient) -> None:
    answer(client, "nova")
    answer(client, "neutron", key="k2")
    client.post("/quizzes/first", data={"question": "alone", "key": "k3", "skip": "1"})
    response = client.get("/me")
    page = response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "1 of 3 checked" in page
    assert "Not quite, sure" in page
    assert "Right, sure" in page
    assert "“I don’t know yet”" in page
    assert page.index("Is each service alone?") < page.index("Your server gets no IP address")
    assert '<h3 class="day">' in page


def test_my_page_says_what_changed_since(client: FlaskClient, folder: Path) -> None:
    for number, (question, pick) in enumerate(RIGHT_FIRST.items()):
        answer(client, pick, question, key=f"k{number}")
    assert "Changed since" not in client.get("/me").text
    changed = FIRST_QUIZ.replace("Is each service alone?", "Does each service work alone?")
    (folder / "quizzes" / "first.md").write_text(changed + "\n## One more? {#more}\n\nAnswer: true\nWhy: Yes.\n")
    page = client.get("/me").text
    assert "1 new question since you finished, 1 question reads differently now" in page
    assert "Is each service alone?" in page  # as it was asked then
    (folder / "quizzes" / "first.md").write_text(FIRST_QUIZ[: FIRST_QUIZ.index("## Is each")])
    assert "not asked any more" in client.get("/me").text


def test_a_withdrawn_lesson_keeps_its_answers(client: FlaskClient, folder: Path) -> None:
    answer(client)
    (folder / "quizzes" / "first.md").unlink()
    for lesson in ("01-first", "02-second"):
        (folder / "lessons" / "10-first-contact" / f"{lesson}.md").unlink()
    (folder / "quizzes" / "second.md").unlink()
    page = client.get("/me")
    assert page.status_code == 200
    assert "Your server gets no IP address" in page.text


def test_my_page_shows_the_newest_and_says_where_the_rest_is(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST", 2)
    for number in range(3):
        answer(client, "nova", key=f"k{number}")
    page = client.get("/me").text
    assert page.count("Not quite") == 2
    assert "Download all of them" in page


@pytest.mark.skipif(ENGINE != "sqlite", reason="SQLite itself says what it ran")
def test_my_page_takes_as_many_statements_for_one_answer_as_for_many(app: Flask, client: FlaskClient) -> None:
    def statements() -> int:
        sent: list[str] = []
        app.extensions["database"].close()

        @event.listens_for(app.extensions["database"].engine, "checkout")
        def follow(connection: sqlite3.Connection, *_rest: object) -> None:
            connection.set_trace_callback(sent.append)

        client.get("/me")
        return sum(one.startswith("SELECT") for one in sent)

    answer(client)
    few = statements()
    for number in range(20):
        answer(client, "nova", key=f"more{number}")
    assert statements() == few == 5


def test_keeping_is_offered_once_after_the_first_right_answer(app: Flask, client: FlaskClient) -> None:
    answer(client, "nova", key="k0")
    assert OFFER not in client.get("/lessons/first?answered=no-address").text
    answer(client)
    page = client.get("/lessons/first?answered=no-address").text
    assert OFFER in page
    assert 'href="/sign-up?next=/lessons/first%23q-no-address"' in page
    assert OFFER not in client.get("/lessons/first").text
    answer(client, "false", "alone", key="k2")
    assert OFFER not in client.get("/lessons/first?answered=alone").text
    assert rows(app, User)[0].offered_at is not None


def test_a_script_gets_the_offer_with_the_card(client: FlaskClient) -> None:
    fields = {"question": "no-address", "key": "k", "pick": "neutron", "origin": "lesson"}
    headers = {"Accept": "text/html; fragment"}
    assert OFFER in client.post("/quizzes/first", data=fields, headers=headers).text
    other = {**fields, "question": "alone", "pick": "false"}
    assert OFFER not in client.post("/quizzes/first", data=other, headers=headers).text


def test_an_account_is_offered_nothing(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    answer(client)
    assert OFFER not in client.get("/lessons/first?answered=no-address").text
    assert OFFER not in make_client(app).get("/lessons/first").text


def test_a_visitor_finds_the_sign_in_and_the_way_back(client: FlaskClient) -> None:
    assert 'href="/sign-in?next=/lessons/first"' in client.get("/lessons/first").text
    assert 'href="/sign-in"' in client.get("/").text
