from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from course.db import utcnow
from course.meetups.models import Meetup, Status
from tests.conftest import make_client
from tests.meetups.hosts import (
    WEEK,
    filled,
    found,
    host,
    join,
    kept,
    location,
    move,
    pick,
    plan,
    publish,
    sent_version,
)
from tests.people import count, rows

LONG_ID = "9" * 23
EVERYTHING_KEPT = (
    'value="OpenStack Kraków 7"',
    'value="Rynek 1"',
    'value="90"',
    "Come early.\nThere is tea.</textarea>",
    'value="openstack-poland" checked',
)


def ahead(month_and_day: str) -> str:
    """Return the day of 2027; the tests of changing clocks live in that year, or are for nothing."""
    assert utcnow() < datetime(2027, 3, 28, tzinfo=UTC) < utcnow() + timedelta(days=700)
    return f"2027-{month_and_day}"


@pytest.fixture
def ola(app: Flask) -> FlaskClient:
    """A host with a group."""
    client = host(app)
    found(client)
    return client


def test_a_meetup_is_planned_as_a_draft_and_lessons_come_next(app: Flask, ola: FlaskClient) -> None:
    response = ola.post("/meetups/new", data=filled())
    assert location(response) == "/meetups/openstack-krakow-7/assignments"
    meetup = kept(app, "/meetups/openstack-krakow-7")
    assert meetup.status is Status.DRAFT
    assert (meetup.details.title, meetup.details.minutes, meetup.details.zone) == (
        "OpenStack Kraków 7",
        90,
        "Europe/Warsaw",
    )
    assert meetup.details.description == "Come early.\nThere is tea."
    assert [group.slug for group in meetup.holders] == ["openstack-poland"]
    assert make_client(app).get("/meetups/openstack-krakow-7").status_code == 404


def test_the_form_guesses_what_it_can(ola: FlaskClient) -> None:
    ola.set_cookie("zone", "Asia%2FTokyo")
    page = ola.get("/meetups/new").text
    for guessed in ('value="OpenStack Poland"', 'value="18:00"', 'value="90"', 'value="en"', 'value="Asia/Tokyo"'):
        assert guessed in page, guessed
    found(ola, "A second group")
    page = ola.get("/meetups/new?group=a-second-group").text
    assert 'value="a-second-group" checked' in page
    assert 'value="openstack-poland">' in page
    plan(ola, minutes="60", language="pl")
    page = ola.get("/meetups/new").text
    assert 'id="meetup_minutes" name="minutes" value="60"' in page
    assert 'id="meetup_language" name="language" value="pl"' in page


def test_who_hosts_no_group_is_told_to_found_one(app: Flask) -> None:
    eva = host(app)
    assert "Found one first" in eva.get("/meetups/new").text
    refused = eva.post("/meetups/new", data=filled(groups=[]))
    assert refused.status_code == 422
    assert "If you host none, found one first" in refused.text


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"title": " "}, "title", "Give the meetup a title"),
        ({"title": "x" * 121}, "title", "121 characters; 120 fit"),
        ({"date": "2020-02-30"}, "date", "Write the day"),
        ({"date": "2020-02-20"}, "date", "This time is over"),
        ({"date": "2999-02-20"}, "date", "Check the year"),
        ({"date": LONG_ID}, "date", "Write the day"),
        ({"time": "25:00"}, "time", "Write the time of day"),
        ({"time": ""}, "time", "Write the time of day"),
        ({"minutes": "5"}, "minutes", "from 15 to 720"),
        ({"minutes": LONG_ID}, "minutes", "from 15 to 720"),
        ({"minutes": "an hour"}, "minutes", "from 15 to 720"),
        ({"zone": "Europe/Warsow"}, "zone", "Did you mean Europe/Warsaw?"),
        ({"zone": ""}, "zone", "Write the region and a large city"),
        ({"video_url": "http://meet.example.org"}, "video_url", "starts with https://"),
        ({"chat_url": "irc://irc.oftc.net/openstack"}, "chat_url", "starts with https://"),
        ({"notes_url": "javascript:alert(1)"}, "notes_url", "starts with https://"),
        ({"language": "Polish, mostly"}, "language", "such as en or pl"),
        ({"groups": []}, "groups", "Choose a group that you host"),
        ({"groups": ["openstack-poland", LONG_ID]}, "groups", "One of these groups is closed"),
    ],
)
def test_what_cannot_be_planned_is_named_beside_its_field_and_nothing_is_lost(
    app: Flask, ola: FlaskClient, changes: dict[str, str], field: str, says: str
) -> None:
    response = ola.post("/meetups/new", data=filled(**changes))
    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert f'href="#meetup_{field}"' in response.text
    error = response.text.partition(f'id="error_meetup_{field}">')[2].partition("</p>")[0]
    assert says in error
    gone = {"title": EVERYTHING_KEPT[0], "minutes": EVERYTHING_KEPT[2], "groups": EVERYTHING_KEPT[4]}.get(field)
    for typed in EVERYTHING_KEPT:
        assert typed == gone or typed in response.text, typed
    assert count(app, Meetup) == 0


def test_all_that_is_wrong_is_named_at_once(ola: FlaskClient) -> None:
    wrong = {"title": "", "date": "2020-01-01", "video_url": "ftp://x", "language": "?"}
    page = ola.post("/meetups/new", data=filled(**wrong)).text
    places = [page.index(f'href="#meetup_{name}"') for name in ("title", "date", "video_url", "language")]
    assert places == sorted(places)


def test_a_skipped_time_offers_the_two_beside_it(app: Flask, ola: FlaskClient) -> None:
    skipped = filled(date=ahead("03-28"), time="02:30")
    page = ola.post("/meetups/new", data=skipped)
    assert page.status_code == 422
    assert "there is no 02:30 on Sunday 28 March 2027" in page.text
    for typed in (*EVERYTHING_KEPT, 'value="02:30"', "01:30, before the clocks", "03:30, after the clocks"):
        assert typed in page.text, typed
    for which, hour in (("earlier", 0), ("later", 1)):
        path = plan(ola, **{**skipped, "which": which})
        assert kept(app, path).details.starts_at == datetime(2027, 3, 28, hour, 30, tzinfo=UTC)
    assert ola.post("/meetups/new", data={**skipped, "which": "first"}).status_code == 422


def test_a_doubled_time_asks_which_one(app: Flask, ola: FlaskClient) -> None:
    doubled = filled(date=ahead("10-31"), time="02:30")
    page = ola.post("/meetups/new", data=doubled)
    assert page.status_code == 422
    for typed in (*EVERYTHING_KEPT, "The first 02:30 (UTC+2)", "The second 02:30 (UTC+1)", 'id="meetup_which"'):
        assert typed in page.text, typed
    for which, hour in (("first", 0), ("second", 1)):
        path = plan(ola, **{**doubled, "which": which})
        assert kept(app, path).details.starts_at == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        assert f'value="{which}" checked' in ola.get(f"{path}/edit").text


def test_an_answer_to_a_change_of_clocks_is_forgotten_with_the_time(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola, which="second")
    assert kept(app, path).details.starts_at.hour in (16, 17)
    assert 'name="which"' not in ola.get(f"{path}/edit").text


def test_other_groups_are_asked_for_a_joint_meetup(app: Flask, ola: FlaskClient) -> None:
    eva = host(app)
    found(eva, "OpenStack Czechia")
    assert "Make it a joint meetup" in ola.get("/meetups/new").text
    path = plan(ola, groups=["openstack-poland", "openstack-czechia"])
    assert [(group.slug, group.agreed) for group in kept(app, path).groups] == [
        ("openstack-czechia", False),
        ("openstack-poland", True),
    ]
    again = ola.post("/meetups/new", data=filled(title="", groups=["openstack-poland", "openstack-czechia"])).text
    assert 'value="openstack-czechia" checked' in again


def test_a_meetup_is_changed_in_the_form_it_was_planned_with(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    page = ola.get(f"{path}/edit").text
    for typed in EVERYTHING_KEPT[:4]:
        assert typed in page
    sent = filled(title="Another title", zone="Asia/Tokyo", version=sent_version(page))
    assert location(ola.post(f"{path}/edit", data=sent)) == f"{path}?changed=saved"
    meetup = kept(app, path)
    assert (meetup.details.title, meetup.details.zone, meetup.version) == ("Another title", "Asia/Tokyo", 2)
    assert [group.slug for group in meetup.holders] == ["openstack-poland"]


def test_the_second_of_two_hosts_is_told_and_nothing_is_lost(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    version = sent_version(ola.get(f"{path}/edit").text)
    ola.post(f"{path}/edit", data=filled(place="Room <2>", minutes="60", version=version))
    mine = filled(title="My title", place="Room 3", description="Mine.", minutes="60", version=version)
    told = ola.post(f"{path}/edit", data=mine)
    assert told.status_code == 422
    assert "Another host changed this meetup since you opened this page" in told.text
    for both in (
        'value="My title"',
        "<bdi>OpenStack Kraków 7</bdi></p>",
        'value="Room 3"',
        "<bdi>Room &lt;2&gt;</bdi></p>",
        "Mine.</textarea>",
        "<bdi>Come early.\nThere is tea.</bdi></p>",
    ):
        assert both in told.text, both
    assert "Place: something else is stored now" in told.text
    assert "Length in minutes: something else" not in told.text
    assert kept(app, path).details.place == "Room <2>"
    again = {**mine, "version": sent_version(told.text)}
    assert location(ola.post(f"{path}/edit", data=again)) == f"{path}?changed=saved"
    assert kept(app, path).details.title == "My title"


def test_two_hosts_who_write_the_same_are_not_bothered(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    same = filled(title="The same", version="1")
    assert location(ola.post(f"{path}/edit", data=same)) == f"{path}?changed=saved"
    assert location(ola.post(f"{path}/edit", data=same)) == f"{path}?changed=saved"
    assert kept(app, path).version == 2


@pytest.mark.parametrize("version", ["", "x", "-1", LONG_ID, "²"])
def test_a_form_without_its_version_is_like_one_that_is_too_old(app: Flask, ola: FlaskClient, version: str) -> None:
    path = plan(ola)
    assert ola.post(f"{path}/edit", data=filled(title="Mine", version=version)).status_code == 422
    assert kept(app, path).details.title == "OpenStack Kraków 7"


def test_what_is_over_can_be_corrected_and_not_be_put_in_the_past(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    begun = (utcnow() - WEEK).replace(second=0, microsecond=0)
    move(app, path, begun)
    page = ola.get(f"{path}/edit").text
    local = begun.astimezone(UTC)
    day = page.partition('name="date" value="')[2][:10]
    clock = page.partition('name="time" value="')[2][:5]
    sent = filled(title="Corrected", date=day, time=clock, version="1")
    assert location(ola.post(f"{path}/edit", data=sent)) == f"{path}?changed=saved"
    sent = filled(date=f"{local - timedelta(days=3):%Y-%m-%d}", version="2")
    assert "This time is over" in ola.post(f"{path}/edit", data=sent).text


def test_a_copy_is_a_draft_at_another_date(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    publish(ola, path)
    page = ola.get(f"{path}/copy").text
    assert 'value="18:00"' in page
    day = f"{utcnow() + 5 * WEEK:%Y-%m-%d}"
    refused = ola.post(f"{path}/copy", data={"date": "2020-01-01", "time": "19:15"})
    assert refused.status_code == 422
    assert "This time is over" in refused.text
    assert 'value="19:15"' in refused.text
    where = location(ola.post(f"{path}/copy", data={"date": day, "time": "19:15"}))
    assert where == f"{path}-{day}/edit?changed=copied"
    copy = kept(app, where.removesuffix("/edit?changed=copied"))
    assert (copy.status, copy.lessons, copy.details.title) == (Status.DRAFT, ("first",), "OpenStack Kraków 7")
    assert f'value="{day}"' in ola.get(where).text
    assert "This is the copy, with the new date" in ola.get(where).text


def test_a_copy_asks_about_changing_clocks_too(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    sent = {"date": ahead("10-31"), "time": "02:30"}
    assert "The second 02:30 (UTC+1)" in ola.post(f"{path}/copy", data=sent).text
    where = location(ola.post(f"{path}/copy", data={**sent, "which": "second"}))
    copy = kept(app, where.removesuffix("/edit?changed=copied"))
    assert copy.details.starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_cancelling_says_first_what_it_means(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    host(app, email="jan@example.org")
    publish(ola, path)
    join(app, path, "jan@example.org")
    assert "One person joined" in ola.get(f"{path}/cancellation").text
    assert kept(app, path).status is Status.PUBLISHED
    assert location(ola.post(f"{path}/cancellation")) == path
    assert kept(app, path).status is Status.CANCELLED
    assert "This meetup is cancelled" in ola.get(f"{path}/cancellation").text
    page = ola.get(path).text
    assert "Texts that say so" in page
    assert "tell the person who joined" in page
    assert "What to talk about" not in ola.get("/meetups").text


def test_a_draft_is_thrown_away(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    assert "Throw this draft away?" in ola.get(f"{path}/cancellation").text
    assert location(ola.post(f"{path}/cancellation")) == "/meetups"
    assert count(app, Meetup) == 0
    assert ola.post(f"{path}/cancellation").status_code == 404


def test_what_is_over_is_not_cancelled(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    publish(ola, path)
    move(app, path, utcnow() - WEEK)
    assert "This meetup is over" in ola.get(f"{path}/cancellation").text
    ola.post(f"{path}/cancellation")
    assert kept(app, path).status is Status.PUBLISHED


def test_a_recording_and_notes_are_added_afterwards(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    publish(ola, path)
    sent = {"recording_url": "https://video.example.org/7", "afterwards": "We spoke\r\nof ports.", "version": "3"}
    assert "not over yet" in ola.get(f"{path}/after").text
    early = ola.post(f"{path}/after", data=sent)
    assert early.status_code == 422
    assert "of ports.</textarea>" in early.text
    move(app, path, utcnow() - WEEK)
    wrong = ola.post(f"{path}/after", data={**sent, "recording_url": "http://video.example.org"})
    assert wrong.status_code == 422
    assert 'href="#after_recording_url"' in wrong.text
    assert location(ola.post(f"{path}/after", data=sent)) == f"{path}?changed=saved"
    details = kept(app, path).details
    assert (details.recording_url, details.afterwards) == ("https://video.example.org/7", "We spoke\nof ports.")
    assert details.title == "OpenStack Kraków 7"
    page = ola.get(f"{path}?changed=saved").text
    assert "Saved." in page
    assert "Change the recording and notes" in page
    assert page.index("We spoke") < page.index("To read before")
    other = ola.post(f"{path}/after", data={**sent, "afterwards": "Mine"})
    assert other.status_code == 422
    assert "<bdi>We spoke\nof ports.</bdi>" in other.text
    assert "Mine</textarea>" in other.text


@pytest.mark.parametrize("page", ["edit", "copy", "cancellation", "after", "assignments", "groups"])
def test_what_belongs_to_hosts_is_not_there_for_others(app: Flask, ola: FlaskClient, page: str) -> None:
    path = plan(ola)
    publish(ola, path)
    eva = host(app)
    found(eva, "OpenStack Czechia")
    for address in (f"{path}/{page}", f"/meetups/{LONG_ID}/{page}", f"/meetups/nowhere/{page}"):
        assert eva.get(address).status_code == 404
        assert eva.post(address, data=filled(version="3")).status_code == 404
    assert eva.post(f"{path}/publication").status_code == 404
    (row,) = rows(app, Meetup)
    assert (row.title, row.status, row.version) == ("OpenStack Kraków 7", Status.PUBLISHED, 3)


def test_a_meetup_of_a_host_who_deleted_the_account_is_carried_on_by_who_takes_over(app: Flask) -> None:
    ola, eva = host(app), host(app, email="eva@example.org")
    group = found(ola)
    path = plan(ola)
    publish(ola, path)
    join(app, path, "eva@example.org")
    ola.post("/settings/deletion", data={"word": "delete"})
    assert eva.get(f"{path}/edit").status_code == 404
    eva.post(f"{group}/hosts")
    assert eva.get(f"{path}/edit").status_code == 200
    assert location(pick(eva, path, "second")) == f"{path}/assignments?changed=saved"


def test_a_refused_form_leaves_no_transaction_open(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    ola.post(f"{path}/edit", data=filled(title=""))
    with app.extensions["database"].session(writing=True, patience=0) as session:
        assert session.scalar(select(func.count()).select_from(Meetup)) == 1
