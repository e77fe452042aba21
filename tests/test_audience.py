"""Who may use what: every route and method, asked by everybody from a visitor to an operator."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.accounts.models import Role
from course.web.audience import Audience, audience_of, open_to
from tests.conftest import make_client, make_instance, run_app
from tests.factories import write_course
from tests.people import EMAIL, answer, give_role, sign_up
from tests.web.test_errors import break_database

EVERYBODY, LEARNERS, ACCOUNTS, INSTRUCTORS = Audience
TABLE = {
    ("GET", "/"): EVERYBODY,
    ("GET", "/about"): EVERYBODY,
    ("GET", "/authoring"): INSTRUCTORS,
    ("GET", "/authoring/lessons/<slug>"): INSTRUCTORS,
    ("GET", "/authoring/quizzes/<slug>"): INSTRUCTORS,
    ("GET", "/docs"): EVERYBODY,
    ("GET", "/docs/<name>"): EVERYBODY,
    ("GET", "/favicon.ico"): EVERYBODY,
    ("GET", "/glossary"): EVERYBODY,
    ("GET", "/groups"): EVERYBODY,
    ("GET", "/groups/<slug>"): EVERYBODY,  # a hidden one: its hosts and operators
    ("GET", "/groups/<slug>/closing"): ACCOUNTS,  # here and below: hosts of the group, 404 for others
    ("POST", "/groups/<slug>/closing"): ACCOUNTS,
    ("GET", "/groups/<slug>/edit"): ACCOUNTS,
    ("POST", "/groups/<slug>/edit"): ACCOUNTS,
    ("GET", "/groups/<slug>/hosts"): ACCOUNTS,
    ("POST", "/groups/<slug>/hosts"): ACCOUNTS,  # whoever joined a meetup of it, while it has no host
    ("POST", "/groups/<slug>/invitations"): ACCOUNTS,
    ("POST", "/groups/<slug>/leaving"): ACCOUNTS,
    ("POST", "/groups/<slug>/visibility"): ACCOUNTS,  # operators, 404 for others
    ("GET", "/groups/join/<token>"): EVERYBODY,
    ("POST", "/groups/join/<token>"): ACCOUNTS,
    ("GET", "/groups/new"): ACCOUNTS,
    ("POST", "/groups/new"): ACCOUNTS,
    ("GET", "/groups/<slug>.atom"): EVERYBODY,
    ("GET", "/groups/<slug>.ics"): EVERYBODY,
    ("GET", "/healthz"): EVERYBODY,
    ("GET", "/j"): EVERYBODY,
    ("GET", "/j/<code>"): EVERYBODY,
    ("GET", "/lessons/<slug>"): EVERYBODY,
    ("POST", "/lessons/<slug>"): EVERYBODY,  # reading makes a guest, as answering does
    ("GET", "/me"): LEARNERS,
    ("GET", "/meetups"): EVERYBODY,
    ("GET", "/meetups/<slug>"): EVERYBODY,
    ("GET", "/meetups/<slug>/after"): ACCOUNTS,  # here and below: hosts of the meetup, 404 for others
    ("POST", "/meetups/<slug>/after"): ACCOUNTS,
    ("GET", "/meetups/<slug>/assignments"): ACCOUNTS,
    ("POST", "/meetups/<slug>/assignments"): ACCOUNTS,
    ("GET", "/meetups/<slug>/cancellation"): ACCOUNTS,
    ("POST", "/meetups/<slug>/cancellation"): ACCOUNTS,
    ("GET", "/meetups/<slug>/copy"): ACCOUNTS,
    ("POST", "/meetups/<slug>/copy"): ACCOUNTS,
    ("GET", "/meetups/<slug>/edit"): ACCOUNTS,
    ("POST", "/meetups/<slug>/edit"): ACCOUNTS,
    ("GET", "/meetups/<slug>/groups"): ACCOUNTS,  # hosts of groups that were asked too
    ("POST", "/meetups/<slug>/groups"): ACCOUNTS,
    ("POST", "/meetups/<slug>/groups/<group>/agreement"): ACCOUNTS,
    ("POST", "/meetups/<slug>/groups/<group>/withdrawal"): ACCOUNTS,
    ("POST", "/meetups/<slug>/publication"): ACCOUNTS,
    ("GET", "/meetups/new"): ACCOUNTS,
    ("POST", "/meetups/new"): ACCOUNTS,
    ("POST", "/meetups/<slug>/enrolment"): EVERYBODY,
    ("GET", "/meetups/<slug>/roster"): ACCOUNTS,
    ("GET", "/meetups/<slug>/run-sheet"): ACCOUNTS,
    ("GET", "/meetups/<slug>/tonight"): ACCOUNTS,
    ("POST", "/meetups/<slug>/tonight"): ACCOUNTS,
    ("GET", "/meetups/<slug>.ics"): EVERYBODY,
    ("GET", "/meetups/<slug>/invitation"): ACCOUNTS,  # of their own meetups
    ("GET", "/meetups/<slug>/roster.csv"): ACCOUNTS,  # of their own meetups
    ("GET", "/move"): EVERYBODY,
    ("POST", "/move"): EVERYBODY,  # with a code
    ("POST", "/move/code"): LEARNERS,
    ("GET", "/paths"): EVERYBODY,
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
    ("GET", "/time-zone"): EVERYBODY,
    ("POST", "/time-zone"): EVERYBODY,
}
MAY = {
    "visitor": {EVERYBODY},
    "guest": {EVERYBODY, LEARNERS},
    "account": {EVERYBODY, LEARNERS, ACCOUNTS},
    "instructor": {EVERYBODY, LEARNERS, ACCOUNTS, INSTRUCTORS},
    "operator": {EVERYBODY, LEARNERS, ACCOUNTS, INSTRUCTORS},
}
LESSON_STATES = "how the lessons are"


@pytest.fixture
def staffed(app: Flask) -> Flask:
    """The application with one more page, for instructors, which needs no database to be shown."""

    @app.get("/staff")
    @open_to(Audience.INSTRUCTORS)
    def staff() -> str:
        return LESSON_STATES

    return app


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory, made_once: Path) -> Iterator[Flask]:
    """An application for many people who have nothing to do with each other."""
    folder = tmp_path_factory.mktemp("crowded")
    write_course(folder)
    yield from run_app(make_instance(folder, made_once))


def somebody(app: Flask, who: str, email: str = EMAIL) -> FlaskClient:
    """Return the browser of a visitor, a guest, an account, or an account with a role."""
    client = make_client(app)
    if who != "visitor":
        answer(client)
    if who not in ("visitor", "guest"):
        sign_up(client, email)
    if who in set(Role):
        give_role(app, Role(who), email)
    return client


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


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize(("method", "rule"), TABLE)
def test_nobody_gets_further_than_the_table_says(crowded: Flask, who: str, method: str, rule: str) -> None:
    path = rule.replace("<slug>", "first").replace("<path:name>", "site.css")
    response = somebody(crowded, who, f"{uuid4().hex}@example.org").open(path, method=method)
    led_away = response.headers.get("Location", "").startswith("/sign-in") or response.status_code == 403
    assert led_away is (TABLE[method, rule] not in MAY[who])
    assert response.status_code < 500


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 303), ("guest", 303), ("account", 403), ("instructor", 200), ("operator", 200)]
)
def test_a_page_for_instructors_leads_to_the_sign_in_or_says_whom_to_ask(staffed: Flask, who: str, status: int) -> None:
    response = somebody(staffed, who).get("/staff")
    assert response.status_code == status
    assert (LESSON_STATES in response.text) is (status == 200)
    if status == 303:
        assert response.headers["Location"] == "/sign-in?next=%2Fstaff"
    if status == 403:
        assert "Its operator can make you one" in response.text


def test_a_role_counts_from_the_next_request_and_ends_with_it(staffed: Flask) -> None:
    client = somebody(staffed, "account")
    for role, status in ((Role.INSTRUCTOR, 200), (Role.OPERATOR, 200), (None, 403)):
        give_role(staffed, role)
        assert client.get("/staff").status_code == status


def test_without_the_database_nobody_can_be_told_from_an_instructor(staffed: Flask, folder: Path) -> None:
    clients = [somebody(staffed, who) for who in ("guest", "instructor")]
    break_database(staffed, folder)
    for client in clients:
        response = client.get("/staff")
        assert response.status_code == 503
        assert LESSON_STATES not in response.text


ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}
PROXIED = {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}
REBOUND = {"HTTP_HOST": "evil.example.org:8000"}  # a name of a stranger's, which leads to this machine


@pytest.mark.parametrize(
    ("debug", "request_of", "status"),
    [
        (True, {"HTTP_HOST": "LOCALHOST:8000"}, 200),
        (True, {"HTTP_HOST": "[::1]:8000", "REMOTE_ADDR": "::1"}, 200),
        (True, ELSEWHERE, 303),
        (True, PROXIED, 303),
        (True, ELSEWHERE | PROXIED, 303),
        (True, {"HTTP_X_FORWARDED_HOST": "localhost"}, 303),
        (True, {"HTTP_X_REAL_IP": "127.0.0.1"}, 303),
        (True, {"HTTP_FORWARDED": "for=127.0.0.1"}, 303),
        (True, {"HTTP_VIA": "1.1 proxy"}, 303),
        (True, REBOUND, 303),
        (False, {}, 303),
    ],
)
def test_pages_for_instructors_are_open_on_the_machine_of_an_author_in_debug(
    staffed: Flask, debug: bool, request_of: dict[str, str], status: int
) -> None:
    staffed.debug = debug
    assert make_client(staffed).get("/staff", environ_overrides=request_of).status_code == status


def test_debug_opens_nothing_else(staffed: Flask) -> None:
    staffed.debug = True
    assert make_client(staffed).get("/me").headers["Location"].startswith("/sign-in")
