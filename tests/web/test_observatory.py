"""The points that Mozilla's HTTP Observatory would give, worked out here by its rules.

The rules are those of github.com/mdn/mdn-http-observatory, src/grader/charts.js and src/analyzer/tests, read in 2026:
a site begins with 100 points, loses some for each fault, and gets extra ones when it has 90 without them. What depends
on the network, such as the redirection to https and the preload list, is the operator's and counts as 0 here.
"""

import re
from collections.abc import Mapping
from http.cookies import Morsel, SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import make_client
from tests.people import EMAIL, PASSWORD, answer

GOAL, ENOUGH_FOR_EXTRA = 130, 90
HALF_A_YEAR = 15_768_000
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
HTTPS = "https://localhost"
PAGES = ["/", "/lessons/first", "/sign-in", "/docs", "/nowhere", "/me"]
PATHS = [*PAGES, "/settings/data", "/static/site.css", "/static/site.js", "/robots.txt", "/healthz"]


def policy_points(headers: Mapping[str, str], _html: str) -> int:
    text = headers.get("Content-Security-Policy", "")
    policy = {words[0]: set(words[1:]) for part in text.split(";") if (words := part.split())}
    if not policy:
        return -25
    script, style, loaded = (
        policy.get(name, policy.get("default-src", {"*"})) for name in ("script-src", "style-src", "object-src")
    )
    if script & (BROAD | INLINE) or loaded & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for sources in policy.values() for source in sources):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if policy.get("default-src") == {"'none'"} else 5


def framing_points(headers: Mapping[str, str], _html: str) -> int:
    if "frame-ancestors" in headers.get("Content-Security-Policy", ""):
        return 5
    return 0 if headers.get("X-Frame-Options", "").upper() in ("DENY", "SAMEORIGIN") else -20


def referrer_points(headers: Mapping[str, str], _html: str) -> int:
    said = headers.get("Referrer-Policy", "")
    return 0 if not said else 5 if said.split(",")[-1].strip().lower() in PRIVATE else -5


def transport_points(headers: Mapping[str, str], _html: str) -> int:
    found = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    return -20 if not found else 0 if int(found[1]) >= HALF_A_YEAR else -10


def sniffing_points(headers: Mapping[str, str], _html: str) -> int:
    return 0 if headers.get("X-Content-Type-Options", "").lower() == "nosniff" else -5


def resource_points(headers: Mapping[str, str], _html: str) -> int:
    said = headers.get("Cross-Origin-Resource-Policy", "")
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(said.lower(), -5)


def sharing_points(headers: Mapping[str, str], _html: str) -> int:
    return -50 if "Access-Control-Allow-Credentials" in headers else 0


def script_points(_headers: Mapping[str, str], html: str) -> int:
    scripts = re.findall(r"<script\b([^>]*)>", html)
    sources = [found[1] for attributes in scripts if (found := re.search(r'\bsrc="([^"]*)"', attributes))]
    foreign = [source for source in sources if re.match(r"//|https?:", source)]
    if foreign:
        return -5 if all(source.startswith("https:") for source in foreign) else -50
    return 5 if any("integrity=" in attributes for attributes in scripts) else 0


def cookie_points(cookies: list["Morsel[str]"]) -> int:
    points = 5 if cookies else 0
    for cookie in cookies:
        is_key = re.search("login|sess", cookie.key.lower()) is not None
        points = min(points, -20 if cookie["samesite"].lower() not in ("", "lax", "strict", "none") else points)
        points = min(points, (-10 if is_key else -5) if not cookie["secure"] else points)
        points = min(points, -30 if is_key and not cookie["httponly"] else points)
        points = min(points, 0 if not cookie["samesite"] else points)
    return points


RULES = (
    policy_points,
    framing_points,
    referrer_points,
    transport_points,
    sniffing_points,
    resource_points,
    sharing_points,
    script_points,
)


def score(headers: Mapping[str, str], html: str, cookies: list["Morsel[str]"]) -> int:
    """Return the points of an answer over https."""
    points = [*(rule(headers, html) for rule in RULES), cookie_points(cookies)]
    plain = 100 + sum(point for point in points if point < 0)
    return plain + (sum(point for point in points if point > 0) if plain >= ENOUGH_FOR_EXTRA else 0)


def asked(client: FlaskClient, path: str) -> int:
    response = client.get(path, base_url=HTTPS)
    cookies = [one for line in response.headers.getlist("Set-Cookie") for one in SimpleCookie(line).values()]
    return score(dict(response.headers), response.text if "html" in (response.mimetype or "") else "", cookies)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("known", [False, True], ids=["visitor", "guest"])
def test_every_kind_of_answer_earns_130_points(client: FlaskClient, path: str, known: bool) -> None:
    if known:
        assert answer(client, base_url=HTTPS).status_code == 303
    assert asked(client, path) >= GOAL


def test_the_cookies_of_an_account_earn_points_of_their_own(app: Flask) -> None:
    client = make_client(app)
    form = {"email": EMAIL, "name": "Ola", "password": PASSWORD}
    response = client.post("/sign-up", data=form, base_url=HTTPS)
    chosen = client.post("/theme", data={"theme": "dark", "back": "/"}, base_url=HTTPS)
    lines = response.headers.getlist("Set-Cookie") + chosen.headers.getlist("Set-Cookie")
    cookies = [one for line in lines for one in SimpleCookie(line).values()]
    assert {cookie.key for cookie in cookies} == {"__Host-sign-in", "theme"}
    assert cookie_points(cookies) == 5


@pytest.mark.parametrize(
    ("name", "value", "points"),
    [
        ("Content-Security-Policy", "", 100 - 25 - 20),
        ("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'", 100 - 20),
        ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'", 125),
        ("Referrer-Policy", "unsafe-url", 120),
        ("Strict-Transport-Security", "", 80),
        ("Strict-Transport-Security", "max-age=600", 120),
        ("X-Content-Type-Options", "", 125),
        ("Cross-Origin-Resource-Policy", "cross-origin", 120),
        ("Access-Control-Allow-Credentials", "true", 50),
    ],
)
def test_the_rules_take_points_for_what_is_missing(client: FlaskClient, name: str, value: str, points: int) -> None:
    response = client.get("/", base_url=HTTPS)
    headers = {**response.headers, name: value}
    assert score({key: said for key, said in headers.items() if said}, response.text, []) == points
