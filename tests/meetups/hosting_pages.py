"""A host with a published meetup, in a running application."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from course.accounts.models import User
from course.accounts.operations import change_name
from course.db import utcnow
from course.meetups import operations
from course.meetups.planned import PlannedMeetup, meetup
from tests.conftest import make_client
from tests.meetups import people
from tests.people import sign_up


@dataclass
class Hosted:
    """A host's browser and the meetup."""

    app: Flask
    client: FlaskClient
    host_id: int
    slug: str

    @property
    def now(self) -> PlannedMeetup:
        """The meetup as it is."""
        found = meetup(self.app.extensions["database"].reading, slug=self.slug)
        assert found is not None
        return found

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"/meetups/{self.slug}"


def in_some_days(days: float = 4) -> datetime:
    """Return six in the evening in Warsaw, in winter, some days from now: the pages ask the real clock."""
    return (utcnow() + timedelta(days=days)).replace(hour=17, minute=0, second=0, microsecond=0)


def hosted(app: Flask, *, email: str = "host@example.org", publish: bool = True, **changes: Any) -> Hosted:
    """Return a host who signed up, with a meetup of a new group and the lessons `first` and `plain`."""
    client, now = make_client(app), utcnow()
    sign_up(client, email)
    library = app.extensions["library"].current()
    lessons = [library.lesson("first"), library.lesson("plain")]
    with app.extensions["database"].session(writing=True) as session:
        host_id = session.scalars(select(User.id).where(User.email == email)).one()
        told = people.details(**{"starts_at": in_some_days(), **changes})
        group_id = people.group(session, host_id)
        planned = operations.plan_meetup(session, host_id=host_id, group_ids=[group_id], details=told, at=now)
        operations.assign(session, meetup_id=planned.id, version=planned.version, lessons=lessons, at=now)
        if publish:
            operations.publish(session, meetup_id=planned.id, at=now)
        session.commit()
    return Hosted(app, client, host_id, planned.slug)


def learner(app: Flask, name: str = "") -> tuple[FlaskClient, int]:
    """Return the browser of a guest who answered one question, and who that is."""
    client = make_client(app)
    client.post("/quizzes/first", data={"question": "no-address", "key": f"first-{name}", "pick": "nova", "sure": "1"})
    with app.extensions["database"].session(writing=True) as session:
        person = session.scalars(select(User.id).order_by(User.id.desc()).limit(1)).one()
        if name:
            change_name(session, user_id=person, name=name)
        session.commit()
    return client, person
