"""A meetup in plain words, for calendars, feeds and invitations.

No person is named in them. They leave for programs that know nothing of ours, so no sign in them is invisible or turns
the direction of what follows, and what is one line here stays one line.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from course.content.library import Library
from course.content.source import without_hidden_signs
from course.meetups.models import Status
from course.meetups.planned import PlannedMeetup
from course.meetups.prereading import minutes_of
from course.meetups.schedule import LocalTime, local_time

_OURS = uuid.UUID("5f0d7a1c-2013-4c0e-9a55-6f70656e7374")  # drawn once; with it a name is ours alone
_LINKS = (("Video", "video_url"), ("Chat", "chat_url"), ("Notes", "notes_url"))


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A lesson to read before."""

    title: str
    minutes: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A meetup as everybody may read it; `utc` is None where its own zone says the same."""

    uid: str  # for ever the same, whatever changes
    slug: str
    title: str
    groups: str
    starts_at: datetime
    ends_at: datetime
    begins: LocalTime
    ends: LocalTime
    utc: LocalTime | None
    place: str
    links: tuple[tuple[str, str], ...]
    readings: tuple[ReadingLine, ...]
    minutes: int  # of reading
    description: str
    url: str
    join_url: str
    join_code: str
    cancelled: bool
    version: int
    changed_at: datetime

    @property
    def heading(self) -> str:
        """The title, after a word that no reader can miss when it is called off."""
        return f"Cancelled: {self.title}" if self.cancelled else self.title

    @property
    def when(self) -> str:
        """When it is, where it is: "Thursday 26 November 2026, 18:00 to 19:00 (Europe/Warsaw, UTC+1)"."""
        return f"{self.begins.day}, {self.begins.clock} to {self.ends.clock} ({self.begins.zone_words})"

    @property
    def join_words(self) -> str:
        """The link to join as people type it, without the code that ends it: "course.example.org/j/"."""
        return self.join_url.partition("://")[2].removesuffix(self.join_code)

    @property
    def reading_words(self) -> str:
        """How much is to be read: "3 short lessons, about 24 minutes"."""
        count = len(self.readings)
        return f"{count} short lesson{'' if count == 1 else 's'}, about {self.minutes} minutes"


def announcement(meetup: PlannedMeetup, library: Library, *, base_url: str) -> Announcement:
    """Return what everybody may read about a meetup; its links begin with `base_url`."""
    details = meetup.details
    lessons = {lesson.slug: lesson for lesson in library.lessons}
    chosen = [lessons[slug] for slug in meetup.lessons if slug in lessons]
    links = [(words, getattr(details, field)) for words, field in _LINKS]
    utc = local_time(details.starts_at, "UTC")
    begins = local_time(details.starts_at, details.zone)
    return Announcement(
        uid=str(uuid.uuid5(_OURS, f"{meetup.slug} {meetup.join_code}")),
        slug=meetup.slug,
        title=one_line(details.title),
        groups=listed([one_line(group.name) for group in meetup.holders]),
        starts_at=details.starts_at,
        ends_at=meetup.ends_at,
        begins=begins,
        ends=local_time(meetup.ends_at, details.zone),
        utc=None if begins.zone == "UTC" else utc,
        place=one_line(details.place),
        links=tuple((words, url) for words, url in links if url),
        readings=tuple(
            ReadingLine(one_line(one.title), one.minutes, f"{base_url}/lessons/{one.slug}") for one in chosen
        ),
        minutes=minutes_of(chosen),
        description=plain_lines(details.description),
        url=f"{base_url}/meetups/{meetup.slug}",
        join_url=f"{base_url}/j/{meetup.join_code}",
        join_code=meetup.join_code,
        cancelled=meetup.status is Status.CANCELLED,
        version=meetup.version,
        changed_at=meetup.changed_at,
    )


def one_line(text: str) -> str:
    """Return a text as one line without signs that nobody sees."""
    return " ".join(without_hidden_signs(text).split())


def plain_lines(text: str) -> str:
    """Return a text of several lines without signs that nobody sees, and without space around it."""
    return without_hidden_signs(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: "A, B and C"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
