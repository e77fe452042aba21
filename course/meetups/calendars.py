"""Meetups as calendars read them: one file a meetup, and one a group to subscribe to."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from course.meetups.announcements import Announcement

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MAKER = "-//OpenStack from zero//Meetups//EN"
MOST_EVENTS = 200  # of a group, the last to begin: each takes a while to write, and anybody may ask
LOOK_EVERY = timedelta(hours=6)  # how often a subscribed calendar is asked to look again


def calendar_of_meetup(meetup: Announcement) -> bytes:
    """Return a calendar with this meetup alone."""
    calendar = _calendar()
    calendar.add_component(_event(meetup))
    return bytes(calendar.to_ical())


def calendar_of_group(name: str, url: str, meetups: Iterable[Announcement]) -> bytes:
    """Return a calendar with these meetups, which programs look at again; `url` is the page of the group."""
    from icalendar import vText  # noqa: PLC0415 (read by whoever asks for a calendar, not at the start)

    calendar = _calendar()
    for key in ("NAME", "X-WR-CALNAME"):  # the name of RFC 7986, and the one that most programs know
        calendar.add(key, vText(name))
    calendar.add("REFRESH-INTERVAL", LOOK_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{LOOK_EVERY // timedelta(hours=1)}H")  # the same for Outlook
    calendar.add("SOURCE", f"{url}.ics", parameters={"VALUE": "URI"})
    calendar.add("URL", url)
    for meetup in meetups:
        calendar.add_component(_event(meetup))
    return bytes(calendar.to_ical())


def _calendar() -> "Calendar":
    from icalendar import Calendar  # noqa: PLC0415 (as above)

    calendar = Calendar()
    calendar.add("PRODID", MAKER)
    calendar.add("VERSION", "2.0")
    return calendar


def _event(meetup: Announcement) -> "Event":
    """Return a meetup; without a method and an organiser, which would have to be a person."""
    from icalendar import Event  # noqa: PLC0415 (as above)

    event = Event()
    event.add("UID", meetup.uid)
    event.add("DTSTAMP", meetup.changed_at)
    event.add("LAST-MODIFIED", meetup.changed_at)
    event.add("SEQUENCE", meetup.version)
    event.add("DTSTART", meetup.starts_at)
    event.add("DTEND", meetup.ends_at)
    event.add("SUMMARY", meetup.heading)
    event.add("STATUS", "CANCELLED" if meetup.cancelled else "CONFIRMED")
    event.add("URL", meetup.url)
    if where := meetup.place or next((url for _words, url in meetup.links), ""):
        event.add("LOCATION", where)
    event.add("DESCRIPTION", _description(meetup))
    return event


def _description(meetup: Announcement) -> str:
    """Return what the entry of a calendar says: when, what to read before, the links."""
    utc = f"\nThat is {meetup.utc.words}" if meetup.utc else ""
    reading = [f"- {one.title} ({one.minutes} min): {one.url}" for one in meetup.readings]
    parts = [
        "This meetup is cancelled." if meetup.cancelled else "",
        f"{meetup.when}{utc}",
        f"Held by {meetup.groups}",
        "\n".join([f"Please read before: {meetup.reading_words}", *reading]) if reading else "",
        "\n".join(f"{words}: {url}" for words, url in meetup.links),
        meetup.description,
        meetup.url,
    ]
    return "\n\n".join(part for part in parts if part)
