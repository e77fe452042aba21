from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.meetups import hosting, operations
from course.meetups.details import GroupDetails
from tests.hostile_strings import HOSTILE
from tests.meetups.hosted import host_id, hosted, library_of
from tests.meetups.outside import against_atom
from tests.meetups.people import NOW, THURSDAY, draft, published

ATOM = "{http://www.w3.org/2005/Atom}"
TITLES = ("]]> & <script>alert(1)</script>", "a, b; c \"d\" 'e'", "\u202eturned &amp; &lt;", "=1+1")


def test_a_feed_holds_to_the_grammar_of_atom(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    meetup = hosted(app, client, title=TITLES[0], group=GroupDetails(name=TITLES[1], description="One\n]]>\ntwo"))
    group = meetup.groups[0]
    with app.extensions["database"].session(writing=True) as session:
        for title in TITLES[1:]:
            published(session, library_of(app), group.id, host_id=host_id(app), title=title)
        session.commit()
    response = client.get(f"/groups/{group.slug}.atom")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.data)
    titles = {entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")}
    assert titles == {title.replace("\u202e", "") for title in TITLES}
    file = tmp_path / "feed.atom"
    file.write_bytes(response.data)
    assert against_atom(file) == ""


def test_a_feed_of_hostile_words_is_well_formed(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    group = hosted(app, client).groups[0]
    fitting = [each[:80] for each in HOSTILE if each.strip() and each.isprintable()][::9]
    with app.extensions["database"].session(writing=True) as session:
        for title in fitting:
            published(session, library_of(app), group.id, host_id=host_id(app), title=title)
        session.commit()
    body = client.get(f"/groups/{group.slug}.atom").data
    assert len(list(ET.fromstring(body).iter(f"{ATOM}entry"))) == min(50, len(fitting) + 1)
    file = tmp_path / "feed.atom"
    file.write_bytes(body)
    assert against_atom(file) == ""


def test_a_feed_says_what_it_is_and_what_every_entry_is(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    feed = ET.fromstring(client.get("/groups/openstack-poland.atom").data)
    assert feed.findtext(f"{ATOM}id") == "http://localhost/groups/openstack-poland"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "OpenStack Poland"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://localhost/groups/openstack-poland.atom"
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"http://localhost/meetups/{meetup.slug}"
    assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate", "related"]
    assert entry.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated") == "2026-11-22T12:00:00Z"
    summary = entry.findtext(f"{ATOM}summary") or ""
    assert "18:00 to 19:00 (Europe/Warsaw, UTC+1). That is Thursday 26 November 2026, 17:00 (UTC)." in summary


def test_what_changed_last_stands_first_and_drafts_stand_nowhere(app: Flask, client: FlaskClient) -> None:
    first = hosted(app, client)
    with app.extensions["database"].session(writing=True) as session:
        host, group = host_id(app), first.groups[0]
        published(session, library_of(app), group.id, host_id=host, title="Second", starts_at=THURSDAY)
        draft(session, host, group.id, title="Not for anybody yet")
        operations.cancel(session, meetup_id=first.id, at=NOW + timedelta(hours=1))
        session.commit()
    feed = ET.fromstring(client.get("/groups/openstack-poland.atom").data)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Cancelled: OpenStack Kraków 7", "Second"]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T13:00:00Z"


def test_an_empty_feed_is_one_too(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    hosted(app, client)
    with app.extensions["database"].session(writing=True) as session:
        hosting.found_group(session, host_id=host_id(app), details=GroupDetails(name="Quiet"), at=NOW)
        session.commit()
    file = tmp_path / "feed.atom"
    file.write_bytes(client.get("/groups/quiet.atom").data)
    assert ET.parse(file).getroot().findtext(f"{ATOM}updated") == "2026-11-22T12:00:00Z"
    assert against_atom(file) == ""


@pytest.mark.parametrize("kind", ["ics", "atom"])
def test_what_is_not_for_everybody_is_not_there_even_for_its_host(app: Flask, client: FlaskClient, kind: str) -> None:
    meetup = hosted(app, client)
    with app.extensions["database"].session(writing=True) as session:
        hosting.hide_group(session, group_id=meetup.groups[0].id, at=NOW)
        draft_slug = draft(session, host_id(app), meetup.groups[0].id, title="A draft").slug
        session.commit()
    assert client.get(f"/groups/openstack-poland.{kind}").status_code == 404
    assert client.get(f"/groups/nobody.{kind}").status_code == 404
    assert client.get(f"/meetups/{meetup.slug}.ics").status_code == 404
    assert client.get(f"/meetups/{draft_slug}.ics").status_code == 404
