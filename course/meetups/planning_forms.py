"""The shape of what hosts send to plan a meetup: a start in a zone, the details, lessons, afterwards."""

import re
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from typing import Self

from wtforms import SelectMultipleField, StringField

from course.meetups.details import MeetupDetails, problems_of
from course.meetups.forms import number_of, plain_lines
from course.meetups.planned import PlannedMeetup
from course.meetups.schedule import (
    ClockChangeError,
    FarStartError,
    Moment,
    PastStartError,
    ScheduleError,
    UnknownZoneError,
    local_time,
    require_ahead,
    start_of,
)
from course.web.forms import PageForm, stripped

UNKNOWN_START = datetime(1970, 1, 1, tzinfo=UTC)  # stands in details that are refused anyway
_DAY, _CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII), re.compile(r"(\d{2}:\d{2})(:\d{2})?", re.ASCII)


def small_code(text: str | None) -> str:
    """Return the code of a language without spaces; a short one in small letters."""
    code = stripped(text)
    return code.lower() if len(code) <= len("eng") else code


class StartForm(PageForm):
    """A day and a time of it; `moments` are the two moments to choose from when the clocks change then."""

    date = StringField(filters=[stripped])
    time = StringField(filters=[stripped])
    which = StringField(filters=[stripped])

    moments: tuple[Moment, ...] = ()
    starts_at: datetime | None = None

    def check(self, *, zone: str, at: datetime, kept: datetime | None = None) -> bool:
        """Tell whether the start can be planned; one that is kept may be over by now."""
        try:
            self.starts_at = self._start(zone)
            if self.starts_at is not None and self.starts_at != kept:
                require_ahead(self.starts_at, at=at)
        except UnknownZoneError:
            pass  # what the zone should be, the details say
        except ScheduleError as error:
            self.refuse(place_of(error), str(error))
        return not self.errors

    def fill_start(self, starts_at: datetime, zone: str) -> None:
        """Write a start that is planned already into the form."""
        local = local_time(starts_at, zone).at
        self.date.data, self.time.data = f"{local:%Y-%m-%d}", f"{local:%H:%M}"
        try:
            start_of(local.replace(tzinfo=None, fold=0), zone)
        except ClockChangeError as error:
            self.moments = error.moments
            self.which.data = next((one.key for one in error.moments if one.at == starts_at), "")

    def _start(self, zone: str) -> datetime | None:
        """Return the moment that is meant, None when the form does not say; raises ScheduleError."""
        day, clock = _day(self.date.data or ""), _clock(self.time.data or "")
        if day is None:
            self.refuse("date", "Write the day, such as 2026-11-26.")
        if clock is None:
            self.refuse("time", "Write the time of day, such as 18:00.")
        if day is None or clock is None:
            return None
        try:
            return start_of(datetime.combine(day, clock), zone)
        except ClockChangeError as error:
            self.moments = error.moments
            for one in error.moments:
                if one.key == self.which.data:
                    return one.at
            raise


class CopyForm(StartForm):
    """When a copy of a meetup takes place."""

    page = "copy"


class MeetupForm(StartForm):
    """What hosts write about a meetup; `version` is the one that the form was opened with."""

    page = "meetup"
    title = StringField(filters=[stripped])
    date = StringField(filters=[stripped])  # again: problems are named in the order of the page
    time = StringField(filters=[stripped])
    which = StringField(filters=[stripped])
    minutes = StringField(filters=[stripped])
    zone = StringField(filters=[stripped])
    place = StringField(filters=[stripped])
    video_url = StringField(filters=[stripped])
    chat_url = StringField(filters=[stripped])
    notes_url = StringField(filters=[stripped])
    language = StringField(filters=[small_code])
    description = StringField(filters=[plain_lines])
    groups = SelectMultipleField(validate_choice=False)
    version = StringField()

    @classmethod
    def filled(cls, meetup: PlannedMeetup) -> Self:
        """Return the form with a meetup as it is."""
        details = meetup.details
        form = cls(data={**asdict(details), "minutes": str(details.minutes), "version": str(meetup.version)})
        form.fill_start(details.starts_at, details.zone)
        return form

    def check_all(self, *, at: datetime, kept: MeetupDetails | None = None) -> bool:
        """Tell whether everything can be kept, and name all that cannot."""
        self.check(zone=self.zone.data or "", at=at, kept=kept.starts_at if kept else None)
        for name, message in problems_of(self.details()).items():
            self.refuse(name, message)
        return not self.errors

    def details(self, kept: MeetupDetails | None = None) -> MeetupDetails:
        """Return what was written; what is written afterwards stays as it was."""
        return MeetupDetails(
            starts_at=self.starts_at or UNKNOWN_START,
            minutes=number_of(self.minutes.data),
            **{name: self[name].data or "" for name in TEXTS},
            recording_url=kept.recording_url if kept else "",
            afterwards=kept.afterwards if kept else "",
        )

    @property
    def chosen(self) -> tuple[str, ...]:
        """The slugs of the groups that were ticked."""
        return tuple(self.groups.data or ())


class AfterForm(PageForm):
    """What is added when a meetup is over."""

    page = "after"
    recording_url = StringField(filters=[stripped])
    afterwards = StringField(filters=[plain_lines])
    version = StringField()

    @classmethod
    def filled(cls, meetup: PlannedMeetup) -> Self:
        """Return the form with what was added to a meetup so far."""
        return cls(data={**asdict(meetup.details), "version": str(meetup.version)})

    def check(self, kept: MeetupDetails) -> bool:
        """Tell whether both can be kept with the rest of the meetup."""
        for name, message in problems_of(self.details(kept)).items():
            self.refuse(name if name in self else "afterwards", message)
        return not self.errors

    def details(self, kept: MeetupDetails) -> MeetupDetails:
        """Return the meetup with what was written here."""
        return replace(kept, recording_url=self.recording_url.data or "", afterwards=self.afterwards.data or "")


class LessonsForm(PageForm):
    """The lessons to read before; `version` is the one that the form was opened with."""

    page = "lessons"
    pick = SelectMultipleField(validate_choice=False)
    publish = StringField()  # says something when the button pressed publishes too
    version = StringField()

    @property
    def picked(self) -> tuple[str, ...]:
        """The slugs that were ticked."""
        return tuple(self.pick.data or ())


class AskForm(PageForm):
    """One more group to ask."""

    page = "ask"
    group = StringField(filters=[stripped])


LABELS = {
    "title": "Title",
    "date": "Day",
    "time": "Start",
    "minutes": "Length in minutes",
    "zone": "Time zone",
    "place": "Place",
    "video_url": "Video call",
    "chat_url": "Chat",
    "notes_url": "Shared notes",
    "language": "Language",
    "description": "Description",
    "recording_url": "Recording",
    "afterwards": "Notes for those who were not there",
}
TEXTS = ("title", "zone", "place", "video_url", "chat_url", "notes_url", "language", "description")


def compare(mine: PageForm, theirs: PageForm) -> dict[str, str]:
    """Return what stands in another host's form where this one says something else, and say so beside each field.

    Saved again, this form is taken.
    """
    names = [name for name in LABELS if name in mine and (mine[name].data or "") != (theirs[name].data or "")]
    for name in names:
        mine.refuse(name, f"{LABELS[name]}: something else is stored now. Keep yours, or copy what is stored.")
    mine["version"].data = theirs["version"].data
    return {name: theirs[name].data or "" for name in names}


def place_of(error: ScheduleError) -> str:
    """Return the field of a start that an error is about."""
    if isinstance(error, ClockChangeError):
        return "which"
    return "date" if isinstance(error, (PastStartError, FarStartError)) else "zone"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:  # a thirtieth of February
        return None


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    try:
        return time.fromisoformat(found[1]) if found else None
    except ValueError:  # 25 o'clock
        return None
