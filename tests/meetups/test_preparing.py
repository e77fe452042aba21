from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from course.db import utcnow
from course.meetups.models import Group, Status
from course.reading import Reading
from tests.factories import PLAIN
from tests.meetups.hosts import WEEK, found, host, kept, location, move, pick, plan, publish, sent_version


def plan_with_hidden(app: Flask, ola: FlaskClient) -> str:
    """Plan a meetup that a hidden group holds too, and return the path of its page."""
    jan = host(app)
    society = found(jan, "Secret Society")
    path = plan(ola, groups=["openstack-poland", "secret-society"])
    jan.post(f"{path}{society}/agreement")
    with app.extensions["database"].session(writing=True) as session:
        session.execute(update(Group).where(Group.slug == "secret-society").values(hidden_at=utcnow()))
        session.commit()
    return path


@pytest.fixture
def ola(app: Flask) -> FlaskClient:
    """A host with a group."""
    client = host(app)
    found(client)
    return client


def ticked(page: str) -> list[str]:
    """Return the lessons that are picked on a page."""
    boxes = page.split('name="pick" value="')[1:]
    return [box.partition('"')[0] for box in boxes if " checked>" in box.partition("<b>")[0]]


def test_lessons_are_picked_in_the_order_of_the_course(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    assert location(pick(ola, path, "plain", "first", "first")) == f"{path}/assignments?changed=saved"
    assert kept(app, path).lessons == ("first", "plain")
    page = ola.get(f"{path}/assignments?changed=saved").text
    assert ticked(page) == ["first", "plain"]
    assert "Saved: 2 lessons, " in page
    assert '<b id="picked_lessons">2</b>' in page


def test_more_than_twenty_minutes_are_warned_of(ola: FlaskClient, folder: Path) -> None:
    unit = folder / "lessons" / "10-first-contact"
    long = PLAIN.replace("\nSource: nova", "\n" + ("You ask for a server. " * 20 + "\n\n") * 50 + "\nSource: nova", 1)
    (unit / "09-long.md").write_text(long.replace("A lesson without questions", "A long lesson"))
    path = plan(ola)
    pick(ola, path, "first")
    assert 'class="warns" hidden>' in ola.get(f"{path}/assignments").text
    assert location(pick(ola, path, "first", "long"))
    assert 'class="warns">' in ola.get(f"{path}/assignments").text


def test_an_unknown_lesson_is_not_set(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    pick(ola, path, "first", "nowhere", "9" * 23, "<b>")
    assert kept(app, path).lessons == ("first",)


@pytest.mark.parametrize("broken", [False, True], ids=["deleted", "broken"])
def test_a_lesson_that_went_is_shown_stays_and_can_be_taken_out(app: Flask, folder: Path, broken: bool) -> None:
    ola = host(app)
    found(ola)
    path = plan(ola)
    pick(ola, path, "first", "plain")
    (file,) = (folder / "lessons").rglob("*-plain.md")
    file.unlink()
    if broken:
        ola.get("/")  # seen without it, as after a new start
        file.write_text("---\ntitle: A lesson without questions\n---\n")
    page = ola.get(f"{path}/assignments").text
    assert "Nobody can read these now" in page
    assert ("Being repaired" if broken else "No longer part of the course") in page
    assert ticked(page) == ["plain", "first"]
    pick(ola, path, "second", "plain")
    assert kept(app, path).lessons == ("second", "plain")
    pick(ola, path, "second")
    assert kept(app, path).lessons == ("second",)
    assert "Nobody can read these now" not in ola.get(f"{path}/assignments").text


def test_the_second_of_two_hosts_who_pick_is_told(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    version = sent_version(ola.get(f"{path}/assignments").text)
    pick(ola, path, "first", "plain")
    told = ola.post(f"{path}/assignments", data={"pick": ["second"], "version": version})
    assert told.status_code == 422
    assert "Another host changed this meetup" in told.text
    assert ticked(told.text) == ["second"]
    theirs = told.text.partition("Set now by another host")[2].partition("</div>")[0]
    assert "Who answers when you ask for a server?" in theirs
    assert kept(app, path).lessons == ("first", "plain")
    again = {"pick": ["second"], "version": sent_version(told.text)}
    assert location(ola.post(f"{path}/assignments", data=again))
    assert kept(app, path).lessons == ("second",)


def test_a_meetup_is_published_with_its_lessons(app: Flask, ola: FlaskClient, client: FlaskClient) -> None:
    path = plan(ola)
    refused = pick(ola, path, publish="1")
    assert refused.status_code == 422
    assert "Choose at least one lesson" in refused.text
    assert location(pick(ola, path, "first", publish="1")) == path
    assert kept(app, path).status is Status.PUBLISHED
    assert client.get(path).status_code == 200
    assert "Save and publish" not in ola.get(f"{path}/assignments").text


def test_a_draft_with_lessons_is_published_by_its_button(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    assert ola.post(f"{path}/publication").status_code == 422
    pick(ola, path, "first")
    assert location(ola.post(f"{path}/publication")) == path
    assert kept(app, path).status is Status.PUBLISHED


def test_a_draft_whose_time_went_by_is_not_published(app: Flask, ola: FlaskClient) -> None:
    path = plan(ola)
    pick(ola, path, "first")
    move(app, path, utcnow() - WEEK)
    for refused in (ola.post(f"{path}/publication"), pick(ola, path, "second", publish="1")):
        assert refused.status_code == 422
        assert "This time is over" in refused.text
    assert (kept(app, path).status, kept(app, path).lessons) == (Status.DRAFT, ("first",))


def test_a_group_that_was_asked_sees_what_for_and_agrees(app: Flask, ola: FlaskClient) -> None:
    eva = host(app)
    czechia = found(eva, "OpenStack Czechia")
    path = plan(ola, groups=["openstack-poland", "openstack-czechia"])
    assert "Asked to join in" in eva.get(czechia).text
    assert f'href="{path}/groups"' in eva.get("/meetups").text
    asked = eva.get(f"{path}/groups").text
    for part in ("Hold it together?", "OpenStack Kraków 7", "There is tea.", "Rynek 1"):
        assert part in asked
    assert eva.get(f"{path}/edit").status_code == 404
    assert location(eva.post(f"{path}{czechia}/agreement")) == path
    assert eva.get(f"{path}/edit").status_code == 200
    assert "Asked to join in" not in eva.get(czechia).text
    assert len(kept(app, path).holders) == 2


def test_a_group_that_was_asked_learns_of_no_hidden_group(app: Flask, ola: FlaskClient) -> None:
    path = plan_with_hidden(app, ola)
    eva = host(app)
    found(eva, "OpenStack Czechia")
    ola.post(f"{path}/groups", data={"group": "openstack-czechia"})
    assert "Secret Society" not in eva.get(f"{path}/groups").text
    assert "Secret Society" in ola.get(f"{path}/groups").text


def test_a_group_that_is_closed_holds_nothing_that_it_was_asked_to_hold(app: Flask, ola: FlaskClient) -> None:
    eva = host(app)
    czechia = found(eva, "OpenStack Czechia")
    path = plan(ola, groups=["openstack-poland", "openstack-czechia"])
    eva.post(f"{czechia}/closing")
    assert eva.post(f"{path}{czechia}/agreement").status_code == 404
    assert [group.slug for group in kept(app, path).groups] == ["openstack-poland"]


def test_the_last_open_group_stays(app: Flask, ola: FlaskClient) -> None:
    eva = host(app)
    czechia = found(eva, "OpenStack Czechia")
    path = plan(ola, groups=["openstack-poland", "openstack-czechia"])
    eva.post(f"{path}{czechia}/agreement")
    eva.post(f"{czechia}/closing")
    refused = ola.post(f"{path}/groups/openstack-poland/withdrawal")
    assert refused.status_code == 422
    assert "A meetup needs a group" in refused.text
    assert len(kept(app, path).holders) == 2


def test_a_group_that_was_asked_declines(app: Flask, ola: FlaskClient) -> None:
    eva = host(app)
    czechia = found(eva, "OpenStack Czechia")
    path = plan(ola, groups=["openstack-poland", "openstack-czechia"])
    where = location(eva.post(f"{path}{czechia}/withdrawal"))
    assert where == f"{czechia}?changed=declined"
    assert "Declined. Your group does not hold that meetup." in eva.get(where).text
    assert "Declined." not in ola.get(where).text
    assert [group.slug for group in kept(app, path).groups] == ["openstack-poland"]
    assert eva.get(f"{path}/groups").status_code == 404


def test_another_group_is_asked_later_and_the_request_taken_back(app: Flask, ola: FlaskClient) -> None:
    eva = host(app)
    czechia = found(eva, "OpenStack Czechia")
    path = plan(ola)
    for wrong in ("", "nowhere", "9" * 23):
        refused = ola.post(f"{path}/groups", data={"group": wrong})
        assert refused.status_code == 422
        assert 'href="#ask_group"' in refused.text
    assert location(ola.post(f"{path}/groups", data={"group": "openstack-czechia"})) == f"{path}/groups"
    assert "Take the request back" in ola.get(f"{path}/groups").text
    assert "Groups: 1 has not answered yet" in ola.get(path).text
    assert location(ola.post(f"{path}{czechia}/withdrawal")) == f"{path}/groups"
    assert [group.slug for group in kept(app, path).groups] == ["openstack-poland"]


def test_nobody_answers_for_a_group_of_others(app: Flask, ola: FlaskClient) -> None:
    eva, jan = host(app), host(app)
    czechia = found(eva, "OpenStack Czechia")
    path = plan(ola, groups=["openstack-poland", "openstack-czechia"])
    for somebody in (ola, jan):
        assert somebody.post(f"{path}{czechia}/agreement").status_code == 404
    assert jan.post(f"{path}{czechia}/withdrawal").status_code == 404
    assert jan.post(f"{path}/groups/openstack-poland/withdrawal").status_code == 404
    eva.post(f"{path}{czechia}/agreement")
    assert ola.post(f"{path}{czechia}/withdrawal").status_code == 404
    assert len(kept(app, path).holders) == 2


def test_the_last_group_stays_and_another_may_go(app: Flask, ola: FlaskClient) -> None:
    eva = host(app)
    czechia = found(eva, "OpenStack Czechia")
    path = plan(ola, groups=["openstack-poland", "openstack-czechia"])
    refused = ola.post(f"{path}/groups/openstack-poland/withdrawal")
    assert refused.status_code == 422
    assert "Cancel the meetup instead" in refused.text
    eva.post(f"{path}{czechia}/agreement")
    assert location(ola.post(f"{path}/groups/openstack-poland/withdrawal")) == "/groups/openstack-poland?changed=left"
    assert ola.get(f"{path}/edit").status_code == 404
    assert eva.get(f"{path}/edit").status_code == 200


def test_pages_ask_the_database_as_often_for_many_meetups_as_for_one(
    ola: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    fetch = Reading.fetch

    def noted(reading: Reading, sql: str, values: object) -> list[object]:
        sent.append(sql)
        return fetch(reading, sql, values)

    monkeypatch.setattr(Reading, "fetch", noted)

    def asked(path: str) -> int:
        sent.clear()
        assert ola.get(path).status_code == 200
        return len(sent)

    publish(ola, plan(ola))
    pages = ("/groups", "/groups/openstack-poland", "/meetups/new")
    few = [asked(page) for page in pages]
    for number in range(4):
        found(ola, f"Group {number}")
        publish(ola, plan(ola, title=f"Meetup {number}"))
    assert [asked(page) for page in pages] == few
