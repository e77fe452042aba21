import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from course.db import utcnow
from course.meetups.models import GroupHost, HostInvitation
from tests.conftest import make_client
from tests.meetups.hosts import found, host, location, plan
from tests.people import PASSWORD, answer, count, rows


def invite(client: FlaskClient, path: str, **sent: str) -> str:
    """Make a link and return the path of it."""
    response = client.post(f"{path}/invitations", data=sent)
    assert response.status_code == 200
    link = re.search(r"http://localhost(/groups/join/[\w-]+)", response.text)
    assert link is not None
    return link[1]


def test_a_link_makes_one_more_host(app: Flask) -> None:
    ola, eva = host(app), host(app, "Eva")
    path = found(ola)
    link = invite(ola, path)
    page = eva.get(link).text
    assert "invites you to host it" in page
    assert "Become a host" in page
    assert location(eva.post(link)) == path
    names = eva.get(f"{path}/hosts").text
    assert "<bdi>Ola</bdi>" in names
    assert "<bdi>Eva</bdi>" in names
    assert eva.get(f"{plan(ola)}/edit").status_code == 200


def test_opening_a_link_changes_nothing(app: Flask) -> None:
    ola, eva = host(app), host(app)
    link = invite(ola, found(ola))
    for somebody in (eva, make_client(app), ola):
        for _ in range(2):
            assert somebody.get(link).status_code == 200
    assert count(app, GroupHost) == 1
    assert "You host this group already" in ola.get(link).text
    assert f'action="{link}"' not in ola.get(link).text


def test_the_link_is_shown_once_and_with_a_text_to_send(app: Flask) -> None:
    ola = host(app)
    path = found(ola)
    response = ola.post(f"{path}/invitations")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Would you host the group “OpenStack Poland” with me?" in response.text
    assert "/groups/join/" not in ola.get(f"{path}/hosts").text


def test_a_guest_who_is_invited_comes_back_with_an_account(app: Flask, client: FlaskClient) -> None:
    ola = host(app)
    path = found(ola)
    link = invite(ola, path)
    answer(client)
    page = client.get(link).text
    assert "make an account with an e-mail address; this page comes back" in page
    assert f'href="/sign-up?next={link}"' in page
    assert f'action="{link}"' not in page
    assert location(client.post(link)).startswith("/sign-in")
    sent = {"email": "jan@example.org", "password": PASSWORD, "next": link}
    assert location(client.post("/sign-up", data=sent)) == link
    assert location(client.post(link)) == path


def test_a_link_that_was_used_is_too_old_or_made_up_says_so(app: Flask) -> None:
    ola, eva, jan = host(app), host(app), host(app)
    path = found(ola)
    used, old = invite(ola, path), invite(ola, path)
    eva.post(used)
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(HostInvitation).values(made_at=utcnow() - timedelta(days=15)))
        session.commit()
    for link in (used, old, "/groups/join/made-up", "/groups/join/" + "9" * 23, "/groups/join/" + "x" * 3000):
        for response in (jan.get(link), jan.post(link)):
            assert response.status_code == 404
            assert "This invitation is not valid any more" in response.text
            assert "Ask the host who sent it for a new one" in response.text
    assert count(app, GroupHost) == 2


def test_a_link_of_a_closed_group_says_so(app: Flask) -> None:
    ola = host(app)
    path = found(ola)
    link = invite(ola, path)
    ola.post(f"{path}/closing")
    assert host(app).get(link).status_code == 404


def test_handing_over_takes_place_when_it_is_accepted(app: Flask) -> None:
    ola, eva = host(app), host(app, "Eva")
    path = found(ola)
    link = invite(ola, path, hands_over="1")
    assert ola.get(f"{path}/hosts").status_code == 200
    assert "You become a host, and they leave" in eva.get(link).text
    eva.post(link)
    assert ola.get(f"{path}/hosts").status_code == 404
    assert "<bdi>Eva</bdi>" in eva.get(f"{path}/hosts").text


def test_the_only_host_is_told_how_to_leave(app: Flask) -> None:
    ola, eva = host(app), host(app)
    path = found(ola)
    assert f"{path}/leaving" not in ola.get(f"{path}/hosts").text
    refused = ola.post(f"{path}/leaving")
    assert refused.status_code == 422
    assert "<title>Error: " in refused.text
    assert "You are the only host. Hand the group over first, or close it." in refused.text
    eva.post(invite(ola, path))
    assert location(ola.post(f"{path}/leaving")) == path
    assert "You host this group" not in ola.get(path).text
    assert eva.get(f"{path}/hosts").status_code == 200


@pytest.mark.parametrize("what", ["invitations", "leaving"])
def test_nobody_but_a_host_invites_or_leaves(app: Flask, what: str) -> None:
    path = found(host(app))
    assert host(app, "Eva").post(f"{path}/{what}").status_code == 404
    assert rows(app, HostInvitation) == []
    assert count(app, GroupHost) == 1


def test_the_name_of_a_host_is_shown_to_nobody_else(app: Flask, client: FlaskClient) -> None:
    ola, eva = host(app, "Aleksandra-the-host"), host(app)
    path = found(ola)
    link = invite(ola, path)
    meetup = plan(ola)
    for somebody in (client, eva):
        for page in ("/groups", path, link, "/meetups", meetup):
            assert "Aleksandra-the-host" not in somebody.get(page).text, page
