from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import insert, select

from course.meetups import operations, planned
from course.meetups.details import GroupDetails
from course.meetups.models import Meetup, MeetupGroup
from course.meetups.planned import PlannedMeetup
from tests.meetups.hosted import host_id, hosted, library_of
from tests.meetups.outside import read_by_ical_js
from tests.meetups.people import NOW, THURSDAY, draft, published

HOSTILE = 'Kraków; a, b \\ "c" ]]> =1+1 BEGIN:VEVENT \u202egnp.exe'
TELLS = "First line\nSUMMARY:forged\n\n\u202eturned, and; more \\n " + "ż" * 200


def events(body: bytes) -> list[Any]:
    """Return the events of a calendar, read by icalendar."""
    return list(Calendar.from_ical(body).walk("VEVENT"))


def changed(app: Flask, meetup: PlannedMeetup, **changes: Any) -> None:
    with app.extensions["database"].session(writing=True) as session:
        current = planned.meetup_by_id(session, meetup_id=meetup.id)
        assert current is not None
        details = replace(current.details, **changes)
        operations.edit_meetup(session, meetup_id=meetup.id, version=current.version, details=details, at=NOW)
        session.commit()


def cancelled(app: Flask, meetup: PlannedMeetup) -> None:
    with app.extensions["database"].session(writing=True) as session:
        operations.cancel(session, meetup_id=meetup.id, at=NOW + timedelta(hours=1))
        session.commit()


def test_a_meetup_is_read_by_icalendar_as_it_was_planned(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client, description="Come by.\nBring questions.")
    response = client.get(f"/meetups/{meetup.slug}.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'inline; filename="{meetup.slug}.ics"'
    (event,) = events(response.data)
    assert event["SUMMARY"] == "OpenStack Kraków 7"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (THURSDAY, THURSDAY + timedelta(minutes=60))
    assert b"DTSTART:20261126T170000Z" in response.data
    assert event["LAST-MODIFIED"].dt == NOW.astimezone(UTC)
    assert (event["STATUS"], event["LOCATION"]) == ("CONFIRMED", "Rynek 1")
    assert event["URL"] == f"http://localhost/meetups/{meetup.slug}"
    minutes = library_of(app).lesson("first").minutes
    for words in (
        "Thursday 26 November 2026, 18:00 to 19:00 (Europe/Warsaw, UTC+1)",
        "17:00 (UTC)",
        f"Who answers when you ask for a server? ({minutes} min): http://localhost/lessons/first",
        "https://meet.example.org/krakow",
        "Come by.\nBring questions.",
    ):
        assert words in event["DESCRIPTION"]


def test_a_meetup_is_read_by_ical_js_in_the_same_way(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client, title=HOSTILE, description=TELLS, place="Room 7; 2nd floor, left \\ right")
    body = client.get(f"/meetups/{meetup.slug}.ics").data
    (theirs,), (ours,) = read_by_ical_js(body)["events"], events(body)
    assert theirs["summary"] == str(ours["SUMMARY"])
    assert theirs["description"] == str(ours["DESCRIPTION"])
    assert theirs["location"] == str(ours["LOCATION"]) == "Room 7; 2nd floor, left \\ right"
    assert (theirs["uid"], theirs["sequence"]) == (str(ours["UID"]), ours["SEQUENCE"])
    assert (theirs["start"], theirs["end"]) == ("2026-11-26T17:00:00.000Z", "2026-11-26T18:00:00.000Z")
    assert theirs["zone"] == "UTC"


def test_hostile_words_stay_words(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client, title=HOSTILE, description=TELLS)
    body = client.get(f"/meetups/{meetup.slug}.ics").data
    (event,) = events(body)
    assert event["SUMMARY"] == HOSTILE.replace("\u202e", "")
    assert "\nSUMMARY:forged\n" in event["DESCRIPTION"]
    assert "\u202e" not in body.decode()
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))


def test_who_has_it_in_the_calendar_already_gets_the_change_and_not_a_second_entry(
    app: Flask, client: FlaskClient
) -> None:
    meetup = hosted(app, client)
    path = f"/meetups/{meetup.slug}.ics"
    (before,) = events(client.get(path).data)
    changed(app, meetup, starts_at=THURSDAY + timedelta(days=1), title="Another title")
    (after,) = events(client.get(path, base_url="http://127.0.0.1").data)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == THURSDAY + timedelta(days=1)


def test_a_meetup_that_is_called_off_says_so(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    (before,) = events(client.get(f"/meetups/{meetup.slug}.ics").data)
    cancelled(app, meetup)
    body = client.get(f"/meetups/{meetup.slug}.ics").data
    (event,) = events(body)
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] > before["SEQUENCE"]
    assert event["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert event["SUMMARY"] == "Cancelled: OpenStack Kraków 7"
    assert read_by_ical_js(body)["events"][0]["status"] == "CANCELLED"


def test_without_a_place_the_video_link_is_the_place(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client, place="", zone="UTC")
    (event,) = events(client.get(f"/meetups/{meetup.slug}.ics").data)
    assert event["LOCATION"] == "https://meet.example.org/krakow"
    assert "That is" not in event["DESCRIPTION"]


def test_a_group_is_a_calendar_of_all_its_public_meetups(app: Flask, client: FlaskClient) -> None:
    first = hosted(app, client, group=GroupDetails(name="Kraków; a, b"))
    group = first.groups[0]
    with app.extensions["database"].session(writing=True) as session:
        host, friday = host_id(app), THURSDAY + timedelta(days=1)
        second = published(session, library_of(app), group.id, host_id=host, title="Second", starts_at=friday)
        draft(session, host, group.id, title="Not for anybody yet")
        session.commit()
    cancelled(app, second)
    response = client.get(f"/groups/{group.slug}.ics")
    assert [str(event["SUMMARY"]) for event in events(response.data)] == ["OpenStack Kraków 7", "Cancelled: Second"]
    read = read_by_ical_js(response.data)
    assert read["refresh"] == "PT6H"
    assert "\r\nNAME:Kraków\\; a\\, b\r\nX-WR-CALNAME:Kraków\\; a\\, b\r\n" in response.text
    assert [event["status"] for event in read["events"]] == ["CONFIRMED", "CANCELLED"]
    assert b"X-PUBLISHED-TTL:PT6H" in response.data


def test_a_group_of_a_thousand_meetups_sends_the_last_two_hundred(app: Flask, client: FlaskClient) -> None:
    group = hosted(app, client).groups[0]
    with app.extensions["database"].session(writing=True) as session:
        row = dict(session.execute(select(Meetup.__table__)).mappings().one())
        for number in range(1000):
            at = THURSDAY + timedelta(days=number - 990, hours=1)
            values = {"id": 100 + number, "slug": f"m{number}", "join_code": f"{number}", "starts_at": at}
            session.execute(insert(Meetup), {**row, **values})
            session.execute(insert(MeetupGroup), {"meetup_id": 100 + number, "group_id": group.id, "agreed_at": NOW})
        session.commit()
    found = events(client.get(f"/groups/{group.slug}.ics").data)
    assert len(found) == 200
    assert max(event["DTSTART"].dt for event in found) == THURSDAY + timedelta(days=9, hours=1)
    assert client.get(f"/groups/{group.slug}.atom").text.count("<entry>") == 50


def test_a_group_without_a_meetup_is_an_empty_calendar(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    with app.extensions["database"].session(writing=True) as session:
        session.connection().exec_driver_sql("DELETE FROM meetup")
        session.commit()
    body = client.get(f"/groups/{meetup.groups[0].slug}.ics").data
    assert events(body) == []
    assert read_by_ical_js(body)["events"] == []


@pytest.mark.parametrize("path", ["/meetups/{}.ics", "/groups/openstack-poland.ics", "/groups/openstack-poland.atom"])
def test_whoever_has_the_file_gets_304_until_something_changes(app: Flask, client: FlaskClient, path: str) -> None:
    meetup = hosted(app, client)
    address = path.format(meetup.slug)
    first = client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in first.headers
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    changed(app, meetup, title="Another title")
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
