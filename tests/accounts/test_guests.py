"""The making of guests has a cap per minute; whoever is known never meets it."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from course.accounts.limits import GUESTS_A_MINUTE, TooManyGuestsError
from course.accounts.models import SignIn, User
from course.accounts.operations import make_guest
from course.db import Database, connect, utcnow
from course.learning.models import Response
from tests.conftest import make_client
from tests.people import answer, count, sign_up
from tests.statements import statements_of

MEETUP = 500


def bring(database: Database, number: int) -> None:
    """Let so many people begin at this moment."""
    now = utcnow()
    with database.session(writing=True) as session:
        session.execute(insert(User), [{"name": "", "created_at": now}] * number)
        session.commit()


def a_minute_later(database: Database) -> None:
    with database.session(writing=True) as session:
        session.execute(update(User).values(created_at=utcnow() - timedelta(seconds=61)))
        session.commit()


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(User)) or 0


def test_a_meetup_that_begins_in_one_minute_is_far_from_the_cap() -> None:
    assert GUESTS_A_MINUTE >= 4 * MEETUP


def test_a_refused_answer_is_kept_in_the_form_and_nowhere_else(app: Flask, client: FlaskClient) -> None:
    bring(app.extensions["database"], GUESTS_A_MINUTE)
    response = answer(client)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert "Set-Cookie" not in response.headers
    assert "very many people begin" in response.text
    assert 'value="neutron" checked' in response.text
    assert "Addresses live on ports" not in response.text
    assert count(app, User) == GUESTS_A_MINUTE
    assert count(app, SignIn) == count(app, Response) == 0
    a_minute_later(app.extensions["database"])
    assert answer(client).status_code == 303


def test_a_lesson_cannot_be_marked_as_read_either(app: Flask, client: FlaskClient) -> None:
    bring(app.extensions["database"], GUESTS_A_MINUTE)
    response = client.post("/lessons/plain")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert "Nothing was stored" in response.text
    assert count(app, User) == GUESTS_A_MINUTE


def test_who_is_known_goes_on_and_an_account_can_be_made(app: Flask, client: FlaskClient) -> None:
    answer(client)
    bring(app.extensions["database"], GUESTS_A_MINUTE)
    assert answer(client, question="alone", pick="false", key="k2").status_code == 303
    assert sign_up(client).status_code == 303
    assert sign_up(make_client(app), email="eva@example.org").status_code == 303


@pytest.fixture
def processes(database_url: str) -> Iterator[list[Database]]:
    """The same database as four processes have it, each with connections and a lock of its own."""
    others = [connect(database_url) for _ in range(4)]
    yield others
    for each in others:
        each.close()


def test_several_processes_reach_the_cap_together_and_do_not_pass_it(
    database: Database, processes: list[Database]
) -> None:
    bring(database, GUESTS_A_MINUTE - 10)
    refusals: list[int] = []

    def begin(process: Database) -> None:
        for _ in range(6):
            with process.session(writing=True) as session:
                try:
                    make_guest(session, at=utcnow())
                    session.commit()
                except TooManyGuestsError as error:
                    refusals.append(error.seconds)

    threads = [threading.Thread(target=begin, args=(process,)) for process in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        assert people(session) == GUESTS_A_MINUTE
    assert len(refusals) == 14
    assert all(0 < seconds <= 60 for seconds in refusals)


def test_who_was_deleted_meanwhile_leaves_no_gap_for_others(database: Database) -> None:
    bring(database, GUESTS_A_MINUTE + 10)
    with database.session(writing=True) as session:
        oldest = session.scalars(select(User.id).order_by(User.id).limit(1)).one()
        session.delete(session.get_one(User, oldest + 100))
        session.flush()
        with pytest.raises(TooManyGuestsError):
            make_guest(session, at=utcnow())


def test_a_clock_that_was_wrong_for_a_while_keeps_nobody_out(database: Database) -> None:
    bring(database, GUESTS_A_MINUTE)
    with database.session(writing=True) as session:
        session.execute(update(User).values(created_at=utcnow() + timedelta(days=400)))
        make_guest(session, at=utcnow())
        assert people(session) == GUESTS_A_MINUTE + 1


def test_the_cap_is_looked_up_by_the_primary_key(sqlite_url: str) -> None:
    database = connect(sqlite_url)
    with database.session(writing=True) as session, statements_of(session) as sent:
        make_guest(session, at=utcnow())
    (look,) = [statement for statement in sent if statement.startswith("SELECT")]
    with database.session() as session:
        steps = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {look}")]
    database.close()
    assert steps == ["SEARCH user USING INTEGER PRIMARY KEY (rowid<?)", "SCALAR SUBQUERY 1", "SEARCH user"]
