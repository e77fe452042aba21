"""Somebody with an account, as the tests sign them up and in."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from course.db import Base

EMAIL = "ola@example.org"
PASSWORD = "correct horse battery"


def answer(client: FlaskClient, pick: str = "neutron", question: str = "no-address", key: str = "k1") -> Any:
    sent = {"question": question, "key": key, "origin": "lesson", "sure": "1", "pick": pick}
    return client.post("/quizzes/first", data=sent)


def sign_up(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> Any:
    return client.post("/sign-up", data={"email": email, "name": "Ola", "password": password, **fields})


def sign_in(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> Any:
    return client.post("/sign-in", data={"email": email, "password": password, **fields})


def rows(app: Flask, model: type[Base]) -> list[Any]:
    with app.extensions["database"].session() as session:
        return list(session.scalars(select(model)))


def count(app: Flask, model: type[Base]) -> int:
    with app.extensions["database"].session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
