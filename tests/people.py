"""Somebody with an account, as the tests sign them up and in."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from course.accounts import operations
from course.accounts.models import Role
from course.accounts.queries import account_of_email
from course.db import Base

EMAIL = "ola@example.org"
PASSWORD = "correct horse battery"


def answer(
    client: FlaskClient,
    pick: str = "neutron",
    question: str = "no-address",
    key: str = "k1",
    base_url: str = "http://localhost",
) -> Any:
    sent = {"question": question, "key": key, "origin": "lesson", "sure": "1", "pick": pick}
    return client.post("/quizzes/first", data=sent, base_url=base_url)


def sign_up(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> Any:
    return client.post("/sign-up", data={"email": email, "name": "Ola", "password": password, **fields})


def sign_in(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> Any:
    return client.post("/sign-in", data={"email": email, "password": password, **fields})


def give_role(app: Flask, role: Role | None, email: str = EMAIL) -> None:
    database = app.extensions["database"]
    account = account_of_email(database.reading, email=email)
    assert account is not None
    with database.session(writing=True) as session:
        operations.give_role(session, user_id=account.id, role=role)
        session.commit()


def rows(app: Flask, model: type[Base]) -> list[Any]:
    with app.extensions["database"].session() as session:
        return list(session.scalars(select(model)))


def count(app: Flask, model: type[Base]) -> int:
    with app.extensions["database"].session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
