from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from course import schema
from course.accounts.models import SignIn, User
from course.accounts.operations import make_guest
from course.content.lessons import Lesson
from course.content.library import LibraryReader
from course.db import Database, utcnow
from course.learning.models import Response
from course.learning.operations import Reply, answer_question, mark_as_read
from course.learning.pruning import Pruned, prune

assert schema.MODELS
NOW = utcnow()


@pytest.fixture
def library(folder: Path) -> LibraryReader:
    return LibraryReader(folder / "lessons", folder / "quizzes")


@pytest.fixture
def lesson(library: LibraryReader) -> Lesson:
    return library.current().lesson("first")


def guest(database: Database, lesson: Lesson, *, responses: int, days: float) -> int:
    """Add a guest who was here for the last time so many days ago."""
    at = NOW - timedelta(days=days)
    with database.session(writing=True) as session:
        person, _token = make_guest(session, at=at)
        for number in range(responses):
            answer_question(
                session,
                learner_id=person.id,
                lesson=lesson,
                question=lesson.quiz.questions[0],
                reply=Reply(("nova",)),
                key=f"{number}",
                at=at,
            )
        session.commit()
    return person.id


def people(database: Database) -> set[int]:
    with database.session() as session:
        return set(session.scalars(select(User.id)))


def test_a_guest_goes_after_90_idle_days(database: Database, lesson: Lesson) -> None:
    stays = guest(database, lesson, responses=2, days=90.5)
    guest(database, lesson, responses=2, days=91.5)
    assert prune(database, at=NOW) == Pruned(1, 0, 0)
    assert people(database) == {stays}
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 2


@pytest.mark.parametrize("responses", [0, 1])
def test_a_guest_with_a_single_response_goes_after_7_days(database: Database, lesson: Lesson, responses: int) -> None:
    stays = {guest(database, lesson, responses=1, days=6.9), guest(database, lesson, responses=2, days=30)}
    guest(database, lesson, responses=responses, days=7.1)
    assert prune(database, at=NOW) == Pruned(0, 1, 0)
    assert people(database) == stays


def test_a_guest_who_did_something_else_too_stays(database: Database, library: LibraryReader, lesson: Lesson) -> None:
    reader = guest(database, lesson, responses=1, days=20)
    with database.session(writing=True) as session:
        mark_as_read(session, learner_id=reader, lesson=library.current().lesson("plain"), at=NOW - timedelta(days=20))
        session.commit()
    assert prune(database, at=NOW) == Pruned(0, 0, 0)


def test_a_guest_who_came_back_to_read_or_to_answer_stays(database: Database, lesson: Lesson) -> None:
    read, answered = (guest(database, lesson, responses=2, days=200) for _ in range(2))
    with database.session(writing=True) as session:
        session.execute(update(SignIn).where(SignIn.user_id == read).values(used_at=NOW - timedelta(days=3)))
        late = update(Response).where(Response.learner_id == answered).values(answered_at=NOW - timedelta(days=3))
        session.execute(late)
        session.commit()
    assert prune(database, at=NOW).idle_guests == 0
    assert people(database) == {read, answered}


def test_an_account_stays_and_only_its_expired_sign_in_goes(database: Database, lesson: Lesson) -> None:
    person = guest(database, lesson, responses=1, days=300)
    current = guest(database, lesson, responses=1, days=14.5)
    with database.session(writing=True) as session:
        session.execute(update(User).where(User.id == person).values(email="ada@example.org"))
        session.execute(update(User).where(User.id == current).values(email="bob@example.org"))
        session.commit()
    assert prune(database, at=NOW) == Pruned(0, 0, 1)
    assert people(database) == {person, current}
    with database.session() as session:
        assert session.scalars(select(SignIn.user_id)).all() == [current]


def test_a_dry_run_says_the_same_and_deletes_nothing(database: Database, lesson: Lesson) -> None:
    guest(database, lesson, responses=2, days=100)
    guest(database, lesson, responses=1, days=100)
    guest(database, lesson, responses=1, days=10)
    before = people(database)
    said = prune(database, at=NOW, dry_run=True)
    assert people(database) == before
    done = prune(database, at=NOW)
    assert said == done == Pruned(2, 1, 0)
    assert people(database) == set()


def test_more_guests_than_a_batch_go_in_one_call(
    database: Database, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.learning.pruning.BATCH", 2)
    for _ in range(5):
        guest(database, lesson, responses=1, days=100)
    assert prune(database, at=NOW).idle_guests == 5
