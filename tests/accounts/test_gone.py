"""Whoever is deleted while something of theirs arrives: no error, and no row of somebody who is gone."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from course.accounts.models import MoveCode, SignIn, User
from course.accounts.owned import delete_person
from course.app import create_app
from course.config import load_settings
from course.learning.models import Completion, Response
from course.serving import prepare_instance
from tests.conftest import make_client
from tests.people import PASSWORD, answer, rows, sign_in, sign_up

OWNED = ((SignIn, "user_id"), (MoveCode, "user_id"), (Response, "learner_id"), (Completion, "learner_id"))


@pytest.fixture
def app(overrides: dict[str, str], database_url: str) -> Iterator[Flask]:
    """The application, on both engines."""
    settings = {**overrides, "database_url": database_url}
    prepare_instance(load_settings(settings))
    app = create_app(settings)
    yield app
    app.extensions["database"].close()


def answered(client: FlaskClient) -> Any:
    return answer(client, key="late")


def read(client: FlaskClient) -> Any:
    return client.post("/lessons/plain")


def named(client: FlaskClient) -> Any:
    return client.post("/settings/name", data={"name": "Ada"})


def code_made(client: FlaskClient) -> Any:
    return client.post("/move/code")


def signed_up(client: FlaskClient) -> Any:
    return sign_up(client, "late@example.org")


def signed_in(client: FlaskClient) -> Any:
    return sign_in(client)


def password_changed(client: FlaskClient) -> Any:
    return client.post("/settings/password", data={"password": PASSWORD, "new": "another long one"})


def address_changed(client: FlaskClient) -> Any:
    return client.post("/settings/email", data={"password": PASSWORD, "email": "late@example.org"})


def deleted(client: FlaskClient) -> Any:
    return client.post("/settings/deletion", data={"word": "delete"})


def while_being_deleted(app: Flask, person_id: int, send: Callable[[], Any]) -> Any:
    """Send something while a transaction that deletes this person is open, then let it end."""
    answer(make_client(app))  # somebody who came later: SQLite would give the number of the last one again
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(send()))
    with app.extensions["database"].session(writing=True) as session:
        delete_person(session, person_id=person_id)
        thread.start()
        time.sleep(0.15)  # it has found the person, and waits for the rest
        session.commit()
    thread.join(10)
    return found[0]


def owners(app: Flask) -> set[int]:
    """Return whose rows there are."""
    return {getattr(row, name) for model, name in OWNED for row in rows(app, model)}


@pytest.mark.parametrize("send", [answered, read, named, code_made, signed_up, deleted])
def test_what_a_guest_sends_meanwhile_is_no_error(app: Flask, client: FlaskClient, send: Callable[..., Any]) -> None:
    answer(client)
    (guest,) = rows(app, User)
    response = while_being_deleted(app, guest.id, lambda: send(client))
    assert response.status_code in (200, 303)
    assert owners(app) <= {user.id for user in rows(app, User)} - {guest.id}


@pytest.mark.parametrize("send", [answered, signed_in, password_changed, address_changed, code_made])
def test_what_an_account_sends_meanwhile_is_no_error(app: Flask, client: FlaskClient, send: Callable[..., Any]) -> None:
    sign_up(client)
    (account,) = rows(app, User)
    response = while_being_deleted(app, account.id, lambda: send(client))
    assert response.status_code in (200, 303, 422)
    assert owners(app) <= {user.id for user in rows(app, User)} - {account.id}


def test_an_answer_that_arrives_meanwhile_is_that_of_a_new_guest(app: Flask, client: FlaskClient) -> None:
    answer(client)
    (guest,) = rows(app, User)
    assert while_being_deleted(app, guest.id, lambda: answered(client)).status_code == 303
    (_other, stored) = rows(app, Response)
    assert stored.learner_id != guest.id
    assert "kept in this browser" in client.get("/lessons/first").text


def test_a_code_of_somebody_who_is_gone_is_no_code_any_more(app: Flask, client: FlaskClient) -> None:
    answer(client)
    (guest,) = rows(app, User)
    page = client.post("/move/code").text
    code = page.partition('id="move_code">')[2].partition("<")[0]
    other = make_client(app)
    response = while_being_deleted(app, guest.id, lambda: other.post("/move", data={"code": code}))
    assert response.status_code == 422
    assert owners(app) == {user.id for user in rows(app, User)} - {guest.id}


def test_the_database_itself_would_refuse_a_row_of_nobody(app: Flask, client: FlaskClient) -> None:
    answer(client)
    with app.extensions["database"].session(writing=True) as session:
        stored = session.scalars(select(Response)).one()
        stored.learner_id = 999
        with pytest.raises(IntegrityError):
            session.flush()
