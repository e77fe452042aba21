"""Five hundred hostile strings in forms and addresses, fields and people taking turns: no 5xx, no new markup.

Each form and each address gets a tenth of them, and all forms together get all; in a long run each of them gets all.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import count
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from course.accounts.models import Role
from course.config import PACKAGE
from tests.conftest import make_client
from tests.content.dangers import ATTRIBUTES, TAGS
from tests.hostile_strings import HOSTILE
from tests.meetups import hosts
from tests.meetups.hosting_pages import hosted
from tests.people import PASSWORD, answer, give_role, sign_up
from tests.repetition import part_of

QUESTION = {"question": "who", "key": "k", "origin": "lesson", "again": "1", "sure": "1"}
STEPS = ("token", "image", "create", "reboot")
MEETUP = {**hosts.filled(), "groups": "{group}", "version": "3", "which": ""}
# What makes each form a good one, and what may be sent beside it. In the end every field is hostile once in a while.
FORMS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "/sign-up": ({"email": "{new}@example.org", "password": PASSWORD}, ("name", "next")),
    "/sign-in": ({"email": "{own}@example.org", "password": PASSWORD}, ("next",)),
    "/move": ({}, ("code",)),
    "/settings/name": ({}, ("name",)),
    "/settings/email": ({"email": "{new}@example.org", "password": PASSWORD}, ()),
    "/settings/password": ({"password": PASSWORD, "new": PASSWORD}, ()),
    "/settings/sign-ins": ({}, ("id",)),
    "/settings/deletion": ({}, ("word",)),
    "/quizzes/first": (QUESTION, ("pick", "skip", "reveal")),
    "/quizzes/second": ({**QUESTION, "question": "boot"}, (*(f"place-{step}" for step in STEPS), "pick")),
    "/lessons/plain": ({}, ("origin",)),
    "/meetups/{meetup}/enrolment": ({"coming": "yes"}, ("name", "host_may_know", "coming")),
    "/meetups/{meetup}/tonight": ({}, ("first:no-address", "minutes")),
    "/theme": ({"theme": "dark"}, ("back",)),
    "/time-zone": ({"zone": "Europe/Warsaw"}, ("next",)),
}
FORMS_OF_HOSTS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "/groups/new": ({"name": "A group"}, ("description",)),
    "/groups/{group}/edit": ({"name": "OpenStack Poland"}, ("description",)),
    "/groups/{group}/invitations": ({}, ("hands_over",)),
    "/groups/{group}/visibility": ({}, ("hidden",)),
    "/meetups/new": (MEETUP, ()),
    "/meetups/{meetup}/edit": (MEETUP, ()),
    "/meetups/{meetup}/assignments": ({"pick": "first", "version": "3"}, ("publish",)),
    "/meetups/{meetup}/groups": ({"group": "{group}"}, ()),
    "/meetups/{meetup}/copy": ({"date": MEETUP["date"], "time": "18:00"}, ("which",)),
    "/meetups/{meetup}/after": ({"recording_url": "https://example.org/", "version": "3"}, ("afterwards",)),
}
FORMS |= FORMS_OF_HOSTS
OURSELVES = "http://localhost"
SHOWING = {"/settings/name", "/quizzes/first", "/meetups/{meetup}/enrolment", *FORMS_OF_HOSTS}
"""What was taken stands on the next page."""
SPENDING = {"/sign-up", "/sign-in", "/settings/email", "/settings/password"}  # whoever was taken is somebody else now
OWN_ADDRESS = re.compile(r"#|/(?![/\\])|\?|$|https://meet\.example\.org/krakow$")  # the last is the link of the meetup
WITHOUT_A_FIELD = {
    "/sign-out",
    "/move/code",
    "/groups/{group}/closing",
    "/groups/{group}/hosts",
    "/groups/{group}/leaving",
    "/groups/join/a-token",
    "/meetups/{meetup}/cancellation",
    "/meetups/{meetup}/publication",
    "/meetups/{meetup}/groups/{group}/agreement",
    "/meetups/{meetup}/groups/{group}/withdrawal",
}
ADDRESSES = (
    ("/sign-in", "next"),
    ("/sign-up", "next"),
    ("/move", "code"),
    ("/lessons/first", "answered"),
    ("/quizzes/first", "again"),
    ("/settings", "changed"),
    ("/authoring/lessons/first", "with"),
    ("/lessons/{}", ""),
    ("/quizzes/{}", ""),
    ("/docs/{}", ""),
    ("/j/{}", ""),
    ("/j", "code"),
    ("/meetups/{}", ""),
    ("/time-zone", "next"),
    ("/static/{}", ""),
    ("/authoring/quizzes/{}", ""),
    ("/groups/{}", ""),
    ("/groups/join/{}", ""),
    ("/meetups/{}/edit", ""),
    ("/meetups/new", "group"),
    ("/meetups/{}.ics", ""),
    ("/meetups/{}/invitation", ""),
    ("/meetups/{}/roster.csv", ""),
    ("/groups/{}.ics", ""),
    ("/groups/{}.atom", ""),
)
ROLES = ("visitor", "guest", "account", "instructor", "host")
TEMPLATES = "".join(path.read_text() for path in (PACKAGE / "templates").rglob("*.html"))
OUR_TAGS = set(re.findall(r"<([a-z][a-z0-9]*)", TEMPLATES)) | TAGS
OUR_ATTRIBUTES = {name.lower() for name in re.findall(r"[\s}\"]([A-Za-z-]+)=", TEMPLATES)} | ATTRIBUTES
OUR_ATTRIBUTES |= {
    "autofocus",
    "checked",
    "crossorigin",
    "download",
    "hidden",
    "open",
    "popover",
    "readonly",
    "selected",
}
assert not {"style", "iframe", "base", "onclick", "onerror", "srcdoc", "formaction"} & (OUR_TAGS | OUR_ATTRIBUTES)


class People:
    """Clients of every role, each used until its sign-in is spent."""

    def __init__(self, app: Flask) -> None:
        self._app, self._numbers = app, count()
        self._known: dict[str, tuple[FlaskClient, str]] = {}
        self._meetup = self.group = ""

    def new_name(self) -> str:
        """Return a name that nobody has."""
        return f"person-{next(self._numbers)}"

    def address(self, path: str) -> str:
        """Return an address with the meetup and the group of the newest host in it."""
        if "{" in path and not self._meetup:
            self.get("host")
        return path.replace("{meetup}", self._meetup).replace("{group}", self.group)

    def get(self, role: str) -> tuple[FlaskClient, str]:
        """Return a client, and the name that its address begins with."""
        if role not in self._known:
            client, name = make_client(self._app), self.new_name()
            if role == "host":
                made = hosted(self._app, email=f"{name}@example.org")
                client, self._meetup, self.group = made.client, made.slug, made.now.groups[0].slug
            if role == "guest":
                answer(client)
            if role in ("account", "instructor"):
                sign_up(client, f"{name}@example.org")
            if role == "instructor":
                give_role(self._app, Role.INSTRUCTOR, f"{name}@example.org")
            self._known[role] = client, name
        return self._known[role]

    def spend(self, role: str) -> None:
        """Forget the client of a role: it has become somebody else."""
        self._known.pop(role, None)


class Strangers(HTMLParser):
    """Notes in `found` what none of our templates and lessons holds: it came with a string."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._known: set[str] = set()
        self._whole = False

    def of(self, html: str) -> list[str]:
        """Return what is strange in a page; most tags were on a page before."""
        self.found = []
        for tag in set(re.findall(r"<[A-Za-z!?][^>]*>", html)) - self._known:
            self.reset()
            self._whole = False
            self.feed(tag)
            self.close()
            if not self._whole:
                self.found.append(tag)  # cut short by a sign that we would have escaped
            elif not self.found:
                self._known.add(tag)
        return self.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._whole = True
        values = dict(attrs)
        self.found += [tag] if tag not in OUR_TAGS or (tag == "script" and "src" not in values) else []
        self.found += [f"{tag} {name}" for name in values if name not in OUR_ATTRIBUTES]
        addresses = [
            (values[name] or "").removeprefix(OURSELVES) for name in ("href", "src", "action") if name in values
        ]
        self.found += [address for address in addresses if not re.match(OWN_ADDRESS, address)]

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._whole = True
        self.found += [decl] if decl != "doctype html" else []


def filled(good: dict[str, str], own: str, new: str, group: str) -> dict[str, str]:
    """Return what makes a form a good one for this person."""
    return {field: value.format(own=own, new=new, group=group) for field, value in good.items()}


STRANGERS = Strangers()


@pytest.fixture
def people(app: Flask) -> People:
    """People of every role, who have done nothing yet."""
    return People(app)


def strings(turn: int) -> Sequence[str]:
    """Return the strings of one form or address: a twentieth that is its own, or all of them in a long run."""
    return part_of(Random("hostile").sample(HOSTILE, len(HOSTILE)), turn, of=20)


def faults(response: TestResponse) -> list[str]:
    """Return what is wrong with an answer to something hostile."""
    found = [f"status {response.status_code}"] if response.status_code >= 500 else []
    leads = response.headers.get("Location", "/").removeprefix(OURSELVES)
    found += [] if re.match(r"/(?![/\\])", leads) and leads.isprintable() else [f"leads to {leads}"]
    return found + (STRANGERS.of(response.text) if response.mimetype == "text/html" else [])


def test_every_form_is_among_them(app: Flask) -> None:
    found = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    adapter = app.url_map.bind("localhost")
    paths = (path.replace("{meetup}", "a-meetup").replace("{group}", "a-group") for path in (*FORMS, *WITHOUT_A_FIELD))
    tried = {adapter.match(path, "POST", return_rule=True)[0].rule for path in paths}
    assert found == tried


def test_a_string_that_stands_as_markup_would_be_seen() -> None:
    opening = [hostile for hostile in HOSTILE if re.search("<[A-Za-z!]", hostile)]
    assert len(opening) > 300
    assert [hostile for hostile in opening if not STRANGERS.of(f"<p>{hostile}</p>")] == []


def test_all_forms_together_get_all_strings_in_every_run() -> None:
    assert {hostile for turn in range(len(FORMS)) for hostile in strings(turn)} == set(HOSTILE)


@pytest.mark.long
@pytest.mark.parametrize("path", FORMS)
def test_no_field_of_a_form_lets_a_string_in_as_markup(people: People, path: str) -> None:
    good, more = FORMS[path]
    fields = [*good, *more]
    roles = ("host",) if path in FORMS_OF_HOSTS else ROLES  # what others get, the tests of these pages say
    found: dict[tuple[str, str, str], list[str]] = {}
    for number, hostile in enumerate(strings(list(FORMS).index(path))):
        role, field = roles[number // len(fields) % len(roles)], fields[number % len(fields)]
        client, own = people.get(role)
        sent = {**filled(good, own, people.new_name(), people.group), field: hostile}
        response = client.post(people.address(path), data=sent)
        wrong = faults(response)
        if response.status_code == 303 and path in SHOWING:
            wrong += faults(client.get(response.headers["Location"]))
        if response.status_code == 303 and path in SPENDING:
            people.spend(role)
        if wrong:
            found[role, field, hostile] = wrong
    assert found == {}


@pytest.mark.long
@pytest.mark.parametrize(("path", "name"), ADDRESSES)
def test_no_address_lets_a_string_in_as_markup(people: People, path: str, name: str) -> None:
    found = {}
    for number, hostile in enumerate(strings(ADDRESSES.index((path, name)))):
        client, _ = people.get(ROLES[number % len(ROLES)])
        response = client.get(path.format(hostile), query_string={name: hostile} if name else {})
        if wrong := faults(response):
            found[hostile] = wrong
    assert found == {}
