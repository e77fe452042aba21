"""Hosts at the pages: signed up, with a group and a meetup, as their browsers make them."""

import re
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from course.accounts.queries import account_of_email
from course.db import utcnow
from course.meetups import operations, planned
from course.meetups.models import Meetup
from course.meetups.planned import PlannedMeetup
from tests.conftest import make_client
from tests.people import PASSWORD

WEEK = timedelta(days=7)
_numbers = count()


def host(app: Flask, name: str = "Ola", email: str = "") -> FlaskClient:
    """Return the browser of somebody with an account."""
    client = make_client(app)
    email = email or f"host{next(_numbers)}@example.org"
    client.post("/sign-up", data={"email": email, "name": name, "password": PASSWORD})
    return client


def found(client: FlaskClient, name: str = "OpenStack Poland", description: str = "Every month.") -> str:
    """Found a group and return the path of its page."""
    return location(client.post("/groups/new", data={"name": name, "description": description}))


def filled(**changes: Any) -> dict[str, Any]:
    """Return what the form of a meetup sends."""
    usual = {
        "title": "OpenStack Kraków 7",
        "date": f"{utcnow() + 2 * WEEK:%Y-%m-%d}",
        "time": "18:00",
        "minutes": "90",
        "zone": "Europe/Warsaw",
        "place": "Rynek 1",
        "video_url": "https://meet.example.org/krakow",
        "chat_url": "",
        "notes_url": "",
        "language": "pl",
        "description": "Come early.\r\nThere is tea.",
        "groups": ["openstack-poland"],
    }
    return {**usual, **changes}


def plan(client: FlaskClient, **changes: Any) -> str:
    """Plan a meetup and return the path of its page."""
    return location(client.post("/meetups/new", data=filled(**changes))).removesuffix("/assignments")


def pick(client: FlaskClient, path: str, *lessons: str, **more: str) -> TestResponse:
    """Send the rack with these lessons picked, as it was opened a moment ago."""
    version = sent_version(client.get(f"{path}/assignments").text)
    return client.post(f"{path}/assignments", data={"pick": list(lessons), "version": version, **more})


def publish(client: FlaskClient, path: str) -> None:
    """Pick a lesson and publish."""
    assert location(pick(client, path, "first", publish="1")) == path


def location(response: TestResponse) -> str:
    """Return where an answer leads; one that leads nowhere is a fault of the test."""
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def sent_version(page: str) -> str:
    """Return the version that a form of a page holds."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def kept(app: Flask, path: str) -> PlannedMeetup:
    """Return a meetup as it is stored."""
    meetup = planned.meetup(app.extensions["database"].reading, slug=path.removeprefix("/meetups/"))
    assert meetup is not None
    return meetup


def join(app: Flask, path: str, email: str) -> None:
    """Let somebody with an account join a meetup."""
    account = account_of_email(app.extensions["database"].reading, email=email)
    assert account is not None
    with app.extensions["database"].session(writing=True) as session:
        operations.join(session, meetup_id=kept(app, path).id, learner_id=account.id, host_may_know=False, at=utcnow())
        session.commit()


def move(app: Flask, path: str, starts_at: datetime) -> None:
    """Let time pass: a meetup starts at another moment."""
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(Meetup).where(Meetup.id == kept(app, path).id).values(starts_at=starts_at))
        session.commit()
