"""A meetup behind one address: everybody gets in, and nobody meets an error."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, insert, select

from course.accounts.models import Failure, SignIn, User
from course.config import DATABASE_FILE
from course.db import connect, utcnow
from course.meetups import operations
from tests.bench import messages
from tests.bench.load import run_load
from tests.factories import write_course
from tests.meetups import people
from tests.people import PASSWORD
from tests.repetition import part_of
from tests.served_course import ServedCourse
from tests.visitor import Visitor

PEOPLE, READERS, ANSWERS = 300, 500, 40
JOINING = part_of(range(500))
EVERY = 30 / 500  # seconds between two who join
# The server compares with the cost that a hash names, so these cost a test next to nothing.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCourse]:
    """A course in a process of its own."""
    served = ServedCourse(tmp_path_factory.mktemp("meetup"))
    write_course(served.folder)
    served.start()
    yield served
    served.stop()


def test_three_hundred_people_sign_in_from_one_address_without_an_error(course: ServedCourse) -> None:
    database = connect(f"sqlite:///{course.folder / 'instance' / DATABASE_FILE}")
    emails = [f"learner-{number}@example.org" for number in range(PEOPLE)]
    password_hash = CHEAP.hash(PASSWORD)
    with database.session(writing=True) as session:
        people = [{"email": one, "name": "", "password_hash": password_hash, "created_at": utcnow()} for one in emails]
        session.execute(insert(User), people)
        session.commit()
    load = run_load(course.port, [iter((messages.sign_in(course.port, one, PASSWORD),)) for one in emails], status=303)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == PEOPLE
        assert session.scalar(select(func.count()).select_from(Failure)) == 0
    database.close()
    assert (load.answers, load.errors) == (PEOPLE, 0)


def test_five_hundred_readers_at_the_same_moment_meet_no_error(course: ServedCourse) -> None:
    page = messages.get(course.port, "/lessons/first")
    load = run_load(course.port, [iter((page,)) for _ in range(READERS)])
    assert (load.answers, load.errors) == (READERS, 0)


@pytest.mark.long
def test_five_hundred_people_join_within_half_a_minute_without_an_error(course: ServedCourse) -> None:
    meetup_id, slug = published_meetup(course)
    fields = [("coming", "yes"), ("name", "Somebody"), ("host_may_know", "yes")]
    form = messages.post(course.port, f"/meetups/{slug}/enrolment", fields, token="")
    load = run_load(course.port, [iter((form,)) for _ in JOINING], status=303, every=EVERY)
    assert (load.answers, load.errors) == (len(JOINING), 0)
    joined = course.rows(f"SELECT count(DISTINCT learner_id) FROM enrolment WHERE meetup_id = {meetup_id}")
    assert joined == [(len(JOINING),)]


def published_meetup(course: ServedCourse) -> tuple[int, str]:
    """Return the id and the slug of a meetup that anybody may join."""
    database, now = connect(f"sqlite:///{course.folder / 'instance' / DATABASE_FILE}"), utcnow()
    with database.session(writing=True) as session:
        host_id = people.account(session)
        told = people.details(starts_at=now + timedelta(days=3))
        groups = [people.group(session, host_id)]
        planned = operations.plan_meetup(session, host_id=host_id, group_ids=groups, details=told, at=now)
        first = [course.library().lesson("first")]
        operations.assign(session, meetup_id=planned.id, version=planned.version, lessons=first, at=now)
        operations.publish(session, meetup_id=planned.id, at=now)
        session.commit()
    database.close()
    return planned.id, planned.slug


def test_a_download_is_whole_while_answers_arrive(course: ServedCourse) -> None:
    learner = Visitor(course)
    assert learner.is_told("first")
    with ThreadPoolExecutor(2) as crowd:
        told = crowd.map(Visitor(course, learner.cookie).is_told, [f"word-{number}" for number in range(ANSWERS)])
        found = [["first"]]
        while len(found[-1]) <= ANSWERS / 2:
            status, text = learner.get("/settings/data")
            assert status == 200
            found.append([one["picked"][0] for one in json.loads(text)["response"]])
        assert all(told)
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(found))
