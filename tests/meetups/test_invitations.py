from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from markdown import Markdown
from markupsafe import escape

from course.meetups import operations
from course.meetups.announcements import announcement
from course.meetups.invitations import invitation_texts, markdown
from tests.conftest import make_client
from tests.meetups.hosted import hosted, library_of
from tests.meetups.people import NOW, draft, join, learner
from tests.people import sign_up

HOSTILE = "](https://evil.example) **x** <img src=x> `c` #1 \u202eturned"


def texts(app: Flask, client: FlaskClient, **changes: Any) -> dict[str, str]:
    meetup = hosted(app, client, **changes)
    told = announcement(meetup, library_of(app), base_url="https://course.example.org")
    return {each.name: each.text for each in invitation_texts(told)}


def test_every_text_names_the_meetup_both_zones_the_minutes_the_lessons_and_the_link(
    app: Flask, client: FlaskClient
) -> None:
    for name, text in texts(app, client).items():
        for words in (
            "OpenStack Kraków 7",
            "Thursday 26 November 2026, 18:00 to 19:00 (Europe/Warsaw, UTC+1)",
            "17:00",
            "UTC",
            "2 short lessons",
            "minutes",
            "Who answers when you ask for a server?",
            "A lesson without questions",
            "https://course.example.org/j/",
            "Rynek 1",
        ):
            assert words in text, (name, words)


def test_a_text_for_a_chat_is_one_line(app: Flask, client: FlaskClient) -> None:
    assert "\n" not in texts(app, client, title="Two, three")["chat"]


def test_hostile_words_stay_words_in_a_forum(app: Flask, client: FlaskClient) -> None:
    text = texts(app, client, title=HOSTILE, place=HOSTILE, video_url="https://meet.example.org/<b>")["forum"]
    html = Markdown().convert(text)
    assert html.count("<h2>") == 1
    assert "evil.example)" in html
    for made in ('href="https://evil', "<img", "<b>", "<code", "<strong>x"):
        assert made not in html, made
    assert "\u202e" not in text
    assert Markdown().convert(markdown("a*b*c_d_ [x](y) <z>")) == "<p>a*b*c_d_ [x](y) &lt;z&gt;</p>"


def test_the_page_holds_the_link_large_its_picture_and_the_texts(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client, title="Kraków </textarea><script>alert(1)</script>")
    page = client.get(f"/meetups/{meetup.slug}/invitation").text
    assert f'<b>localhost/j/</b><b class="slide-code">{meetup.join_code}</b>' in page
    assert page.count("<svg") == 2  # the brand, and the code
    assert page.count("<textarea") == 4  # the link, and three texts
    assert "<script>" not in page
    assert str(escape("</textarea><script>alert(1)</script>")) in page


def test_the_page_says_when_the_link_does_not_work(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    path = f"/meetups/{meetup.slug}/invitation"
    assert "notice" not in client.get(path).text
    with app.extensions["database"].session(writing=True) as session:
        operations.cancel(session, meetup_id=meetup.id, at=NOW)
        host = session.connection().exec_driver_sql("SELECT host_id FROM group_host").scalar_one()
        slug = draft(session, host, meetup.groups[0].id, title="A draft").slug
        session.commit()
    page = client.get(path).text
    assert "This meetup is cancelled" in page
    assert "Cancelled: OpenStack Kraków 7" in page
    assert "This meetup is a draft" in client.get(f"/meetups/{slug}/invitation").text


def test_the_invitation_is_the_hosts_page(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    other = make_client(app)
    sign_up(other, email="eva@example.org")
    assert other.get(f"/meetups/{meetup.slug}/invitation").status_code == 404


def test_nothing_that_leaves_the_course_names_anybody(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    with app.extensions["database"].session(writing=True) as session:
        for known in (True, False):
            join(session, meetup, learner(session, "Jan Nieznany"), host_may_know=known)
        session.commit()
    client.post("/settings/name", data={"name": "Hanna Hostess"})
    slug = meetup.groups[0].slug
    for path in (f"/meetups/{meetup.slug}.ics", f"/groups/{slug}.ics", f"/groups/{slug}.atom"):
        body = client.get(path).text
        assert "Nieznany" not in body
        assert "Hostess" not in body
    page = client.get(f"/meetups/{meetup.slug}/invitation").text.split("<main")[1]
    assert "Nieznany" not in page
    assert "Hostess" not in page
