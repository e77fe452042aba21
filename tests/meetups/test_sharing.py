from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from course.db import utcnow
from course.meetups import hosting
from tests.meetups.hosted import host_id, hosted
from tests.meetups.people import NOW, draft
from tests.web.test_errors import break_database


def soon() -> dict[str, Any]:
    return {"starts_at": utcnow() + timedelta(days=5)}


def test_the_sitemap_lists_what_is_public_and_to_come(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client, **soon())
    with app.extensions["database"].session(writing=True) as session:
        slug = draft(session, host_id(app), meetup.groups[0].id, title="A draft").slug
        session.commit()
    listed = client.get("/sitemap.xml").text
    assert f"<loc>http://localhost/meetups/{meetup.slug}</loc><lastmod>2026-11-22</lastmod>" in listed
    for path in ("/meetups", "/groups", "/groups/openstack-poland"):
        assert f"<loc>http://localhost{path}</loc>" in listed
    assert f"/meetups/{slug}<" not in listed
    with app.extensions["database"].session(writing=True) as session:
        hosting.hide_group(session, group_id=meetup.groups[0].id, at=NOW)
        session.commit()
    hidden = client.get("/sitemap.xml").text
    assert meetup.slug not in hidden
    assert "openstack-poland" not in hidden


def test_the_page_of_a_group_leads_to_its_calendar_and_its_feed(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    found = '<link rel="alternate" type="application/atom+xml"'
    page = client.get("/groups/openstack-poland").text
    assert found in page
    for kind in ("ics", "atom"):
        assert f'<a href="/groups/openstack-poland.{kind}">' in page
    with app.extensions["database"].session(writing=True) as session:
        hosting.hide_group(session, group_id=meetup.groups[0].id, at=NOW)
        session.commit()
    page = client.get("/groups/openstack-poland").text
    assert found not in page
    assert "openstack-poland.ics" not in page


def test_without_the_database_the_sitemap_lists_what_stands_in_files(
    app: Flask, client: FlaskClient, folder: Path
) -> None:
    meetup = hosted(app, client, **soon())
    break_database(app, folder)
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert "/lessons/first" in response.text
    assert meetup.slug not in response.text


def test_without_the_database_meetups_say_when_to_come_back(app: Flask, client: FlaskClient, folder: Path) -> None:
    meetup = hosted(app, client)
    break_database(app, folder)
    for path in (f"/meetups/{meetup.slug}.ics", "/meetups", f"/meetups/{meetup.slug}"):
        response = client.get(path)
        assert response.status_code == 503, path
        assert "Retry-After" in response.headers
