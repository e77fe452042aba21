"""The pages of those who come: all meetups, one meetup, joining and leaving it."""

from flask import Blueprint, Response, render_template

from course.accounts.access import current_user
from course.db import utcnow
from course.meetups import planned
from course.meetups.clocks import times_of
from course.meetups.finding import find_meetup
from course.web.audience import Audience, open_to
from course.web.state import reader

bp = Blueprint("meetups", __name__)


@bp.get("/meetups")
@open_to(Audience.EVERYBODY)
def meetups() -> Response:
    """Show the meetups to come."""
    found = [(one, times_of(one)) for one in planned.upcoming(reader(), at=utcnow())]
    return Response(render_template("meetups/meetups.html", meetups=found, person=current_user()))


@bp.get("/meetups/<slug>")
@open_to(Audience.EVERYBODY)
def meetup(slug: str) -> Response:
    """Show a meetup."""
    found = find_meetup(slug)
    return Response(render_template("meetups/meetup.html", meetup=found, times=times_of(found)))
