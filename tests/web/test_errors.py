import sqlite3
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from course.app import create_app
from course.web.audience import Audience, open_to
from tests.conftest import ENGINE, make_client
from tests.postgresql import drop_database

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

PAUSED = "Your progress is paused"
ANSWER = {"question": "no-address", "key": "k", "origin": "lesson", "pick": "nova"}


def break_database(app: Flask, folder: Path) -> None:
    """Take the database away: no connection can be opened any more."""
    app.extensions["database"].close()
    url: URL = app.extensions["database"].engine.url
    if url.get_backend_name() == "postgresql":
        drop_database(url)
        return
    for file in (folder / "instance").glob("course.sqlite3*"):
        file.unlink()
    (folder / "instance" / "course.sqlite3").mkdir()


def test_reading_goes_on_without_the_database(app: Flask, client: FlaskClient, folder: Path) -> None:
    client.post("/quizzes/first", data=ANSWER)
    break_database(app, folder)
    for path in ("/", "/lessons/first", "/quizzes/first", "/glossary", "/about"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "Your progress is paused" in page.text
        assert page.headers["Cache-Control"] == "private, no-store"


def test_an_answer_without_the_database_is_503_and_kept_in_the_form(
    app: Flask, client: FlaskClient, folder: Path
) -> None:
    break_database(app, folder)
    response = client.post("/quizzes/first", data=ANSWER)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "not stored" in response.text
    assert 'value="nova" checked' in response.text
    assert "Nova asks for a port" not in response.text


def test_a_read_only_database_pauses_progress_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    database = app.extensions["database"]
    database.engine.dispose()
    read_only = "PRAGMA query_only=ON" if ENGINE == "sqlite" else "SET default_transaction_read_only = on"

    def refuse_writing(raw: Any, _record: object) -> None:
        raw.execute(read_only)
        raw.commit()

    event.listen(database.engine, "connect", refuse_writing)
    response = client.post("/quizzes/first", data=ANSWER)
    assert response.status_code == 503
    assert client.get("/lessons/first").status_code == 200


def test_while_nothing_can_be_stored_every_page_of_a_learner_says_so(app: Flask, client: FlaskClient) -> None:
    client.post("/quizzes/first", data={**ANSWER, "pick": "neutron"})
    database = app.extensions["database"]
    assert PAUSED not in client.get("/lessons/first").text
    database.engine.dispose()
    read_only = "PRAGMA query_only=ON" if ENGINE == "sqlite" else "SET default_transaction_read_only = on"

    def refuse_writing(raw: Any, _record: object) -> None:
        raw.execute(read_only)
        raw.commit()

    event.listen(database.engine, "connect", refuse_writing)
    assert client.post("/quizzes/first", data={**ANSWER, "key": "k2"}).status_code == 503
    for path in ("/", "/lessons/first", "/quizzes/first", "/me"):
        assert PAUSED in client.get(path).text, path
    assert "right first time" in client.get("/lessons/first").text  # what is stored is read all the same
    assert PAUSED in make_client(app).get("/glossary").text
    event.remove(database.engine, "connect", refuse_writing)
    database.engine.dispose()
    assert client.post("/quizzes/first", data={**ANSWER, "key": "k2"}).status_code == 303
    assert PAUSED not in client.get("/lessons/first").text
    assert PAUSED not in make_client(app).get("/glossary").text


def test_what_no_row_can_hold_is_not_there_and_pauses_nobody(overrides: dict[str, str], postgresql_url: str) -> None:
    app = create_app({**overrides, "database_url": postgresql_url, "secret_key": token_hex(32)})
    client = make_client(app)
    for path in ("/meetups/%00", "/meetups/a%00b.ics", "/groups/%00", "/groups/%00.atom", "/j/%00"):
        assert client.get(path).status_code == 404, path
    assert client.post("/meetups/%00/enrolment", data={"coming": "yes"}).status_code == 404
    assert PAUSED not in client.get("/").text
    app.extensions["database"].close()


@pytest.mark.skipif(ENGINE != "sqlite", reason="only an embedded database can be told to be full")
def test_a_full_disk_acknowledges_nothing(app: Flask, client: FlaskClient) -> None:
    client.post("/quizzes/first", data=ANSWER)
    database = app.extensions["database"]
    database.engine.dispose()

    def no_room(raw: sqlite3.Connection, _record: object) -> None:
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count={pages}")

    event.listen(database.engine, "connect", no_room)
    refused = 0
    for number in range(200):
        pick = {"question": "who", "key": f"key{number}", "pick": f"{number} " + "x" * 480}
        refused += client.post("/quizzes/first", data=pick).status_code == 503
    assert refused > 0
    with database.session() as session:
        stored = session.execute(text("SELECT count(*) FROM response")).scalar()
    assert stored == 1 + 200 - refused
    assert client.get("/lessons/first").status_code == 200


def test_a_body_too_large_is_413(client: FlaskClient) -> None:
    response = client.post("/quizzes/first", data={**ANSWER, "pick": "x" * 300_000})
    assert response.status_code == 413
    assert "Nothing was stored" in response.text


def test_too_many_fields_are_refused(client: FlaskClient) -> None:
    response = client.post(
        "/quizzes/first",
        data={**ANSWER, **{f"f{number}": "x" for number in range(500)}},
        content_type="multipart/form-data",
    )
    assert response.status_code == 413


def test_a_wrong_method_says_so(client: FlaskClient) -> None:
    response = client.post("/glossary")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("path", ["/nowhere", "/lessons", "/static/none.css", "/static/../app.py", "/lessons/a/b"])
def test_what_is_not_there_is_a_page_that_helps(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "<h1" in response.text
    assert "Traceback" not in response.text


def test_a_bug_is_a_page_without_a_trace(app: Flask) -> None:
    @app.get("/broken")
    @open_to(Audience.EVERYBODY)
    def broken() -> str:
        raise ZeroDivisionError

    response = make_client(app).get("/broken")
    assert response.status_code == 500
    assert "ZeroDivision" not in response.text
    assert "not your fault" in response.text


def test_ready_says_what_is_missing(app: Flask, client: FlaskClient, folder: Path) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200
    break_database(app, folder)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "database" in response.text
    assert client.get("/healthz").status_code == 200
