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
from tests.meetups.hosts import found, host, pick, plan
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
    assert f"/j/{meetup.now.join_code}</a>" in page
    assert "Too few answers yet" not in page


def test_the_run_sheet_needs_no_answers(meetup: Hosted) -> None:
    sheet = meetup.client.get(f"{meetup.page}/run-sheet").text
    assert "Who hands out addresses" in sheet
    assert "On one machine the same tool does both." in sheet
    assert "Your server gets no IP address." in sheet
    assert "Show the port of a server." in sheet
    assert "Ask your team who says yes." in sheet
    assert "18:05" in sheet


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Answer: false\n", '<li>True</li><li class="right">False'),
        ("Number: 16\n", "<b>Right:</b> 16"),
        (
            "- Reboot the host {#reboot}\n",
            "<li>Get a token</li><li>Choose an image</li><li>Create the server</li></ol>",
        ),
        ("- Glance -> images\n", "<li>Cinder: <b>block volumes</b></li><li>Glance: <b>images</b></li>"),
        ("Command: openstack server list\n", "<b>Right:</b> openstack server list"),
    ],
    ids=["true or false", "a number", "an order", "pairs", "a command"],
)
def test_the_run_sheet_holds_the_answer_to_every_kind_of_question(
    folder: Path, app: Flask, question: str, shown: str
) -> None:
    for quiz in (folder / "quizzes").iterdir():
        quiz.write_text(quiz.read_text().replace(question, f"{question}Talk: Ask who has tried it.\n"))
    ola = host(app)
    found(ola)
    path = plan(ola)
    pick(ola, path, "first", "second")
    assert shown in ola.get(f"{path}/run-sheet").text


def test_what_no_answers_name_is_not_said_to_be_needed(meetup: Hosted) -> None:
    for people_so_far, said in ((0, "Nobody has joined yet."), (3, "There are too few answers yet to say more.")):
        come(meetup, people_so_far, wrong=people_so_far)
        sheet = meetup.client.get(f"{meetup.page}/run-sheet").text
        assert f"{said} Ask the room about “Who hands out addresses”." in sheet
        assert "They need you" not in sheet


def test_a_longer_meetup_says_what_is_left(app: Flask) -> None:
    meetup = hosted(app, minutes=90)
    come(meetup, 10, wrong=6)
    assert "At 19:00, 30 minutes are left" in meetup.client.get(f"{meetup.page}/tonight").text
    assert "Time that is left" in meetup.client.get(f"{meetup.page}/run-sheet").text
    meetup.client.post(f"{meetup.page}/tonight", data={"first:no-address": "80"})
    assert "longer than the meetup" in meetup.client.get(f"{meetup.page}/tonight").text


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
