from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from course.app import create_app
from course.config import load_settings
from course.serving import prepare_instance
from tests.conftest import make_client

At = Callable[[str], FlaskClient]


@pytest.fixture
def at(overrides: dict[str, str]) -> Iterator[At]:
    """Return somebody who asks the course of this address."""
    prepare_instance(load_settings(overrides))
    apps = []

    def make(base_url: str) -> FlaskClient:
        apps.append(create_app({**overrides, "base_url": base_url}))
        return make_client(apps[-1])

    yield make
    for app in apps:
        app.extensions["database"].close()


@pytest.mark.parametrize(
    ("base_url", "host", "status"),
    [
        ("https://course.example.org", "course.example.org", 200),
        ("https://course.example.org", "Course.Example.ORG", 200),
        ("https://Course.example.org", "course.example.org:443", 200),
        ("http://127.0.0.1:8000", "LOCALHOST:8000", 200),
        ("http://127.0.0.1:8000", "[::1]:8000", 200),
        ("http://[::1]:8000", "[::1]:8000", 200),
        ("http://[::1]:8000", "[::1]", 200),
        ("http://[::1]:8000", "[::2]:8000", 400),
        ("http://[2001:DB8::7]", "[2001:db8::7]", 200),
        ("http://[2001:db8::7]", "[2001:db8::8]", 400),
        ("https://course.example.org", "evil.example", 400),
        ("https://course.example.org", "course.example.org.evil.example", 400),
        ("https://course.example.org", "[", 400),
        ("", "anything.example", 200),
    ],
)
def test_the_course_answers_under_its_own_names_alone(at: At, base_url: str, host: str, status: int) -> None:
    assert at(base_url).get("/about", headers={"Host": host}).status_code == status


def test_capitals_in_an_address_change_nothing_for_a_form(at: At) -> None:
    client = at("http://127.0.0.1:8000")
    del client.environ_base["HTTP_SEC_FETCH_SITE"]
    sent = {"Host": "LocalHost:8000", "Origin": "http://localhost:8000"}  # a browser writes the origin in small letters
    assert client.post("/theme", data={"theme": "dark"}, headers=sent).status_code == 303
    assert client.post("/theme", headers={**sent, "Origin": "http://evil.example"}).status_code == 403
