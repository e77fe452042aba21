"""The points that Mozilla's HTTP Observatory gives, for what it looks at in one answer.

Its rules and their points: mdn/yari copy/observatory/tests_and_scoring.md. It begins with 100 and adds the bonus of
each rule; a rule that is not met costs points, and without 90 there is no bonus at all.
"""

import re

import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from tests.conftest import make_client
from tests.people import answer

HALF_A_YEAR = 15768000  # seconds
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
OPEN = ("'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*")


def bonuses(headers: Headers) -> dict[str, int | None]:
    """Return the points of each rule beyond the first hundred; None where points would be taken."""
    policy = dict(part.strip().partition(" ")[::2] for part in headers.get("Content-Security-Policy", "").split(";"))
    safe = policy.get("default-src") == "'none'" and not any(word in policy.values() for word in OPEN)
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    cookies = headers.getlist("Set-Cookie")
    guarded = all({"Secure", "HttpOnly"} <= set(cookie.split("; ")) and "SameSite=" in cookie for cookie in cookies)
    return {
        "policy": 10 if safe else None,
        "cookies": (5 if cookies else 0) if guarded else None,
        "shared with other origins": None if "Access-Control-Allow-Origin" in headers else 0,
        "https only": 0 if age and int(age[1]) >= HALF_A_YEAR else None,
        "referrer": 5 if headers.get("Referrer-Policy") in PRIVATE else None,
        "type": 0 if headers.get("X-Content-Type-Options") == "nosniff" else None,
        "frames": 5 if policy.get("frame-ancestors") == "'none'" else None,
        "resources": 10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else None,
    }


@pytest.mark.parametrize("path", ["/", "/lessons/first", "/nowhere", "/static/site.css", "/me", "/settings/data"])
@pytest.mark.parametrize("known", [False, True])
def test_every_kind_of_answer_earns_130_points(app: Flask, path: str, known: bool) -> None:
    client = make_client(app)
    if known:
        assert answer(client, base_url="https://localhost").status_code == 303
    points = bonuses(client.get(path, base_url="https://localhost").headers)
    assert [rule for rule, bonus in points.items() if bonus is None] == []
    assert 100 + sum(bonus or 0 for bonus in points.values()) >= 130


def test_the_answer_that_sets_the_cookie_earns_more(app: Flask) -> None:
    headers = answer(make_client(app), base_url="https://localhost").headers
    assert bonuses(headers)["cookies"] == 5
    assert 100 + sum(bonus or 0 for bonus in bonuses(headers).values()) == 135
