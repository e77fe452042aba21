import threading
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from course.accounts import limits
from course.accounts.limits import Limit, TooManyFailuresError, note_failure, require_room
from course.accounts.models import Failure
from course.db import utcnow
from tests.conftest import make_client
from tests.people import EMAIL, count, rows, sign_in, sign_up

SMALL = Limit("small", one=2, everybody=4)


def fail(client: FlaskClient, times: int, email: str = EMAIL) -> list[int]:
    return [sign_in(client, email=email, password=f"wrong {number}").status_code for number in range(times)]


def test_ten_failures_in_five_minutes_close_an_account_and_say_when_to_come_back(
    app: Flask, client: FlaskClient
) -> None:
    sign_up(client)
    other = make_client(app)
    assert fail(other, 12) == [422] * 10 + [429] * 2
    response = sign_in(other)  # even the right password has to wait
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 300
    assert "Please come back in 5 minutes" in response.text
    assert f'value="{EMAIL}"' in response.text
    assert sign_in(other, email="eva@example.org", password="somebody else's").status_code == 422


def test_after_five_minutes_there_is_room_again(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    other = make_client(app)
    fail(other, 10)
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(Failure).values(failed_at=utcnow() - limits.WINDOW))
        session.commit()
    assert sign_in(other).status_code == 303


def test_successes_are_never_limited(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    assert {sign_in(client).status_code for _ in range(15)} == {303}
    assert count(app, Failure) == 0


def test_an_address_without_an_account_is_limited_alike(client: FlaskClient) -> None:
    assert fail(client, 11, "nobody@example.org")[-1] == 429


def test_asking_which_addresses_are_taken_is_limited(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    assert [sign_up(make_client(app)).status_code for _ in range(11)] == [422] * 10 + [429]


def test_a_failure_names_nobody_and_is_forgotten(app: Flask, client: FlaskClient) -> None:
    fail(client, 1)
    (failure,) = rows(app, Failure)
    assert "ola" not in failure.subject
    with app.extensions["database"].session(writing=True) as session:
        require_room(session, SMALL, "x", at=utcnow() + timedelta(minutes=4))
        session.commit()
    assert count(app, Failure) == 1
    with app.extensions["database"].session(writing=True) as session:
        require_room(session, SMALL, "x", at=utcnow() + timedelta(minutes=6))
        session.commit()
    assert count(app, Failure) == 0


def test_all_together_have_a_limit_too(app: Flask) -> None:
    now = utcnow()
    with app.extensions["database"].session(writing=True) as session:
        for number in range(4):
            require_room(session, SMALL, f"{number}", at=now)
            note_failure(session, SMALL, f"{number}", at=now)
        with pytest.raises(TooManyFailuresError) as refused:
            require_room(session, SMALL, "another", at=now + timedelta(minutes=1))
        assert refused.value.seconds == 240


def test_guesses_at_the_same_moment_do_not_slip_through(app: Flask, client: FlaskClient) -> None:
    sign_up(client)
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.extend(fail(make_client(app), 4))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [422] * 10 + [429] * 10
