from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from course.accounts.models import SignIn, User
from course.accounts.operations import make_guest, token_digest
from course.accounts.queries import person_signed_in
from course.db import utcnow

ANSWER = {"question": "no-address", "key": "k", "pick": "neutron"}


def age(app: Flask, **columns: object) -> None:
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(SignIn).values(**columns))
        session.commit()


def knows_me(client: FlaskClient) -> bool:
    return "right first time" in client.get("/lessons/first").text


def test_a_guest_is_known_again_by_the_cookie(client: FlaskClient) -> None:
    client.post("/quizzes/first", data=ANSWER)
    assert knows_me(client)


@pytest.mark.parametrize(("used", "made", "known"), [(89, 89, True), (92, 92, False), (1, 399, True), (1, 401, False)])
def test_a_guest_is_known_for_90_idle_and_400_days_in_all(
    app: Flask, client: FlaskClient, used: int, made: int, known: bool
) -> None:
    client.post("/quizzes/first", data=ANSWER)
    now = utcnow()
    age(app, used_at=now - timedelta(days=used), created_at=now - timedelta(days=made))
    assert knows_me(client) is known


@pytest.mark.parametrize(("used", "made", "known"), [(13, 13, True), (16, 16, False), (1, 89, True), (1, 91, False)])
def test_an_account_is_signed_in_for_14_idle_and_90_days_in_all(
    app: Flask, client: FlaskClient, used: int, made: int, known: bool
) -> None:
    client.post("/quizzes/first", data=ANSWER)
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(User).values(email="ola@example.org"))
        session.commit()
    now = utcnow()
    age(app, used_at=now - timedelta(days=used), created_at=now - timedelta(days=made))
    assert knows_me(client) is known


def test_the_last_use_is_noted_once_a_day(app: Flask, client: FlaskClient) -> None:
    client.post("/quizzes/first", data=ANSWER)
    yesterday = utcnow() - timedelta(days=2)
    age(app, used_at=yesterday)
    client.get("/lessons/first")
    with app.extensions["database"].session() as session:
        noted = session.scalars(select(SignIn.used_at)).one()
        assert noted > yesterday
    client.get("/lessons/first")
    with app.extensions["database"].session() as session:
        assert session.scalars(select(SignIn.used_at)).one() == noted


def test_the_database_holds_no_token(app: Flask) -> None:
    with app.extensions["database"].session(writing=True) as session:
        person, token = make_guest(session, at=utcnow())
        session.commit()
        assert session.scalars(select(SignIn.token_digest)).one() == token_digest(token) != token
        found = person_signed_in(session, token_digest=token_digest(token), at=utcnow())
        assert found is not None
        assert found.id == person.id
        assert person_signed_in(session, token_digest=token_digest("other"), at=utcnow()) is None
