"""The name of somebody who did not allow it, looked for in everything that the course answers, whoever asks."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from course.accounts.models import Role
from tests.conftest import make_client
from tests.meetups.hosts import found, host, kept, plan, publish
from tests.people import answer, give_role, sign_in, sign_up

ALLOWED = "Open Otter"
SECRET = (
    "Quiet Quokka",  # never allowed it
    "Wavering Walrus",  # took it back
    "Leaving Lemur",  # left
    "Deleted Dingo",  # is gone
    "Merged Marmot",  # an account; its guest joined under the name below
    "Guest Gorilla",
    "Account Auk",  # joined with an account, and never allowed it
    "Elsewhere Eland",  # allowed it to the hosts of another group
)
HOSTS = ("Host Heron", "Cohost Crane", "Joint Jackdaw", "Other Ostrich", "Former Falcon")
LAST = ("/settings/deletion", "/sign-out", "/leaving", "/withdrawal", "/cancellation", "/closing")  # nobody comes back


@dataclass
class Course:
    """A course with a joint meetup of two groups, one of a third, and a browser of everybody who may look."""

    app: Flask
    browsers: dict[str, FlaskClient]
    meetups: tuple[str, ...]
    groups: tuple[str, ...]

    def addresses(self, rule: Rule) -> list[str]:
        """Return what can be asked for under a rule."""
        codes = [kept(self.app, path).join_code for path in self.meetups]
        parts = {
            "meetups": [path.removeprefix("/meetups/") for path in self.meetups],
            "groups": [path.removeprefix("/groups/") for path in self.groups],
            "j": codes,
        }
        slugs = parts.get(rule.rule.split("/")[1], ["first"])
        filled = [re.sub(r"<(slug|code|name|path:name|token)>", slug, rule.rule) for slug in slugs]
        return sorted({one.replace("<group>", group) for one in filled for group in parts["groups"]})


def come(app: Flask, path: str, name: str, *, allows: bool = False, client: FlaskClient | None = None) -> FlaskClient:
    """Let somebody join a meetup and answer a question of its lesson."""
    client = client or make_client(app)
    sent = {"coming": "yes", "name": name} | ({"host_may_know": "yes"} if allows else {})
    assert client.post(f"{path}/enrolment", data=sent).status_code == 303
    answer(client, pick="nova", key=name)
    return client


@pytest.fixture
def course(app: Flask) -> Course:
    """People who allow it, and all who do not, in every way that there is."""
    heron, ostrich, jackdaw = (host(app, name) for name in ("Host Heron", "Other Ostrich", "Joint Jackdaw"))
    groups = tuple(found(one, name) for one, name in ((heron, "Ours"), (jackdaw, "Theirs"), (ostrich, "Others")))
    joint = plan(heron, groups=["ours", "theirs"])
    jackdaw.post(f"{joint}/groups/theirs/agreement")
    publish(heron, joint)
    other = plan(ostrich, groups=["others"], title="Another meetup")
    publish(ostrich, other)
    crane, falcon = host(app, "Cohost Crane"), host(app, "Former Falcon")
    for one in (crane, falcon):
        (link,) = set(re.findall(r"/groups/join/[\w-]+", heron.post("/groups/ours/invitations").text))
        one.post(link)
    falcon.post("/groups/ours/leaving")
    come(app, joint, ALLOWED, allows=True)
    quokka = come(app, joint, "Quiet Quokka")
    come(app, joint, "Wavering Walrus", client=come(app, joint, "Wavering Walrus", allows=True))
    come(app, joint, "Leaving Lemur", allows=True).post(f"{joint}/enrolment", data={"coming": "no"})
    come(app, joint, "Deleted Dingo", allows=True).post("/settings/deletion", data={"word": "delete"})
    sign_up(make_client(app), "marmot@example.org", name="Merged Marmot")
    sign_in(come(app, joint, "Guest Gorilla", allows=True), "marmot@example.org")
    come(app, joint, "Account Auk", client=host(app, "Account Auk"))
    come(app, other, "Elsewhere Eland", allows=True)
    operator = make_client(app)
    sign_up(operator, "operator@example.org", name="Operator")
    give_role(app, Role.OPERATOR, "operator@example.org")
    browsers = {
        "Host Heron": heron,
        "Cohost Crane": crane,
        "Joint Jackdaw": jackdaw,
        "Former Falcon": falcon,
        "Quiet Quokka": quokka,
        "Operator": operator,
        "": make_client(app),
    }
    return Course(app, browsers, (joint, other), groups)


def named(response: TestResponse, names: tuple[str, ...]) -> list[str]:
    """Return which of these names stand in an answer, wherever."""
    whole = f"{response.status_code} {response.headers}".encode() + response.data
    return [name for name in names if name.encode() in whole or name.replace(" ", "+").encode() in whole]


def secret_to(who: str) -> tuple[str, ...]:
    """Return the names that somebody must not be told: of hosts, only those who host with them."""
    together = ("Host Heron", "Cohost Crane")
    hosts = [name for name in HOSTS if name != who and not (who in together and name in together)]
    allowed = () if who in (*together, "Joint Jackdaw") else (ALLOWED,)
    return tuple(name for name in (*SECRET, *hosts, *allowed) if name != who)


def test_who_did_not_allow_it_is_named_in_no_page_file_or_feed(course: Course) -> None:
    rules = sorted(course.app.url_map.iter_rules(), key=lambda rule: rule.rule)
    told: list[tuple[str, str, str]] = []
    shown = 0
    for rule in (one for one in rules if "GET" in (one.methods or ())):
        for address in course.addresses(rule):
            for who, client in course.browsers.items():
                response = client.get(address)
                shown += bool(named(response, (ALLOWED,)))
                told += [(who, address, name) for name in named(response, secret_to(who))]
    assert told == []
    assert shown == 2 * 3  # the roster and its table, for three hosts: names would have been found


def test_who_did_not_allow_it_is_named_by_no_answer_to_a_form(course: Course) -> None:
    rules = [rule for rule in course.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    rules.sort(key=lambda rule: ([rule.rule.endswith(last) for last in LAST], rule.rule))
    told: list[tuple[str, str, str]] = []
    for rule in rules:
        for address in course.addresses(rule):
            for who, client in course.browsers.items():
                response = client.post(address, data={"email": "marmot@example.org", "password": "wrong"})
                told += [(who, address, name) for name in named(response, secret_to(who))]
    assert told == []


def test_a_guest_who_signs_in_tells_the_host_no_other_name(course: Course) -> None:
    roster = course.browsers["Host Heron"].get(f"{course.meetups[0]}/roster").text
    assert ALLOWED in roster
    assert "Guest Gorilla" not in roster
    assert "Merged Marmot" not in roster
