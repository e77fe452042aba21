from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from course.accounts import belongings
from course.accounts.models import User
from course.accounts.operations import make_guest
from course.content.lessons import Lesson
from course.content.library import LibraryReader
from course.db import Database, utcnow
from course.learning.crowd import Crowd, FirstAnswers
from course.learning.models import Certainty, Completion
from course.learning.operations import Reply, answer_question, mark_as_read
from tests.factories import FIRST_QUIZ, RIGHT_FIRST
from tests.statements import statements_of

NOW = utcnow()
INDEX = "ix_response_learner_id_version_id_id"
SURE = Certainty.SURE
# Everybody with this name, and the lessons that somebody finished or the first one.
NAMED = select(User.id).where(User.name == bindparam("name"))
CROWD = Crowd(NAMED, select(User.name).where(User.name == "first"))


@pytest.fixture
def reader(folder: Path) -> LibraryReader:
    return LibraryReader(folder / "lessons", folder / "quizzes", every_request=True)


@pytest.fixture
def lesson(reader: LibraryReader) -> Lesson:
    return reader.current().lesson("first")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session(writing=True) as session:
        session.add(User(name="first", created_at=NOW))
        yield session


def somebody(session: Session, name: str = "crowd") -> int:
    person, _token = make_guest(session, at=NOW)
    session.get_one(User, person.id).name = name
    session.flush()
    return person.id


def say(session: Session, learner_id: int, lesson: Lesson, *replies: Reply, question: str = "no-address") -> None:
    for number, reply in enumerate(replies):
        answer_question(
            session,
            learner_id=learner_id,
            lesson=lesson,
            question=lesson.quiz.question(question),
            reply=reply,
            key=f"{number}",
            at=NOW + timedelta(minutes=number),
        )


def test_only_the_first_answer_of_everybody_counts(session: Session, lesson: Lesson) -> None:
    for replies in (
        [Reply(("neutron",)), Reply(("nova",))],
        [Reply(("nova",), SURE), Reply(("neutron",))],
        [Reply(("nova",), Certainty.GUESS)],
        [Reply(("glance",), SURE)],
        [Reply()],
        [Reply(reveal=True), Reply(("neutron",), SURE)],
    ):
        say(session, somebody(session), lesson, *replies)
    say(session, somebody(session, "somebody else"), lesson, Reply(("glance",)))
    assert CROWD.first_answers(session, name="crowd") == {
        ("first", "no-address"): FirstAnswers(
            right=1, wrong=3, unknown=2, sure_but_wrong=2, picks={("nova",): 2, ("glance",): 1}
        )
    }


def test_a_question_that_was_edited_still_counts_the_first_answer(
    session: Session, reader: LibraryReader, lesson: Lesson, folder: Path
) -> None:
    learner = somebody(session)
    say(session, learner, lesson, Reply(("nova",)))
    (folder / "quizzes" / "first.md").write_text(FIRST_QUIZ.replace("Which service do you ask", "Whom do you ask"))
    changed = reader.current().lesson("first")
    say(session, learner, changed, Reply(), Reply(("neutron",)))
    assert CROWD.first_answers(session, name="crowd")["first", "no-address"].picks == {("nova",): 1}


def test_of_two_people_who_become_one_the_earlier_answer_is_the_first(session: Session, lesson: Lesson) -> None:
    guest, account = somebody(session), somebody(session)
    say(session, guest, lesson, Reply(("nova",)))
    say(session, account, lesson, Reply(("neutron",)))
    belongings.merge(session, source_id=guest, target_id=account)
    assert CROWD.first_answers(session, name="crowd")["first", "no-address"] == FirstAnswers(
        wrong=1, picks={("nova",): 1}
    )


def test_who_began_and_what_they_finished(session: Session, reader: LibraryReader, lesson: Lesson) -> None:
    done, begun, _idle, elsewhere = (somebody(session) for _ in range(4))
    for question, pick in RIGHT_FIRST.items():
        say(session, done, lesson, Reply((pick,)), question=question)
    say(session, begun, lesson, Reply())
    say(session, elsewhere, reader.current().lesson("second"), Reply(), question="fit")
    mark_as_read(session, learner_id=elsewhere, lesson=reader.current().lesson("plain"), at=NOW)
    assert CROWD.begun(session, name="crowd") == {done, begun}
    assert CROWD.finished(session, name="crowd") == {done: {"first"}}
    everything = Crowd(NAMED, select(Completion.lesson_slug))
    assert everything.finished(session, name="crowd") == {done: {"first"}, elsewhere: {"plain"}}


def test_each_question_about_a_crowd_is_one_statement(session: Session, lesson: Lesson) -> None:
    for _ in range(20):
        say(session, somebody(session), lesson, Reply(("nova",)), Reply(("neutron",)))
    with statements_of(session) as statements:
        for ask in (CROWD.first_answers, CROWD.begun, CROWD.finished):
            statements.clear()
            ask(session, name="crowd")
            assert len(statements) == 1


def test_first_answers_are_found_in_the_index_alone(session: Session) -> None:
    sqlite = session.get_bind().dialect.name == "sqlite"
    with statements_of(session) as statements:
        CROWD.first_answers(session, name="crowd")
    if sqlite:
        (asked,) = statements
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
        assert any(f"USING COVERING INDEX {INDEX} (learner_id=? AND version_id=?)" in str(step) for step in plan)
        return
    session.connection().exec_driver_sql("SET enable_seqscan = off")
    query = CROWD._first_answers.statement.compile(session.get_bind())
    plan = session.connection().exec_driver_sql(f"EXPLAIN {query}", {**query.params, "name": "crowd"}).all()
    assert any(f"Index Only Scan using {INDEX} on response" in str(step) for step in plan)
