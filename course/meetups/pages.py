"""What the pages of meetups show: finished values, filled by the views and printed by the templates."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from course.content.arranging import MatchQuestion, OrderQuestion
from course.content.library import Library
from course.content.question import Question
from course.content.rendered import QuestionHtml
from course.learning.pages import Plate
from course.learning.progress import NOTHING, LessonTally
from course.learning.racks import lesson_plate
from course.meetups import agenda, attendance, queries
from course.meetups.agenda import OwnMinutes, Slot, Talk, Tonight, Turnout
from course.meetups.attendance import Roster
from course.meetups.counting import asked_before
from course.meetups.models import Status
from course.meetups.planned import PlannedMeetup
from course.meetups.prereading import PreReading, prereading
from course.meetups.schedule import LocalTime, zone_of
from course.meetups.waiting import Waiting
from course.reading import Reader

SOON = timedelta(days=6)  # a day of the week alone says which day


@dataclass(frozen=True, slots=True)
class Rack:
    """The lessons to read before a meetup as faceplates, with how far whoever looks is."""

    plates: tuple[Plate, ...]
    reading: PreReading

    @property
    def missing(self) -> int:
        """How many lessons cannot be read now."""
        return len(self.reading.missing)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the map and a lesson say of the next meetup of a learner."""

    title: str
    url: str
    when: str
    reading: PreReading
    belongs: bool  # the lesson on whose page it stands is one of those to be read

    @property
    def sentence(self) -> str:
        """How much is left, and until when: "2 of 3 to go, about 17 minutes, before Thursday, 18:00 (…)"."""
        return to_go_words(self.reading, self.when)


@dataclass(frozen=True, slots=True)
class Listing:
    """The meetups of a list, the next ones first."""

    coming: tuple[PlannedMeetup, ...]
    drafts: tuple[PlannedMeetup, ...]
    past: tuple[PlannedMeetup, ...]


@dataclass(frozen=True, slots=True)
class Evening:
    """An evening as its hosts look at it."""

    meetup: PlannedMeetup
    roster: Roster
    plan: Tonight
    own_minutes: OwnMinutes

    @property
    def topics(self) -> tuple[tuple[str, str], ...]:
        """What is talked about, by lesson and question."""
        return tuple(talk.topic.asked.key for talk in self.plan.talks)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as a host reads it out: its texts, and the choices in the order that everybody sees."""

    html: QuestionHtml
    choices: tuple[tuple[Markup, bool], ...] = ()  # the text, and whether it is right
    steps: tuple[Markup, ...] = ()  # in their right order
    pairs: tuple[tuple[Markup, Markup], ...] = ()
    answer: str = ""  # what is to be typed


@dataclass(frozen=True, slots=True)
class RunSheet:
    """What a host takes along: the plan, the questions of its topics, notes and tasks of the lessons."""

    plan: Tonight
    asking: Mapping[tuple[str, str], Asking]
    notes: tuple[tuple[Markup, tuple[Markup, ...]], ...]  # the title of a lesson, and its notes for hosts
    tasks: tuple[Markup, ...]

    @property
    def parts(self) -> Iterator[tuple[Slot, Talk | None]]:
        """Yield each part of the evening, with its topic if it is one."""
        talks = iter(self.plan.talks)
        for slot in self.plan.slots:
            yield slot, next(talks) if slot.kind == "topic" else None


def evening_of(reader: Reader, library: Library, meetup: PlannedMeetup) -> Evening:
    """Return an evening with its plan; the number of statements is the same for any number of people."""
    details = meetup.details
    roster = attendance.roster(reader, library, meetup_id=meetup.id, lessons=meetup.lessons)
    own = queries.own_minutes(reader, meetup_id=meetup.id)
    plan = agenda.tonight(
        asked_before(library, meetup.lessons, attendance.first_answers(reader, meetup_id=meetup.id)),
        turnout=Turnout(roster.ready, roster.joined),
        starts_at=details.starts_at,
        minutes=details.minutes,
        zone=zone_of(details.zone),
        own_minutes=own,
    )
    return Evening(meetup, roster, plan, own)


def run_sheet_of(library: Library, evening: Evening) -> RunSheet:
    """Return the run sheet of an evening, which needs no answers; lessons that cannot be read now lend nothing."""
    details = evening.meetup.details
    zone, own = zone_of(details.zone), evening.own_minutes
    plan = agenda.unprepared(evening.plan, starts_at=details.starts_at, zone=zone, own_minutes=own)
    lessons = [lesson for lesson in library.lessons if lesson.slug in evening.meetup.lessons]
    pages = {lesson.slug: library.html(lesson.slug, host_notes=True) for lesson in lessons}
    talked = {talk.topic.asked.key for talk in plan.talks}
    return RunSheet(
        plan,
        {
            (lesson.slug, question.id): _asking(question, pages[lesson.slug].questions[question.id])
            for lesson in lessons
            for question in lesson.quiz.questions
            if (lesson.slug, question.id) in talked
        },
        tuple((page.title, page.host_notes) for page in pages.values() if page.host_notes),
        tuple(task for page in pages.values() for task in page.tomorrow),
    )


def _asking(question: Question, html: QuestionHtml) -> Asking:
    texts = html.choices
    if isinstance(question, OrderQuestion):
        return Asking(html, steps=tuple(texts[key] for key in question.answer))
    if isinstance(question, MatchQuestion):
        return Asking(html, pairs=tuple((texts[left], texts[right]) for left, right in question.pairs))
    if question.kind in ("single", "several", "truth"):
        return Asking(html, choices=tuple((texts[one.key], one.right) for one in question.shown))
    return Asking(html, answer=" ".join(question.answer))


def rack_of(library: Library, meetup: PlannedMeetup, tallies: Mapping[str, LessonTally]) -> Rack:
    """Return the pre-reading of a meetup as somebody stands with it; no tallies: as a newcomer sees it."""
    reading = prereading(library, meetup.lessons, tallies)
    current = reading.next if tallies else None
    plates = [
        lesson_plate(one.lesson, tallies.get(one.lesson.slug, NOTHING), current=one.lesson is current)
        for one in reading.readings
    ]
    return Rack(tuple(plates), reading)


def notice_of(library: Library, found: Waiting, clock: LocalTime, *, at: datetime, slug: str = "") -> Notice:
    """Return what to say of a meetup that waits for somebody; `slug` is the lesson on whose page it stands."""
    reading = prereading(library, tuple(found.tallies), found.tallies)
    when = when_words(clock, at=at)
    return Notice(found.meetup.title, f"/meetups/{found.meetup.slug}", when, reading, slug in found.tallies)


def to_go_words(reading: PreReading, when: str) -> str:
    """Return how much is left to read, and until when."""
    if not reading.readings:
        return f"Its lessons cannot be read at the moment. It begins {when}."
    if not reading.to_go:
        return f"You have read everything for it. It begins {when}."
    minutes = "1 minute" if reading.minutes_left == 1 else f"{reading.minutes_left} minutes"
    return f"{reading.to_go} of {len(reading.readings)} to go, about {minutes}, before {when}."


def when_words(clock: LocalTime, *, at: datetime) -> str:
    """Return a moment to come, as short as it is clear: "Thursday, 18:00 (Europe/Warsaw)"."""
    near = timedelta() <= clock.at - at < SOON
    day = f"{clock.at:%A}" if near else f"{clock.at:%A} {clock.at.day} {clock.at:%B}"
    return f"{day}, {clock.clock} ({clock.zone})"


def listing(meetups: Iterable[PlannedMeetup], *, at: datetime) -> Listing:
    """Sort the meetups of a host or a learner: those to come, drafts, and those that are over, the latest first."""
    found = list(meetups)
    over = [one for one in found if one.over(at)]
    ahead = [one for one in found if not one.over(at)]
    return Listing(
        tuple(one for one in ahead if one.status is not Status.DRAFT),
        tuple(one for one in ahead if one.status is Status.DRAFT),
        tuple(reversed(over)),
    )
