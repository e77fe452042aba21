"""What leaves the course: calendars, feeds, tables, the invitation with its QR code."""

from flask import Blueprint, Response, render_template

from course.db import utcnow
from course.meetups import attendance, calendars, feeds, invitations, planned, queries, tables
from course.meetups.announcements import Announcement, announcement, one_line
from course.meetups.clocks import times_of
from course.meetups.finding import find_hosted, find_public, find_public_group
from course.meetups.planned import PlannedMeetup
from course.meetups.queries import KnownGroup
from course.web.audience import Audience, open_to
from course.web.prepared import prepare
from course.web.qr import qr_code
from course.web.site import Listed, base_url
from course.web.state import library, reader

bp = Blueprint("sharing", __name__)

FOR_A_WHILE = "public, max-age=300"  # nobody is named in it, so it may be kept on the way; then the ETag answers
CALENDAR, FEED = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"


@bp.get("/meetups/<slug>.ics")
@open_to(Audience.EVERYBODY)
def meetup_calendar(slug: str) -> Response:
    """Send a meetup for a calendar."""
    found = find_public(slug)
    return public_file(calendars.calendar_of_meetup(announced(found)), CALENDAR, f"{found.slug}.ics")


@bp.get("/groups/<slug>.ics")
@open_to(Audience.EVERYBODY)
def group_calendar(slug: str) -> Response:
    """Send all meetups of a group as a calendar to subscribe to."""
    group = find_public_group(slug)
    newest = planned.meetups_of_group(reader(), group_id=group.id)[-calendars.MOST_EVENTS :]
    body = calendars.calendar_of_group(one_line(group.name), address_of(group), map(announced, newest))
    return public_file(body, CALENDAR, f"{group.slug}.ics")


@bp.get("/groups/<slug>.atom")
@open_to(Audience.EVERYBODY)
def group_feed(slug: str) -> Response:
    """Send the meetups of a group as a feed."""
    group = find_public_group(slug)
    newest = feeds.newest(planned.meetups_of_group(reader(), group_id=group.id))
    feed = feeds.feed_of_group(group, address_of(group), [announced(one) for one in newest])
    return public_file(render_template("meetups/group.xml", feed=feed).encode(), FEED, f"{group.slug}.atom")


@bp.get("/meetups/<slug>/invitation")
@open_to(Audience.ACCOUNTS)
def invitation(slug: str) -> Response:
    """Show a host the QR code for the screen, the short link, and texts to copy."""
    meetup = find_hosted(slug)
    told = announced(meetup)
    page = render_template(
        "meetups/invitation.html",
        meetup=meetup,
        told=told,
        over=meetup.over(utcnow()),
        times=times_of(meetup),
        texts=invitations.invitation_texts(told),
        picture=qr_code(told.join_url),
    )
    return Response(page, mimetype="text/html")


@bp.get("/meetups/<slug>/roster.csv")
@open_to(Audience.ACCOUNTS)
def roster_table(slug: str) -> Response:
    """Send a host who comes, by name only those who allow it."""
    meetup = find_hosted(slug)
    roster = attendance.roster(reader(), library(), meetup_id=meetup.id, lessons=meetup.lessons)
    response = Response(tables.roster_table(roster), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{meetup.slug}-roster.csv"'
    return response


def listed_pages() -> Listed:
    """Return the public pages of meetups, for the sitemap: those to come, and the groups."""
    yield from (("/meetups", None), ("/groups", None))
    for group in queries.open_groups(reader()):
        yield f"/groups/{group.slug}", None
    for meetup in planned.upcoming(reader(), at=utcnow()):
        yield f"/meetups/{meetup.slug}", meetup.changed_at.date()


def announced(meetup: PlannedMeetup) -> Announcement:
    """Return a meetup as everybody may read it, with links to this course."""
    return announcement(meetup, library(), base_url=base_url())


def address_of(group: KnownGroup) -> str:
    """Return the address of the page of a group."""
    return f"{base_url()}/groups/{group.slug}"


def public_file(body: bytes, content_type: str, name: str) -> Response:
    """Answer with a file that everybody may have, or with 304 to whoever has it."""
    made = prepare(body, content_type=content_type, cache_control=FOR_A_WHILE, vary="Accept-Encoding")
    response = made.answer()
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
