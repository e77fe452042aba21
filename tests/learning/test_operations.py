import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from course.accounts.operations import make_guest
from course.content.lessons import Lesson
from course.content.library import LibraryReader
from course.db import Database, utcnow
from course.learning.models import Completion, Outcome, QuestionVersion, Response
from course.learning.operations import Reply, answer_question, mark_as_read
from course.learning.progress import LessonProgress
from course.learning.queries import lesson_progress, tallies
from tests.factories import FIRST, FIRST_QUIZ, RIGHT_FIRST
from tests.statements import statements_of


@pytest.fixture
def reader(folder: Path) -> LibraryReader:
    return LibraryReader(folder / "lessons", folder / "quizzes", every_request=True)


@pytest.fixture
def lesson(reader: LibraryReader) -> Lesson:
    return reader.current().lesson("first")


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session(writing=True) as session:
        yield session


@pytest.fixture
def learner_id(session: Session) -> int:
    return make_guest(session, at=utcnow())[0].id


NOW = utcnow()


def say(
    session: Session,
    learner_id: int,
    lesson: Lesson,
    reply: Reply,
    question: str = "no-address",
    minutes: float = 0,
) -> LessonProgress:
    return answer_question(
        session,
        learner_id=learner_id,
        lesson=lesson,
        question=lesson.quiz.question(question),
        reply=reply,
        key=f"{minutes}",
        at=NOW + timedelta(minutes=minutes),
    )


@pytest.mark.parametrize(("minutes", "checked"), [(9.9, False), (10, True)])
def test_a_right_answer_is_unaided_ten_minutes_after_the_reveal(
    session: Session, learner_id: int, lesson: Lesson, minutes: float, checked: bool
) -> None:
    say(session, learner_id, lesson, Reply(reveal=True))
    progress = say(session, learner_id, lesson, Reply(("neutron",)), minutes=minutes)
    assert progress.of("no-address").checked is checked


def test_a_reveal_after_a_right_answer_takes_nothing_away(session: Session, learner_id: int, lesson: Lesson) -> None:
    say(session, learner_id, lesson, Reply(("neutron",)))
    assert say(session, learner_id, lesson, Reply(reveal=True), minutes=1).of("no-address").checked


def test_done_counts_every_question_once_whatever_the_tries(session: Session, learner_id: int, lesson: Lesson) -> None:
    say(session, learner_id, lesson, Reply(("nova",)))
    steps = [
        say(session, learner_id, lesson, Reply((pick,)), question, number)
        for number, (question, pick) in enumerate(RIGHT_FIRST.items(), 1)
    ]
    progress = steps[-1]
    assert progress.done_at == NOW + timedelta(minutes=3)
    again = say(session, learner_id, lesson, Reply(("nova",)), minutes=9)
    assert again.done_at == progress.done_at
    assert session.scalar(select(func.count()).select_from(Completion)) == 1


def test_an_edited_question_keeps_the_old_answer_and_starts_a_version(
    session: Session, learner_id: int, lesson: Lesson, reader: LibraryReader, folder: Path
) -> None:
    say(session, learner_id, lesson, Reply(("neutron",)))
    quiz = folder / "quizzes" / "first.md"
    quiz.write_text(FIRST_QUIZ.replace("Which service do you ask first?", "Whom do you ask?"))
    changed = reader.current().lesson("first")
    progress = lesson_progress(session, learner_id=learner_id, slug="first")
    assert progress.of("no-address").checked
    last = progress.of("no-address").last
    assert last is not None
    assert last.digest != changed.quiz.question("no-address").digest
    say(session, learner_id, changed, Reply(("nova",)), minutes=1)
    versions = session.scalars(select(QuestionVersion).order_by(QuestionVersion.id)).all()
    assert [("Whom" in version.text) for version in versions] == [False, True]


def test_a_rewritten_section_starts_a_version_too(
    session: Session, learner_id: int, lesson: Lesson, reader: LibraryReader, folder: Path
) -> None:
    say(session, learner_id, lesson, Reply(("nova",)))
    path = folder / "lessons" / "10-first-contact" / "01-first.md"
    path.write_text(FIRST.replace("You send one request", "You send a single request"))
    say(session, learner_id, reader.current().lesson("first"), Reply(("nova",)), minutes=1)
    assert session.scalar(select(func.count()).select_from(QuestionVersion)) == 2


def test_the_lesson_page_asks_the_database_once(session: Session, learner_id: int, lesson: Lesson) -> None:
    for minutes in range(5):
        say(session, learner_id, lesson, Reply(("nova",)), minutes=minutes)
    with statements_of(session) as statements:
        assert len(lesson_progress(session, learner_id=learner_id, slug="first").of("no-address").answers) == 5
        assert len(statements) == 1
        statements.clear()
        assert tallies(session, learner_id=learner_id)["first"].started
        assert len(statements) == 2


def test_a_lesson_without_questions_is_read_and_never_done(
    session: Session, learner_id: int, reader: LibraryReader
) -> None:
    plain = reader.current().lesson("plain")
    mark_as_read(session, learner_id=learner_id, lesson=plain, at=NOW)
    progress = mark_as_read(session, learner_id=learner_id, lesson=plain, at=NOW + timedelta(days=1))
    assert progress.read_at == NOW
    assert progress.done_at is None
    assert tallies(session, learner_id=learner_id)["plain"].read


def test_eight_threads_with_one_form_store_one_response(database: Database, lesson: Lesson) -> None:
    with database.session(writing=True) as session:
        learner_id = make_guest(session, at=NOW)[0].id
        session.commit()

    def send() -> None:
        with database.session(writing=True) as session:
            say(session, learner_id, lesson, Reply(("nova",)))
            session.commit()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_two_last_answers_at_once_complete_the_lesson(database: Database, lesson: Lesson) -> None:
    *most, (before_last, its_pick), (last, last_pick) = RIGHT_FIRST.items()
    with database.session(writing=True) as session:
        learner_id = make_guest(session, at=NOW)[0].id
        for question, pick in most:
            say(session, learner_id, lesson, Reply((pick,)), question)
        session.commit()

    def answer_last() -> None:
        with database.session(writing=True) as session:
            say(session, learner_id, lesson, Reply((last_pick,)), last)
            session.commit()

    other = threading.Thread(target=answer_last)
    with database.session(writing=True) as session:
        say(session, learner_id, lesson, Reply((its_pick,)), before_last)
        other.start()
        other.join(0.2)
        assert other.is_alive()  # it waits for its turn
        session.commit()
    other.join()
    assert lesson_progress(database.reading, learner_id=learner_id, slug="first").done_at is not None


def test_a_person_takes_all_responses_along(session: Session, learner_id: int, lesson: Lesson) -> None:
    say(session, learner_id, lesson, Reply(("neutron",)))
    session.execute(text('DELETE FROM "user" WHERE id = :id'), {"id": learner_id})
    assert session.scalar(select(func.count()).select_from(Response)) == 0


def test_what_a_submission_becomes(lesson: Lesson) -> None:
    question = lesson.quiz.question("no-address")
    assert Reply(("neutron",)).outcome(question) is Outcome.RIGHT
    assert Reply(("glance",)).outcome(question) is Outcome.WRONG
    assert Reply(("made up",)).outcome(question) is Outcome.WRONG
    assert Reply().outcome(question) is Outcome.UNKNOWN
    assert Reply(reveal=True).outcome(question) is Outcome.REVEALED
