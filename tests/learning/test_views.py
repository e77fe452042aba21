from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from course.accounts.models import SignIn, User
from course.app import create_app
from course.config import load_settings
from course.db import Base
from course.learning.models import Certainty, Completion, Outcome, Response
from course.serving import prepare_instance
from tests.conftest import make_client
from tests.factories import FIRST_QUIZ, RIGHT_FIRST

RIGHT = "Neutron, because it owns ports"
DONE = "</span>Done</span>"  # the word on a faceplate; the legend under the rack says it too


def answer(client: FlaskClient, question: str = "no-address", slug: str = "first", **fields: Any) -> Any:
    sent = {"question": question, "key": "k1", "origin": "lesson", "sure": "1", **fields}
    return client.post(f"/quizzes/{slug}", data=sent)


def rows(app: Flask, model: type[Base]) -> list[Any]:
    with app.extensions["database"].session() as session:
        return list(session.scalars(select(model)))


def count(app: Flask) -> int:
    with app.extensions["database"].session() as session:
        return session.scalar(select(func.count()).select_from(Response)) or 0


def test_reading_makes_nobody(app: Flask, client: FlaskClient) -> None:
    for path in ("/", "/lessons/first", "/quizzes/first", "/glossary", "/about"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert "Cookie" in response.headers["Vary"]
    assert rows(app, User) == []


def test_a_visitors_page_is_asked_about_and_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/lessons/first").headers["ETag"]
    again = client.get("/lessons/first", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.data == b""


def test_the_first_answer_makes_a_guest_and_a_sign_in(app: Flask, client: FlaskClient) -> None:
    response = answer(client, pick="nova")
    assert response.status_code == 303
    assert response.headers["Location"].endswith("/lessons/first?answered=no-address#q-no-address")
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    (guest,) = rows(app, User)
    (sign_in,) = rows(app, SignIn)
    assert guest.email is None
    assert sign_in.user_id == guest.id
    assert sign_in.token_digest not in cookie
    (response_row,) = rows(app, Response)
    assert (response_row.outcome, response_row.certainty) == (Outcome.WRONG, Certainty.SURE)


def test_nothing_is_given_away_before_it_is_earned(client: FlaskClient) -> None:
    for path in ("/lessons/first", "/quizzes/first"):
        page = client.get(path).text
        for secret in (
            "owns no addresses",
            "Addresses live on ports",
            "Which service owns ports",
            "Ports carry",
        ):
            assert secret not in page
    answer(client, pick="nova")
    page = client.get("/lessons/first?answered=no-address").text
    assert "Nova asks for a port" in page
    assert "Addresses live on ports" not in page
    assert "Ports carry" not in page


def test_two_wrong_choices_are_told_different_things(client: FlaskClient) -> None:
    answer(client, pick="nova")
    first = client.get("/lessons/first").text
    answer(client, pick="glance", key="k2")
    second = client.get("/lessons/first").text
    assert "Nova asks for a port" in first
    assert "The image holds the disk" not in first
    assert "The image holds the disk" in second
    assert "Which service owns ports?" not in first
    assert "Which service owns ports?" in second  # the hint, from the second miss on


def test_a_right_answer_becomes_a_receipt(client: FlaskClient) -> None:
    answer(client, pick="neutron")
    page = client.get("/lessons/first?answered=no-address").text
    assert "Right." in page
    assert "Addresses live on ports" in page
    assert "right first time, and you said you were sure" in client.get("/lessons/first").text


@pytest.mark.parametrize(
    ("sure", "certainty"), [("1", Certainty.SURE), ("0", Certainty.GUESS), ("", Certainty.UNKNOWN)]
)
def test_the_button_says_how_sure_somebody_is(app: Flask, client: FlaskClient, sure: str, certainty: Certainty) -> None:
    answer(client, pick="nova", sure=sure)
    assert rows(app, Response)[0].certainty is certainty


def test_i_do_not_know_yet_needs_no_pick_and_gets_the_hint(app: Flask, client: FlaskClient) -> None:
    response = client.post("/quizzes/first", data={"question": "no-address", "key": "k", "skip": "1"})
    assert response.status_code == 303
    assert rows(app, Response)[0].outcome is Outcome.UNKNOWN
    page = client.get("/lessons/first").text
    assert "Which service owns ports?" in page
    assert "Not quite" not in page


def test_nothing_picked_comes_back_with_what_to_do(app: Flask, client: FlaskClient) -> None:
    response = answer(client)
    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert "There is a problem" in response.text
    assert "Choose one answer" in response.text
    assert count(app) == 0
    assert rows(app, User) == []


@pytest.mark.parametrize("pick", ["made-up", "x" * 5000, "neutron\x00"])
def test_a_pick_that_is_no_choice_is_refused_and_stores_nothing(app: Flask, client: FlaskClient, pick: str) -> None:
    response = answer(client, pick=pick)
    assert response.status_code == 422
    assert "not one of the choices" in response.text
    assert count(app) == 0


def test_two_picks_for_one_choice_are_refused(app: Flask, client: FlaskClient) -> None:
    assert answer(client, pick=["nova", "neutron"]).status_code == 422
    assert count(app) == 0


def test_an_unknown_question_leads_back_to_the_lesson(client: FlaskClient) -> None:
    response = answer(client, question="gone", pick="nova")
    assert response.status_code == 404
    assert "/lessons/first" in response.text
    assert client.post("/quizzes/first", data={}).status_code == 404


def test_the_same_submission_twice_is_one_response(app: Flask, client: FlaskClient) -> None:
    answer(client, pick="nova")
    assert answer(client, pick="nova").status_code == 303
    assert count(app) == 1
    answer(client, pick="glance")  # the same form in another tab, another answer
    assert count(app) == 2


def test_done_when_every_question_is_right_and_never_taken_away(app: Flask, client: FlaskClient, folder: Path) -> None:
    for number, (question, pick) in enumerate(RIGHT_FIRST.items()):
        assert not rows(app, Completion)
        answer(client, question=question, pick=pick, key=f"k{number}")
    assert len(rows(app, Completion)) == 1
    assert DONE in client.get("/").text
    quiz = folder / "quizzes" / "first.md"
    quiz.write_text(FIRST_QUIZ + "\n## One more? {#more}\n\nAnswer: true\nWhy: Yes.\n")
    assert "1 new question since you finished" in client.get("/").text
    assert "1 new question since you finished" in client.get("/lessons/first").text


def test_a_revealed_answer_counts_only_ten_minutes_later(app: Flask, client: FlaskClient) -> None:
    answer(client, pick="nova")
    client.post("/quizzes/first", data={"question": "no-address", "key": "k2", "reveal": "1"})
    page = client.get("/lessons/first").text
    assert "Addresses live on ports" in page
    answer(client, pick="neutron", key="k3")
    assert [row.unaided for row in rows(app, Response)] == [False, False, False]
    assert "0 of 3 checked" in client.get("/").text


def test_a_script_gets_the_card_alone(client: FlaskClient) -> None:
    response = client.post(
        "/quizzes/first",
        data={"question": "no-address", "key": "k", "pick": "nova", "origin": "lesson"},
        headers={"Accept": "text/html; fragment"},
    )
    assert response.status_code == 200
    assert "Nova asks for a port" in response.text
    assert "<html" not in response.text
    assert 'id="q-no-address"' in response.text


RIGHT_SECOND: dict[str, dict[str, Any]] = {
    "several": {"pick": ["nova", "glance"]},
    "fit": {"pick": "16"},
    "boot": {"place-token": "1", "place-image": "2", "place-create": "3", "place-reboot": "-"},
    "list": {"pick": "openstack server list"},
}


@pytest.mark.parametrize("question", RIGHT_SECOND)
def test_every_kind_can_be_answered_right(app: Flask, client: FlaskClient, question: str) -> None:
    response = answer(client, question, "second", **RIGHT_SECOND[question])
    assert response.status_code == 303, response.text
    assert rows(app, Response)[0].outcome is Outcome.RIGHT


def test_a_match_is_answered_from_its_lists(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        question = app.extensions["library"].current().lesson("second").quiz.question("jobs")
    fields = {f"match-{left.key}": right for left, right in zip(question.lefts, question.answer, strict=True)}
    assert answer(client, "jobs", "second", **fields).status_code == 303
    assert rows(app, Response)[0].outcome is Outcome.RIGHT


def test_an_unfinished_order_keeps_what_was_typed(client: FlaskClient) -> None:
    response = answer(client, "boot", "second", **{"place-token": "2", "place-image": "2"})
    assert response.status_code == 422
    assert "Give every step a place" in response.text
    assert response.text.count('<option value="2" selected>') == 2


def test_a_lesson_without_questions_can_be_marked_as_read(client: FlaskClient) -> None:
    assert "Mark as read" in client.get("/lessons/plain").text
    assert client.post("/lessons/plain", data={"read": "1"}).status_code == 303
    assert "Read" in client.get("/").text
    assert "Mark as read" not in client.get("/lessons/plain").text
    assert client.post("/lessons/first", data={"read": "1"}).status_code == 422


def test_ask_me_all_again_opens_every_question_and_takes_nothing_away(client: FlaskClient) -> None:
    for number, (question, pick) in enumerate(RIGHT_FIRST.items()):
        answer(client, question=question, pick=pick, key=f"k{number}", origin="quiz")
    done = client.get("/quizzes/first").text
    assert "Ask me all again" in done
    again = client.get("/quizzes/first?again=4000000000").text
    assert again.count("I’m sure") + again.count("I&#39;m sure") + again.count("I'm sure") == 3
    assert DONE in client.get("/").text


def test_another_browser_sees_nothing_of_it(app: Flask, client: FlaskClient) -> None:
    answer(client, pick="neutron")
    assert "right first time" not in make_client(app).get("/lessons/first").text


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "ü\x01", "a" * 43])
def test_a_lost_or_forged_cookie_is_a_visitor(app: Flask, cookie: str) -> None:
    client = make_client(app)
    response = client.get("/lessons/first", headers={"Cookie": f"sign-in={cookie}"})
    assert response.status_code == 200
    assert "right first time" not in response.text


def test_an_unknown_lesson_is_404_with_the_nearest_titles(client: FlaskClient) -> None:
    response = client.get("/lessons/firts")
    assert response.status_code == 404
    assert "Who answers when you ask for a server?" in response.text
    for slug in ("9" * 23, "%00", "..%2f..%2fetc", "ü", "a" * 3000):
        assert client.get(f"/lessons/{slug}").status_code == 404


def test_what_is_broken_from_the_start_is_being_repaired(folder: Path, overrides: dict[str, str]) -> None:
    lesson = folder / "lessons" / "10-first-contact" / "01-first.md"
    lesson.write_text(lesson.read_text().replace("goal: name the service to ask\n", ""))
    quiz = folder / "quizzes" / "second.md"
    quiz.write_text(quiz.read_text() + "\n## No id\n\nAnswer: true\n")
    prepare_instance(load_settings(overrides))
    app = create_app(overrides)
    client = make_client(app)
    assert "Being repaired" in client.get("/").text
    for path in ("/lessons/first", "/quizzes/second"):
        page = client.get(path)
        assert page.status_code == 503
        assert "being repaired" in page.text
    readable = client.get("/lessons/second")
    assert readable.status_code == 200
    assert "Mark as read" not in readable.text
    assert client.post("/lessons/second", data={"read": "1"}).status_code == 503
    app.extensions["database"].close()


def test_a_quiz_broken_by_an_edit_is_served_as_it_was(client: FlaskClient, folder: Path) -> None:
    quiz = folder / "quizzes" / "first.md"
    quiz.write_text("## Which one? {#no-address}\n\n- ( ) no right choice\n")
    assert RIGHT in client.get("/quizzes/first").text
    quiz.write_text(FIRST_QUIZ.replace(RIGHT, "Neutron, which owns ports"))
    assert "Neutron, which owns ports" in client.get("/quizzes/first").text


@pytest.mark.parametrize("place", ["abc", "9" * 5000, "0", "-1", "٣"])
def test_a_place_that_is_none_is_refused(client: FlaskClient, place: str) -> None:
    for extra in ({}, {"skip": "1"}):
        response = answer(client, "boot", "second", **{"place-token": place, **extra})
        assert response.status_code == 422


def test_a_typed_answer_is_one_answer(app: Flask, client: FlaskClient) -> None:
    assert answer(client, "who", pick=["Horizon", "x" * 9999]).status_code == 422
    assert count(app) == 0


def test_a_pasted_number_may_hold_a_narrow_space(app: Flask, client: FlaskClient) -> None:
    assert answer(client, "fit", "second", pick="\u202f16").status_code == 303
    assert rows(app, Response)[0].outcome is Outcome.RIGHT
