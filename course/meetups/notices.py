"""What the pages of the course say about meetups: the one that waits for a learner, and the next one open to all."""

from dataclasses import dataclass

from flask import g, render_template
from markupsafe import Markup

from course.accounts.queries import Person
from course.db import utcnow
from course.meetups import waiting
from course.meetups.clocks import own_time
from course.meetups.pages import Notice, notice_of, when_words
from course.meetups.schedule import local_time
from course.meetups.waiting import Announced
from course.web.state import library, reader


@dataclass(frozen=True, slots=True)
class NextMeetup:
    """The next meetup that anybody may join, with its time in its own zone: every visitor sees the same page."""

    meetup: Announced
    when: str


def notice_for(person: Person | None, slug: str = "") -> Notice | None:
    """Return what to tell a learner of the next meetup they joined; `slug` is the lesson that they look at."""
    if person is None or g.get("paused"):
        return None
    now = utcnow()
    found = waiting.waiting(reader(), learner_id=person.id, at=now)
    if found is None:
        return None
    return notice_of(library(), found, own_time(found.meetup.starts_at, found.meetup.zone), at=now, slug=slug)


def printed_notice(person: Person | None, slug: str) -> Markup:
    """Return the same as a piece of the page of a lesson; it is empty for whoever joined no meetup."""
    found = notice_for(person, slug)
    printed = render_template("meetups/_notice.html", notice=found) if found else '<div id="lesson_prereading"></div>'
    return Markup(printed)  # noqa: S704 (by our own template)


def next_meetup() -> NextMeetup | None:
    """Return the next meetup that anybody may join; None when there is none, or while nothing can be read."""
    if g.get("paused"):
        return None
    now = utcnow()
    found = waiting.next_open(reader(), at=now)
    return NextMeetup(found, when_words(local_time(found.starts_at, found.zone), at=now)) if found else None
