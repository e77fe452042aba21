"""The meetups of a group as a feed: values that the template of the Atom document prints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from course.meetups.announcements import Announcement, one_line
from course.meetups.planned import PlannedMeetup
from course.meetups.queries import KnownGroup

MOST_ENTRIES = 50  # the newest; whoever wants all of them has the calendar


@dataclass(frozen=True, slots=True)
class Entry:
    """One meetup; `url` is its id, too."""

    url: str
    title: str
    updated: str
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A group with its meetups; `url` is the id of the feed and the page of the group."""

    url: str
    title: str
    subtitle: str
    updated: str
    entries: tuple[Entry, ...]


def newest(meetups: Iterable[PlannedMeetup]) -> list[PlannedMeetup]:
    """Return the meetups that a feed has room for, what changed last first."""
    return sorted(meetups, key=lambda meetup: meetup.changed_at, reverse=True)[:MOST_ENTRIES]


def feed_of_group(group: KnownGroup, url: str, meetups: Sequence[Announcement]) -> Feed:
    """Return the feed of a group with its `newest` meetups; `url` is its page."""
    return Feed(
        url=url,
        title=one_line(group.name),
        subtitle=one_line(group.description),
        updated=_moment(max([group.founded_at, *(meetup.changed_at for meetup in meetups)])),
        entries=tuple(
            Entry(meetup.url, meetup.heading, _moment(meetup.changed_at), _summary(meetup)) for meetup in meetups
        ),
    )


def _summary(meetup: Announcement) -> str:
    """Return the whole of it in a few sentences."""
    sentences = [
        meetup.when,
        f"That is {meetup.utc.words}" if meetup.utc else "",
        meetup.place,
        f"To read before: {meetup.reading_words}" if meetup.readings else "",
        *(f"{one.title} ({one.minutes} min)" for one in meetup.readings),
    ]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _moment(at: datetime) -> str:
    """Return a moment as RFC 3339 writes it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
