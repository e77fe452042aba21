"""A host in a browser, with a published meetup."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from course.accounts.queries import account_of_email
from course.content.library import Library
from course.meetups import hosting
from course.meetups.details import GroupDetails
from course.meetups.planned import PlannedMeetup
from tests.meetups.people import NOW, published
from tests.people import EMAIL, sign_up


def library_of(app: Flask) -> Library:
    library: Library = app.extensions["library"].current()
    return library


def host_id(app: Flask, email: str = EMAIL) -> int:
    account = account_of_email(app.extensions["database"].reading, email=email)
    assert account is not None
    return account.id


def hosted(app: Flask, client: FlaskClient, *, group: GroupDetails | None = None, **changes: Any) -> PlannedMeetup:
    """Sign somebody up in this browser who founds a group and publishes a meetup of it."""
    sign_up(client)
    host, told = host_id(app), group or GroupDetails(name="OpenStack Poland")
    with app.extensions["database"].session(writing=True) as session:
        founded = hosting.found_group(session, host_id=host, details=told, at=NOW)
        meetup = published(session, library_of(app), founded.id, host_id=host, **changes)
        session.commit()
    return meetup
