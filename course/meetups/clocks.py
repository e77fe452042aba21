"""The clocks of whoever looks: their time zone, in a cookie of its own, and a meetup's times in it."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.entering import UNREADABLE, form_page
from course.meetups.forms import ZoneForm
from course.meetups.planned import PlannedMeetup
from course.meetups.schedule import LocalTime, find_zone, local_time, zone_names
from course.web.audience import Audience, open_to
from course.web.back import back_to
from course.web.cookies import cookie_value

COOKIE = "zone"
A_YEAR = 365 * 24 * 3600

bp = Blueprint("clocks", __name__)


@dataclass(frozen=True, slots=True)
class Times:
    """When something begins and ends: where it is, and for whoever looks if that is another zone."""

    begins: LocalTime
    ends: LocalTime
    yours: LocalTime | None
    zone_known: bool  # of whoever looks


def times_of(meetup: PlannedMeetup) -> Times:
    """Return when a meetup is, in its zone and in the one of whoever looks."""
    details, own = meetup.details, viewer_zone()
    return Times(
        local_time(details.starts_at, details.zone),
        local_time(meetup.ends_at, details.zone),
        local_time(details.starts_at, own) if own and own != details.zone else None,
        bool(own),
    )


def own_time(at: datetime, zone: str) -> LocalTime:
    """Return a moment in the zone of whoever looks; in this zone when theirs is not known."""
    return local_time(at, viewer_zone() or zone)


def viewer_zone() -> str:
    """Return the name of the time zone that a script found or a person chose, "" when neither did."""
    zone = find_zone(cookie_value(request.environ, COOKIE))
    return zone.key if zone else ""


@bp.get("/time-zone")
@open_to(Audience.EVERYBODY)
def time_zone() -> Response:
    """Show the form that says in which zone to show times."""
    return show(ZoneForm(zone=viewer_zone(), next=request.args.get("next", "")))


@bp.post("/time-zone")
@open_to(Audience.EVERYBODY)
def choose_time_zone() -> WerkzeugResponse:
    """Remember the zone in this browser and go back to the page it was asked for on."""
    form = ZoneForm(request.form)
    if not form.validate():
        return show(form, UNREADABLE)
    response = back_to(form.next.data or "/meetups")
    response.set_cookie(COOKIE, form.zone.data or "", max_age=A_YEAR, secure=request.is_secure, samesite="Lax")
    return response


def show(form: ZoneForm, status: int = 200) -> Response:
    """Return the page."""
    return form_page("meetups/time_zone.html", form, status, zones=zone_names())
