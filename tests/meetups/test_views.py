import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from course.accounts.limits import GUESTS_A_MINUTE, JOIN
from course.accounts.models import User
from course.db import utcnow
from course.meetups import operations
from course.meetups.models import Enrolment, Group, Meetup
from tests.accounts.test_guests import bring
from tests.conftest import ENGINE, make_client
from tests.factories import RIGHT_FIRST
from tests.meetups.hosting_pages import Hosted, hosted, learner
from tests.people import answer, count, rows, sign_up


@pytest.fixture
def meetup(app: Flask) -> Hosted:
    """A published meetup."""
    return hosted(app)


def change(app: Flask, model: type[Meetup] | type[Group], **values: object) -> None:
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(model).values(**values))
        session.commit()


def test_a_visitor_sees_when_and_where_and_what_to_read(app: Flask, meetup: Hosted) -> None:
    page = make_client(app).get(meetup.page)
    assert page.status_code == 200
    for words in ("OpenStack Kraków 7", "18:00", "Europe/Warsaw, UTC+1", "Rynek 1", "2 short lessons", "I am coming"):
        assert words in page.text
    assert "Set-Cookie" not in page.headers
    assert "tonight" not in page.text


def test_a_visitor_joins_with_a_name_only(app: Flask, meetup: Hosted) -> None:
    client = make_client(app)
    joined = client.post(f"{meetup.page}/enrolment", data={"coming": "yes", "name": "Jan"})
    assert (joined.status_code, joined.headers["Location"]) == (303, f"{meetup.page}?changed=coming#enrolment")
    page = client.get(f"{meetup.page}?changed=coming").text
    assert "Saved." in page
    assert "read the first lesson" in page
    assert "2 of 2 to go" in page
    assert [one.host_may_know for one in rows(app, Enrolment)] == [False]
    assert [one.name for one in rows(app, User) if one.email is None] == ["Jan"]


def test_a_visitor_joins_without_a_name(app: Flask, meetup: Hosted) -> None:
    assert make_client(app).post(f"{meetup.page}/enrolment", data={"coming": "yes"}).status_code == 303
    assert count(app, Enrolment) == 1


def test_the_host_cannot_know_a_name_that_is_not_there(app: Flask, meetup: Hosted) -> None:
    refused = make_client(app).post(f"{meetup.page}/enrolment", data={"coming": "yes", "host_may_know": "yes"})
    assert refused.status_code == 422
    assert "Write the name that the host may know" in refused.text
    assert "<title>Error:" in refused.text
    assert re.search(r'name="host_may_know" value="yes" checked', refused.text)
    assert count(app, Enrolment) == 0


def test_what_the_host_may_know_can_be_changed_at_any_time(app: Flask, meetup: Hosted) -> None:
    client = make_client(app)
    for sent, allowed in (({"host_may_know": "yes"}, True), ({}, False)):
        client.post(f"{meetup.page}/enrolment", data={"coming": "yes", "name": "Jan", **sent})
        assert [one.host_may_know for one in rows(app, Enrolment)] == [allowed]


def test_who_joined_can_leave(app: Flask, meetup: Hosted) -> None:
    client = make_client(app)
    client.post(f"{meetup.page}/enrolment", data={"coming": "yes"})
    assert client.post(f"{meetup.page}/enrolment", data={"coming": "no"}).status_code == 303
    assert count(app, Enrolment) == 0
    assert "Are you coming?" in client.get(meetup.page).text


def test_the_same_form_sent_twice_is_one_enrolment(app: Flask, meetup: Hosted) -> None:
    client = make_client(app)
    for _ in range(2):
        client.post(f"{meetup.page}/enrolment", data={"coming": "yes"})
    assert count(app, Enrolment) == 1


def test_a_learner_sees_what_is_left_on_the_meetup_the_map_and_the_lessons(app: Flask, meetup: Hosted) -> None:
    client, _person = learner(app)
    assert "Pre-reading" not in client.get("/lessons/first").text
    client.post(f"{meetup.page}/enrolment", data={"coming": "yes"})
    client.set_cookie("zone", "Europe/London")
    for address in (meetup.page, "/", "/lessons/first"):
        page = client.get(address).text
        assert re.search(r"2 of 2 to go(</b>)?, about \d+ minutes?, before \w+day, 17:00 \(Europe/London\)", page), (
            address
        )
    assert "Pre-reading" in client.get("/lessons/first").text
    assert "Your meetup" in client.get("/lessons/second").text


def test_an_answer_by_script_brings_the_new_count_along(app: Flask, meetup: Hosted) -> None:
    client, _person = learner(app)
    client.post(f"{meetup.page}/enrolment", data={"coming": "yes"})
    sent = {"question": "alone", "key": "k2", "origin": "lesson", "pick": "false"}
    text = client.post("/quizzes/first", data=sent, headers={"Accept": "text/html; fragment"}).text
    assert "2 of 2 to go" in text
    for question, pick in RIGHT_FIRST.items():
        client.post("/quizzes/first", data={"question": question, "key": question, "origin": "lesson", "pick": pick})
    assert "1 of 2 to go" in client.get(meetup.page).text


def test_the_map_tells_visitors_of_the_next_meetup_and_forgets_it(app: Flask, meetup: Hosted) -> None:
    client = make_client(app)
    app.debug = False
    assert meetup.page in client.get("/").text
    change(app, Meetup, status="cancelled")
    assert meetup.page not in client.get("/").text


def test_the_short_link_leads_to_the_meetup(app: Flask, meetup: Hosted) -> None:
    client, code = make_client(app), meetup.now.join_code
    for typed in (code, code.lower(), f"{code[:4]}-{code[4:]}"):
        assert client.get(f"/j/{typed}").headers["Location"] == meetup.page
        assert client.get("/j", query_string={"code": typed}, follow_redirects=True).request.path == meetup.page


@pytest.mark.parametrize("code", ["WRONG234", "-", "x" * 300, "9" * 23, "<b>", "ü"])
def test_a_wrong_code_says_so_and_offers_the_list(app: Flask, code: str) -> None:
    answer = make_client(app).get(f"/j/{code}")
    assert answer.status_code == 404
    assert "There is no meetup with this code" in answer.text
    assert 'href="/meetups"' in answer.text
    assert 'href="/meetups#code"' in answer.text


@pytest.mark.parametrize("typed", ["wrng-2345", " WRNG 2345 "])
def test_a_wrong_code_is_shown_as_it_was_read(app: Flask, typed: str) -> None:
    assert "WRNG2345 is not the code of a meetup" in make_client(app).get(f"/j/{typed}").text


def test_who_tries_many_codes_has_to_wait_and_others_need_not(app: Flask) -> None:
    client = make_client(app)
    for number in range(JOIN.one):
        assert client.get(f"/j/WRONG{number:03}").status_code == 404
    refused = client.get("/j/WRONG999", headers={"X-Forwarded-For": "192.0.2.8", "Forwarded": "for=192.0.2.8"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    elsewhere = client.get("/j/WRONG999", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 404


def test_one_who_tries_many_codes_does_not_keep_a_room_from_the_meetup(app: Flask, meetup: Hosted) -> None:
    unpublished = hosted(app, email="other@example.org", publish=False)
    client = make_client(app)
    for number in range(JOIN.one):
        client.get(f"/j/WRONG{number:03}")
    assert client.get(f"/j/{meetup.now.join_code}").headers["Location"] == meetup.page
    assert client.get(f"/j/{unpublished.now.join_code}").status_code == 429


def test_a_draft_is_there_for_its_hosts_alone(app: Flask) -> None:
    draft = hosted(app, publish=False)
    assert draft.client.get(draft.page).status_code == 200
    other, _person = learner(app)
    sign_up(other, "other@example.org")
    for client in (make_client(app), other):
        assert client.get(draft.page).status_code == 404
        assert client.post(f"{draft.page}/enrolment", data={"coming": "yes"}).status_code == 404
        assert "not open yet" in client.get(f"/j/{draft.now.join_code}").text
        assert draft.page not in client.get("/meetups").text


def test_a_meetup_of_a_hidden_group_is_not_there(app: Flask, meetup: Hosted) -> None:
    change(app, Group, hidden_at=utcnow())
    client = make_client(app)
    assert client.get(meetup.page).status_code == 404
    assert meetup.page not in client.get("/meetups").text
    assert meetup.client.get(meetup.page).status_code == 200


def test_who_joined_a_meetup_that_was_hidden_since_can_still_leave_it(app: Flask, meetup: Hosted) -> None:
    client = make_client(app)
    client.post(f"{meetup.page}/enrolment", data={"coming": "yes", "name": "Jan", "host_may_know": "yes"})
    change(app, Group, hidden_at=utcnow())
    assert meetup.page in client.get("/meetups").text
    page = client.get(meetup.page)
    assert "This meetup is hidden" in page.text
    assert "I am coming" not in page.text
    assert client.post(f"{meetup.page}/enrolment", data={"coming": "yes"}).status_code == 422
    assert client.post(f"{meetup.page}/enrolment", data={"coming": "no"}).status_code == 303
    assert count(app, Enrolment) == 0
    assert client.get(meetup.page).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"status": "cancelled"}, "cancelled"), ({"starts_at": utcnow() - timedelta(days=2)}, "over")],
)
def test_nobody_joins_what_is_cancelled_or_over(
    app: Flask, meetup: Hosted, changes: dict[str, object], said: str
) -> None:
    client = make_client(app)
    change(app, Meetup, **changes)
    page = client.get(meetup.page).text
    assert f"This meetup is {said}" in page
    for invites in ("The first time?", "I want to come", "Put it into your calendar", "decides what the evening"):
        assert invites not in page, invites
    refused = client.post(f"{meetup.page}/enrolment", data={"coming": "yes", "name": "Jan"})
    assert refused.status_code == 422
    assert f"This meetup is {said}" in refused.text
    assert count(app, Enrolment) == 0
    assert "Set-Cookie" not in refused.headers


def test_a_lesson_that_is_gone_does_not_keep_anybody_from_being_ready(app: Flask, meetup: Hosted) -> None:
    with app.extensions["database"].session(writing=True) as session:
        library, found = app.extensions["library"].current(), meetup.now
        operations.assign(
            session, meetup_id=found.id, version=found.version, lessons=[library.lesson("first")], at=utcnow()
        )
        session.commit()
    (lesson,) = app.extensions["settings"].lessons.rglob("*-first.md")
    lesson.unlink()
    page = make_client(app).get(meetup.page)
    assert page.status_code == 200
    assert "One lesson of this meetup cannot be read at the moment" in page.text
    client = make_client(app)
    assert client.post(f"{meetup.page}/enrolment", data={"coming": "yes"}).status_code == 303
    assert "Its lessons cannot be read" in client.get("/").text


def test_what_was_done_is_said_only_where_it_is_so(app: Flask, meetup: Hosted) -> None:
    client, stranger = make_client(app), make_client(app)
    client.post(f"{meetup.page}/enrolment", data={"coming": "yes"})
    left = client.post(f"{meetup.page}/enrolment", data={"coming": "no"}).headers["Location"]
    assert left == f"{meetup.page}?changed=not-coming#enrolment"
    assert "You are not on the list any more." in client.get(left).text
    for changed in ("coming", "saved", "declined", "<b>", "x" * 300):
        assert 'class="saved"' not in stranger.get(meetup.page, query_string={"changed": changed}).text, changed


def test_a_host_is_led_to_the_invitation_until_somebody_joined(app: Flask, meetup: Hosted) -> None:
    assert "nobody has joined yet. Send the invitation" in meetup.client.get(meetup.page).text
    assert f'href="{meetup.page}/invitation">Send the invitation' in meetup.client.get("/meetups").text
    make_client(app).post(f"{meetup.page}/enrolment", data={"coming": "yes"})
    assert "1 joined so far" in meetup.client.get(meetup.page).text
    assert "0 of 1</b> ready" in meetup.client.get("/meetups").text


def test_the_list_shows_first_what_is_mine(app: Flask, meetup: Hosted) -> None:
    client, _person = learner(app)
    assert "To come" in client.get("/meetups").text
    client.post(f"{meetup.page}/enrolment", data={"coming": "yes"})
    assert "You are coming" in client.get("/meetups").text
    page = meetup.client.get("/meetups").text
    assert "You host" in page
    assert "0 of 1" in page


@pytest.mark.parametrize("slug", ["nothing", "9" * 23, "x" * 500, "a b", "%00"])
def test_an_unknown_meetup_is_not_there(app: Flask, slug: str) -> None:
    client = make_client(app)
    assert client.get(f"/meetups/{slug}").status_code in (400, 404)
    assert client.post(f"/meetups/{slug}/enrolment", data={"coming": "yes"}).status_code in (400, 404)


def test_a_name_with_markup_stays_text(app: Flask, meetup: Hosted) -> None:
    client = make_client(app)
    client.post(f"{meetup.page}/enrolment", data={"coming": "yes", "name": "<b>Jan</b>", "host_may_know": "yes"})
    page = meetup.client.get(f"{meetup.page}/roster").text
    assert "&lt;b&gt;Jan&lt;/b&gt;" in page
    assert "<b>Jan" not in page


def test_a_joiner_who_answers_keeps_one_identity(app: Flask, meetup: Hosted) -> None:
    client = make_client(app)
    client.post(f"{meetup.page}/enrolment", data={"coming": "yes"})
    before = count(app, User)
    answer(client)
    assert count(app, User) == before


def test_while_nothing_can_be_stored_a_meetup_is_read_and_nobody_joins_it(app: Flask, meetup: Hosted) -> None:
    database, client = app.extensions["database"], make_client(app)
    database.engine.dispose()
    read_only = "PRAGMA query_only=ON" if ENGINE == "sqlite" else "SET default_transaction_read_only = on"

    def refuse_writing(raw: Any, _record: object) -> None:
        raw.execute(read_only)
        raw.commit()

    event.listen(database.engine, "connect", refuse_writing)
    refused = client.post(f"{meetup.page}/enrolment", data={"coming": "yes", "name": "Jan"})
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert "Set-Cookie" not in refused.headers
    for path in (meetup.page, "/meetups", f"{meetup.page}.ics", f"/j/{meetup.now.join_code}", "/"):
        assert client.get(path).status_code in (200, 303), path
    assert count(app, Enrolment) == 0


def test_in_a_crowd_the_name_stays_in_the_form_and_can_be_sent_again(app: Flask, meetup: Hosted) -> None:
    bring(app.extensions["database"], GUESTS_A_MINUTE)
    refused = make_client(app).post(f"{meetup.page}/enrolment", data={"coming": "yes", "name": "Jan"})
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)
    assert 'value="Jan"' in refused.text
    assert "send this again in a minute" in refused.text
    assert count(app, Enrolment) == 0
