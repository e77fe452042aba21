"""Who may use what: every route and method, asked by a visitor, a guest and an account."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.web.audience import Audience, audience_of
from tests.conftest import make_client
from tests.people import answer, sign_up

EVERYBODY, LEARNERS, ACCOUNTS = Audience
TABLE = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/about"): EVERYBODY,
    ("GET", "/favicon.ico"): EVERYBODY,
    ("GET", "/glossary"): EVERYBODY,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/lessons/<slug>"): EVERYBODY,
    ("POST", "/lessons/<slug>"): EVERYBODY,  # reading makes a guest, as answering does
    ("GET", "/me"): LEARNERS,
    ("GET", "/move"): EVERYBODY,
    ("POST", "/move"): EVERYBODY,  # with a code
    ("POST", "/move/code"): LEARNERS,
    ("GET", "/privacy"): EVERYBODY,
    ("GET", "/quizzes/<slug>"): EVERYBODY,
    ("POST", "/quizzes/<slug>"): EVERYBODY,
    ("GET", "/readyz"): EVERYBODY,
    ("GET", "/robots.txt"): EVERYBODY,
    ("GET", "/settings"): LEARNERS,
    ("GET", "/settings/data"): LEARNERS,
    ("POST", "/settings/deletion"): LEARNERS,
    ("POST", "/settings/email"): ACCOUNTS,
    ("POST", "/settings/name"): LEARNERS,
    ("POST", "/settings/password"): ACCOUNTS,
    ("POST", "/settings/sign-ins"): LEARNERS,
    ("GET", "/sign-in"): EVERYBODY,
    ("POST", "/sign-in"): EVERYBODY,
    ("POST", "/sign-out"): ACCOUNTS,
    ("GET", "/sign-up"): EVERYBODY,
    ("POST", "/sign-up"): EVERYBODY,
    ("GET", "/sitemap.xml"): EVERYBODY,
    ("GET", "/static/<path:name>"): EVERYBODY,
    ("POST", "/theme"): EVERYBODY,
}
MAY = {"visitor": {EVERYBODY}, "guest": {EVERYBODY, LEARNERS}, "account": {EVERYBODY, LEARNERS, ACCOUNTS}}


def test_every_route_and_method_is_declared(app: Flask) -> None:
    found = {
        (method, rule.rule): audience_of(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == TABLE


def test_a_view_that_says_nothing_is_refused_to_everybody(app: Flask) -> None:
    app.add_url_rule("/new", view_func=lambda: "not yet for anybody", endpoint="new")
    account = make_client(app)
    sign_up(account)
    for client in (make_client(app), account):
        response = client.get("/new")
        assert response.status_code == 403
        assert "not yet for anybody" not in response.text


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize(("method", "rule"), TABLE)
def test_nobody_gets_further_than_the_table_says(client: FlaskClient, role: str, method: str, rule: str) -> None:
    if role != "visitor":
        answer(client)
    if role == "account":
        sign_up(client)
    path = rule.replace("<slug>", "first").replace("<path:name>", "site.css")
    response = client.open(path, method=method)
    led_away = response.headers.get("Location", "").startswith("/sign-in")
    assert led_away is (TABLE[method, rule] not in MAY[role])
    assert response.status_code < 500
