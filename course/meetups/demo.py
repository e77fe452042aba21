"""A believable meetup to look at: two groups, 48 people, three topics that need the evening. The same every time."""

import random
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import TypeAlias

from sqlalchemy.orm import Session

from course.accounts import operations as accounts
from course.accounts.passwords import hash_password
from course.content.lessons import Lesson
from course.content.library import Library
from course.content.questions import Question
from course.db import Database, utcnow
from course.learning.demo import missed
from course.learning.models import Certainty
from course.learning.operations import Reply, answer_question, mark_as_read
from course.meetups import hosting, operations
from course.meetups.details import GroupDetails, MeetupDetails
from course.meetups.planned import PlannedMeetup
from course.meetups.schedule import local_time, start_of

SEED = 2013
JOINED, FINISHED, STARTED = 48, 31, 6
LESSONS = 3
ZONE = "Europe/Warsaw"
THURSDAY, SOON, EVENING = 3, timedelta(days=4), time(18)  # a Thursday at 18:00, four days ahead or more
HOSTS = (("ola@example.org", "Ola"), ("tomas@example.org", "Tomáš"))
GROUPS = (
    GroupDetails(name="OpenStack Poland", description="We meet on Thursdays, in the room and on a video call."),
    GroupDetails(name="OpenStack Czechia", description="From Prague and Brno, and everybody who wants to listen in."),
)
NAMES = (
    *("Agnieszka", "Bence", "Chioma", "Dana", "Emeka", "Franziska", "Grzegorz", "Hana"),
    *("Ion", "Jolanta", "Kateřina", "László", "Małgorzata", "Nikola", "Oksana", "Petr"),
)

Key: TypeAlias = tuple[str, str]  # of a question: its lesson and its id


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: the meetup, and the address and the password of a host."""

    slug: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """How those who finished answered a question first: right, with one idea, with another, or not knowing it."""

    right: int
    leading: int
    other: int
    unknown: int
    sure: int  # of the wrong


TOPICS = (Pattern(15, 13, 2, 1, 9), Pattern(8, 9, 7, 7, 2), Pattern(19, 8, 3, 1, 4))
KNOWN = (Pattern(29, 2, 0, 0, 1), Pattern(27, 3, 0, 1, 0), Pattern(28, 1, 1, 1, 0), Pattern(30, 1, 0, 0, 0))


def fill_meetup(database: Database, library: Library, *, tick: Callable[[int], None]) -> Demo | None:
    """Add a meetup with its groups, hosts, learners and answers; None where there is no lesson to read before.

    `tick` is called with 1 after each learner.
    """
    lessons = _lessons(library)
    if not lessons:
        return None
    chance, now = random.Random(SEED), utcnow()  # noqa: S311 (a made-up person needs no secret)
    password = secrets.token_urlsafe(9)
    with database.session(writing=True) as session:
        meetup = _plan(session, lessons, hash_password(password), now)
        session.commit()
    replies = {key: _replies(question, pattern, chance) for key, question, pattern in _patterns(lessons)}
    for number in range(JOINED):
        with database.session(writing=True) as session:
            _take_part(session, meetup, lessons, number, replies, chance, now)
            session.commit()
        tick(1)
    return Demo(meetup.slug, HOSTS[0][0], password)


def _lessons(library: Library) -> Sequence[Lesson]:
    """Return the lessons of the first pack that is offered, else the first of the course."""
    return library.packs[0].lessons if library.packs else library.lessons[:LESSONS]


def _plan(session: Session, lessons: Sequence[Lesson], password_hash: str, now: datetime) -> PlannedMeetup:
    """Publish a meetup of two groups, a host each, with one password."""
    began = now - timedelta(days=200)
    group_ids = []
    for (email, name), details in zip(HOSTS, GROUPS, strict=True):
        host_id = accounts.create_account(
            session, email=email, name=name, password_hash=password_hash, role=None, at=began
        )
        group_ids.append((host_id, hosting.found_group(session, host_id=host_id, details=details, at=began).id))
    (host_id, own_id), (_other_host, other_id) = group_ids
    planned_at = now - timedelta(days=12)
    made = operations.plan_meetup(
        session, host_id=host_id, group_ids=[own_id, other_id], details=_details(now), at=planned_at
    )
    operations.agree(session, meetup_id=made.id, group_id=other_id, at=planned_at)
    made = operations.assign(session, meetup_id=made.id, version=made.version, lessons=lessons, at=planned_at)
    operations.publish(session, meetup_id=made.id, at=planned_at)
    return made


def _details(now: datetime) -> MeetupDetails:
    day = (local_time(now, ZONE).at + SOON).date()
    day += timedelta(days=(THURSDAY - day.weekday()) % 7)
    return MeetupDetails(
        title="OpenStack from zero, together",
        starts_at=start_of(datetime.combine(day, EVENING), ZONE),
        minutes=90,
        zone=ZONE,
        language="en",
        place="Rynek Główny 1, Kraków, second floor",
        video_url="https://meet.example.org/openstack-krakow",
        chat_url="https://matrix.example.org/openstack-krakow",
        notes_url="https://notes.example.org/openstack-krakow",
        description="In the room and on a video call.\nThe beginners’ table is by the door: come anyway.",
    )


def _patterns(lessons: Sequence[Lesson]) -> Iterator[tuple[Key, Question, Pattern]]:
    """Yield every question with what people make of it."""
    topics, known = dict(zip(_topics(lessons), TOPICS, strict=False)), cycle(KNOWN)
    for lesson in lessons:
        for question in lesson.quiz.questions:
            key = (lesson.slug, question.id)
            yield key, question, topics.get(key) or next(known)


def _topics(lessons: Sequence[Lesson]) -> list[Key]:
    """Return up to three questions that can show a misconception, those first that name one; of each lesson one."""
    fitting = [
        sorted((one for one in lesson.quiz.questions if one.kind == "single"), key=lambda one: not _has_idea(one))
        for lesson in lessons
    ]
    rounds = range(max((len(found) for found in fitting), default=0))
    found = [
        (lesson.slug, questions[number].id)
        for number in rounds
        for lesson, questions in zip(lessons, fitting, strict=True)
        if number < len(questions)
    ]
    return found[: len(TOPICS)]


def _has_idea(question: Question) -> bool:
    return any(choice.idea for choice in question.shown if not choice.right)


def _replies(question: Question, pattern: Pattern, chance: random.Random) -> list[Reply]:
    """Return the first answer of everybody who finishes, mixed."""
    wrong = sorted((one for one in question.shown if not one.right), key=lambda one: not one.idea)
    picks = [(one.key,) for one in wrong] if question.kind == "single" else []
    leading, other = (picks[0], picks[-1]) if picks else (missed(question, chance), missed(question, chance))
    missing = [*[leading] * pattern.leading, *[other] * pattern.other]
    replies = [Reply(question.answer, chance.choice((Certainty.SURE, Certainty.GUESS))) for _ in range(pattern.right)]
    for number, pick in enumerate(missing):
        certainty = Certainty.SURE if number < pattern.sure else Certainty.GUESS
        replies.append(Reply(pick, certainty if pick else Certainty.UNKNOWN))
    replies += [Reply((), Certainty.UNKNOWN)] * pattern.unknown
    chance.shuffle(replies)
    return replies


def _take_part(
    session: Session,
    meetup: PlannedMeetup,
    lessons: Sequence[Lesson],
    number: int,
    replies: Mapping[Key, list[Reply]],
    chance: random.Random,
    now: datetime,
) -> None:
    """Let one person join, and read all of it, begin, or do nothing; every third lets the hosts know who it is."""
    joined_at = now - timedelta(days=chance.uniform(1, 10))
    person, _token = accounts.make_guest(session, at=joined_at)
    known = number % 3 == 0
    if known:
        accounts.change_name(session, user_id=person.id, name=NAMES[number // 3 % len(NAMES)])
    operations.join(session, meetup_id=meetup.id, learner_id=person.id, host_may_know=known, at=joined_at)
    if number < FINISHED:
        _finish(session, person.id, lessons, number, replies, joined_at)
    elif number < FINISHED + STARTED:
        _begin(session, person.id, lessons, joined_at)


def _finish(
    session: Session,
    learner_id: int,
    lessons: Sequence[Lesson],
    number: int,
    replies: Mapping[Key, list[Reply]],
    at: datetime,
) -> None:
    for lesson in lessons:
        at += timedelta(minutes=7)
        if not lesson.quiz.questions:
            mark_as_read(session, learner_id=learner_id, lesson=lesson, at=at)
        for question in lesson.quiz.questions:
            first = replies[lesson.slug, question.id][number]
            tries = [first] if first.picked == question.answer else [first, Reply(question.answer, Certainty.GUESS)]
            for count, reply in enumerate(tries):
                at += timedelta(seconds=40)
                _answer(session, learner_id, lesson, question, reply, count, at)


def _begin(session: Session, learner_id: int, lessons: Sequence[Lesson], at: datetime) -> None:
    """Answer the first question right that is no topic, and no more."""
    topics = _topics(lessons)
    for lesson in lessons:
        for question in lesson.quiz.questions:
            if (lesson.slug, question.id) not in topics:
                _answer(session, learner_id, lesson, question, Reply(question.answer, Certainty.GUESS), 0, at)
                return


def _answer(
    session: Session, learner_id: int, lesson: Lesson, question: Question, reply: Reply, count: int, at: datetime
) -> None:
    answer_question(
        session,
        learner_id=learner_id,
        lesson=lesson,
        question=question,
        reply=reply,
        key=f"demo-{lesson.slug}-{question.id}-{count}"[:64],
        at=at,
    )
