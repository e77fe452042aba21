"""What the course keeps of a browser: no address, no name that a browser gives itself, nothing of other sites."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.db import Base
from tests.conftest import make_client
from tests.people import answer, rows, sign_in, sign_up

ADDRESS = "203.0.113.77"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
REFERER = "https://forum.example/thread"


def from_there(client: FlaskClient) -> FlaskClient:
    """Let a browser come from one address, with the headers of a real one."""
    client.environ_base |= {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT, "HTTP_REFERER": REFERER}
    return client


def test_nothing_that_tells_where_somebody_sits_is_kept(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    from_there(client)
    answer(client)
    sign_up(client)
    sign_in(from_there(make_client(app)), password="not the one")
    from_there(make_client(app)).post("/move", data={"code": "ABCD2345"})
    client.post("/move/code")
    client.get("/nowhere")
    kept = "".join(str(vars(row)) for mapper in Base.registry.mappers for row in rows(app, mapper.class_))
    assert "Firefox on Linux" in kept  # for the list of one's own sign-ins
    assert kept.count("failed_at") == 2
    for told in (ADDRESS, AGENT, "forum.example"):
        assert told not in kept
        assert told not in caplog.text
