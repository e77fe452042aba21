import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.meetups.models import TopicMinutes
from tests.conftest import make_client
from tests.factories import RIGHT_FIRST
from tests.meetups import people
from tests.meetups.hosting_pages import Hosted, hosted
from tests.people import rows, sign_up

WITH_TALK = "Talk: On one machine the same tool does both."
PAGES = ("roster", "tonight", "run-sheet")


@pytest.fixture
def meetup(folder: Path, app: Flask) -> Hosted:
    """A published meetup; its first question has words for the host."""
    quiz = folder / "quizzes" / "first.md"
    quiz.write_text(quiz.read_text().replace("Why: Ports carry", f"{WITH_TALK}\nWhy: Ports carry"))
    lesson = folder / "lessons" / "10-first-contact" / "01-first.md"
    note = "\n> [!HOST]\n> Show the port of a server.\n\nSource:"
    lesson.write_text(lesson.read_text().replace("\nSource:", note, 1))
    return hosted(app)


def come(meetup: Hosted, number: int, *, wrong: int = 0, named: int = 0, answering: bool = True) -> None:
    """Let people join; the first `wrong` of them take Nova for Neutron, the first `named` allow their names."""
    app = meetup.app
    library = app.extensions["library"].current()
    with app.extensions["database"].session(writing=True) as session:
        for one in range(number):
            person = people.learner(session, f"Person {one}")
            people.join(session, meetup.now, person, host_may_know=one < named)
            if answering:
                for question, pick in RIGHT_FIRST.items():
                    picked = "nova" if question == "no-address" and one < wrong else pick
                    people.say(session, person, library.lesson("first"), question, picked, sure=True)
        session.commit()


def test_only_its_hosts_see_the_pages_of_an_evening(app: Flask, meetup: Hosted) -> None:
    other = make_client(app)
    sign_up(other, "other@example.org")
    for page in PAGES:
        assert meetup.client.get(f"{meetup.page}/{page}").status_code == 200
        assert other.get(f"{meetup.page}/{page}").status_code == 404
        assert make_client(app).get(f"{meetup.page}/{page}").headers["Location"].startswith("/sign-in")
    assert other.post(f"{meetup.page}/tonight", data={"first:no-address": "9"}).status_code == 404


def test_a_host_of_another_group_sees_nothing(app: Flask, meetup: Hosted) -> None:
    other = hosted(app, email="second@example.org", title="Elsewhere")
    come(meetup, 6, named=6)
    for page in PAGES:
        assert other.client.get(f"{meetup.page}/{page}").status_code == 404
        assert "Person" not in other.client.get(f"{other.page}/{page}").text


def test_the_evening_says_what_to_talk_about_and_why(meetup: Hosted) -> None:
    come(meetup, 10, wrong=6)
    page = meetup.client.get(f"{meetup.page}/tonight").text
    assert "“Nova hands out the addresses”" in page
    assert "Pair up, then vote again" in page
    assert "40% were right first time, 4 of 10. 6 gave the same wrong answer." in page
    assert "6 not right + 6 sure all the same + 6 with one idea = 18" in page
    assert "the Wilson interval" in page
    assert "On one machine the same tool does both." in page
    assert "You can skip these" in page


def test_with_four_answers_no_percentage_appears_anywhere(meetup: Hosted) -> None:
    come(meetup, 4, wrong=3)
    for page in PAGES:
        text = meetup.client.get(f"{meetup.page}/{page}").text
        assert "%" not in re.sub(r"<head>.*?</head>|\?next=[^\"]*", "", text, flags=re.DOTALL), page
    tonight = meetup.client.get(f"{meetup.page}/tonight").text
    assert "Too few answers yet" in tonight
    assert "Who hands out addresses" in tonight


def test_without_an_answer_the_page_says_what_to_do(meetup: Hosted) -> None:
    assert "Nobody has joined yet" in meetup.client.get(f"{meetup.page}/tonight").text
    come(meetup, 3, answering=False)
    page = meetup.client.get(f"{meetup.page}/tonight").text
    assert "Nobody has answered yet" in page
    assert "needs no preparation" in page


def test_the_run_sheet_needs_no_answers(meetup: Hosted) -> None:
    sheet = meetup.client.get(f"{meetup.page}/run-sheet").text
    assert "Who hands out addresses" in sheet
    assert "On one machine the same tool does both." in sheet
    assert "Your server gets no IP address." in sheet
    assert "Show the port of a server." in sheet
    assert "Ask your team who says yes." in sheet
    assert "18:05" in sheet


def test_the_run_sheet_follows_the_answers(meetup: Hosted) -> None:
    come(meetup, 10, wrong=6)
    sheet = meetup.client.get(f"{meetup.page}/run-sheet").text
    assert "“Nova hands out the addresses”" in sheet
    assert "three minutes in pairs" in sheet
    assert re.search(r'<li class="right">Neutron', sheet)


def test_the_minutes_of_the_host_are_remembered(meetup: Hosted) -> None:
    come(meetup, 10, wrong=6)
    sent = {"first:no-address": "11"}
    answer = meetup.client.post(f"{meetup.page}/tonight", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{meetup.page}/tonight#plan")
    page = meetup.client.get(f"{meetup.page}/tonight").text
    assert 'name="first:no-address" value="11"' in page
    assert "18:16" in page
    meetup.client.post(f"{meetup.page}/tonight", data={"first:no-address": ""})
    assert rows(meetup.app, TopicMinutes) == []


@pytest.mark.parametrize("typed", ["0", "181", "nine", "-3", "1e3", "9" * 23, "٣"])
def test_minutes_that_cannot_be_are_refused_and_kept_in_the_form(meetup: Hosted, typed: str) -> None:
    come(meetup, 10, wrong=6)
    refused = meetup.client.post(f"{meetup.page}/tonight", data={"first:no-address": typed})
    assert refused.status_code == 422
    assert "Write minutes from 1 to 180" in refused.text
    assert f'value="{typed}"' in refused.text
    assert rows(meetup.app, TopicMinutes) == []


def test_minutes_for_a_question_that_is_not_asked_are_left_out(meetup: Hosted) -> None:
    sent = {"second:boot": "9", "first:nothing": "9", "9" * 23: "9"}
    assert meetup.client.post(f"{meetup.page}/tonight", data=sent).status_code == 303
    assert rows(meetup.app, TopicMinutes) == []


def test_the_roster_names_only_who_allows_it(meetup: Hosted) -> None:
    come(meetup, 5, named=2)
    page = meetup.client.get(f"{meetup.page}/roster").text
    assert [name in page for name in ("Person 0", "Person 1", "Person 2", "Person 3", "Person 4")] == [True] * 2 + [
        False
    ] * 3
    assert "3 people are known as a number only" in page


def statements_of_page(client: FlaskClient, app: Flask, address: str) -> int:
    sent: list[str] = []
    raw = app.extensions["database"].reading
    fetch = raw.fetch

    def counting(sql: str, values: object) -> list[object]:
        sent.append(sql)
        return list(fetch(sql, values))

    raw.fetch = counting
    try:
        assert client.get(address).status_code == 200
    finally:
        raw.fetch = fetch
    return len(sent)


@pytest.mark.parametrize("page", PAGES)
def test_five_people_take_as_many_statements_as_fifty(meetup: Hosted, page: str) -> None:
    address = f"{meetup.page}/{page}"
    come(meetup, 5, wrong=3)
    few = statements_of_page(meetup.client, meetup.app, address)
    come(meetup, 45, wrong=20, named=9)
    assert statements_of_page(meetup.client, meetup.app, address) == few
