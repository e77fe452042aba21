import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.accounts.models import Role
from course.db import utcnow
from course.meetups.models import Group
from tests.conftest import make_client
from tests.meetups.hosts import WEEK, found, host, join, location, move, plan, publish
from tests.people import answer, count, give_role, rows

LONG_ID = "9" * 23


def test_anyone_with_an_account_founds_a_group_and_is_its_host(app: Flask) -> None:
    ola = host(app)
    path = found(ola, "OpenStack Kraków", "Every month.\r\nIn Polish <b>.")
    assert path == "/groups/openstack-krakow"
    page = ola.get(path).text
    assert "Every month.\nIn Polish &lt;b&gt;." in page
    assert "You host this group" in page
    other = make_client(app).get(path).text
    assert "OpenStack Kraków" in other
    assert "You host this group" not in other


def test_a_guest_is_told_to_keep_the_progress_first(app: Flask, client: FlaskClient) -> None:
    answer(client)
    assert "Keep your progress with an e-mail address first" in client.get("/groups").text
    assert location(client.get("/groups/new")) == "/sign-in?next=%2Fgroups%2Fnew"
    for path in ("/sign-in?next=/groups/new", "/sign-up?next=/groups/new"):
        assert "The page you asked for needs an account" in client.get(path).text
    for path in ("/sign-in", "/sign-in?next=/groups", "/sign-in?next=/nowhere", "/sign-in?next=//x/groups/new"):
        assert "The page you asked for needs an account" not in client.get(path).text
    assert client.post("/groups/new", data={"name": "Mine"}).status_code == 303
    assert count(app, Group) == 0


def test_a_group_needs_a_name_and_what_was_typed_is_kept(app: Flask) -> None:
    response = host(app).post("/groups/new", data={"name": " ", "description": "Every <i>month"})
    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert 'href="#group_name">Give the group a name.' in response.text
    assert "Every &lt;i&gt;month</textarea>" in response.text
    assert count(app, Group) == 0


@pytest.mark.parametrize("name", ["New", "Join"])
def test_no_group_takes_the_address_of_a_page(app: Flask, name: str) -> None:
    ola = host(app)
    path = found(ola, name)
    assert path not in ("/groups/new", "/groups/join")
    assert f"<h1><bdi>{name}</bdi></h1>" in ola.get(path).text
    assert ola.get(f"{path}/edit").status_code == 200


def test_all_open_groups_are_listed_with_their_next_meetup(app: Flask, client: FlaskClient) -> None:
    ola, eva = host(app), host(app)
    found(ola)
    found(eva, "OpenStack Czechia")
    gone = found(eva, "OpenStack Nowhere")
    later = plan(ola, title="The one after", date=f"{utcnow() + 4 * WEEK:%Y-%m-%d}")
    soon = plan(ola, title="The next one")
    for path in (later, soon):
        publish(ola, path)
    eva.post(f"{gone}/closing")
    page = client.get("/groups").text
    assert page.index("OpenStack Czechia") < page.index("OpenStack Poland")
    assert "The next one" in page
    assert "The one after" not in page
    assert "OpenStack Nowhere" not in page
    mine = ola.get("/groups").text
    assert mine.index("You host") < mine.index("OpenStack Poland") < mine.index("OpenStack Czechia")


def test_a_group_shows_what_comes_and_what_was_and_drafts_to_its_hosts_alone(app: Flask, client: FlaskClient) -> None:
    ola = host(app)
    path = found(ola)
    past, coming = plan(ola, title="Long ago"), plan(ola, title="Soon")
    plan(ola, title="Not yet said")
    publish(ola, past)
    publish(ola, coming)
    move(app, past, utcnow() - WEEK)
    page = client.get(path).text
    assert page.index("Coming") < page.index("Soon") < page.index("Past") < page.index("Long ago")
    assert "Not yet said" not in page
    assert "0 joined" not in page
    mine = ola.get(path).text
    assert "Not yet said" in mine
    assert "0 joined" in mine


def test_the_hosts_describe_their_group_anew(app: Flask) -> None:
    ola = host(app)
    path = found(ola)
    assert 'value="OpenStack Poland"' in ola.get(f"{path}/edit").text
    refused = ola.post(f"{path}/edit", data={"name": "x" * 81, "description": "Kept"})
    assert refused.status_code == 422
    assert "This has 81 characters; 80 fit" in refused.text
    assert "Kept</textarea>" in refused.text
    assert location(ola.post(f"{path}/edit", data={"name": "Poland", "description": "New."})) == path
    assert "<h1><bdi>Poland</bdi></h1>" in ola.get(path).text


@pytest.mark.parametrize("page", ["edit", "closing", "hosts"])
def test_the_pages_of_hosts_are_not_there_for_others(app: Flask, page: str) -> None:
    path = found(host(app))
    stranger = host(app, "Eva")
    found(stranger, "OpenStack Czechia")
    for address in (f"{path}/{page}", f"/groups/{LONG_ID}/{page}"):
        assert stranger.get(address).status_code == 404
        assert page == "hosts" or "There is no such group" in stranger.post(address, data={"name": "Mine"}).text
    assert rows(app, Group)[0].name == "OpenStack Poland"
    assert rows(app, Group)[0].closed_at is None


@pytest.mark.parametrize("slug", ["nowhere", LONG_ID, "9" * 2000, "%00", "..", "%F0%9F%92%A9"])
def test_an_unknown_group_is_not_there(app: Flask, slug: str) -> None:
    ola = host(app)
    for path in (f"/groups/{slug}", f"/groups/{slug}/edit"):
        assert ola.get(path).status_code == 404


def test_closing_says_first_what_is_called_off(app: Flask, client: FlaskClient) -> None:
    ola, eva = host(app), host(app)
    path, other = found(ola), found(eva, "OpenStack Czechia")
    alone, draft = plan(ola, title="Alone"), plan(ola, title="A draft")
    joint = plan(ola, title="Together", groups=["openstack-poland", "openstack-czechia"])
    assert location(eva.post(f"{joint}{other}/agreement")) == joint
    publish(ola, alone)
    publish(ola, joint)
    off = plan(ola, title="Called off")
    publish(ola, off)
    ola.post(f"{off}/cancellation")
    page = ola.get(f"{path}/closing").text
    assert "Called off" not in page
    assert "Alone" in page
    assert "A draft" in page
    assert "Together" not in page
    assert client.get(path).status_code == 200
    assert location(ola.post(f"{path}/closing")) == path
    assert "This group is closed" in client.get(path).text
    assert "This group is closed" in ola.get(f"{path}/closing").text
    assert "Cancelled" in client.get(path).text
    assert ola.get(draft).status_code == 404
    assert "Together" in client.get("/groups").text  # the next one of the other group
    for gone in ("/meetups/new?group=openstack-poland", "/closing", "/edit"):
        assert gone not in ola.get(path).text


def test_an_operator_hides_a_group_and_shows_it_again(app: Flask, client: FlaskClient) -> None:
    ola, operator = host(app), host(app, email="operator@example.org")
    path = found(ola)
    for somebody in (ola, operator):
        assert "/visibility" not in somebody.get(path).text
        assert somebody.post(f"{path}/visibility", data={"hidden": "1"}).status_code == 404
    give_role(app, Role.OPERATOR, "operator@example.org")
    assert "Hide the group" in operator.get(path).text
    assert location(operator.post(f"{path}/visibility", data={"hidden": "1"})) == path
    for somebody in (client, host(app)):
        assert somebody.get(path).status_code == 404
        assert "OpenStack Poland" not in somebody.get("/groups").text
    assert "An operator of this course has hidden this group" in ola.get(path).text
    assert "OpenStack Poland" in operator.get("/groups").text
    operator.post(f"{path}/visibility", data={"hidden": ""})
    assert client.get(path).status_code == 200


def test_a_group_whose_only_host_deleted_the_account_is_taken_over_by_somebody_who_came(app: Flask) -> None:
    ola, eva, jan = host(app), host(app, email="eva@example.org"), host(app)
    path = found(ola)
    meetup = plan(ola)
    publish(ola, meetup)
    join(app, meetup, "eva@example.org")
    for early in (eva, jan):
        response = early.post(f"{path}/hosts")
        assert response.status_code == 422
        assert "while it has no host" in response.text
    ola.post("/settings/deletion", data={"word": "delete"})
    assert "Looks for a host" in jan.get("/groups").text
    assert "You have not joined one yet" in jan.get(path).text
    assert jan.post(f"{path}/hosts").status_code == 422
    assert "Become its host" in eva.get(path).text
    assert location(eva.post(f"{path}/hosts")) == path
    assert "You host this group" in eva.get(path).text
    assert eva.get(f"{meetup}/edit").status_code == 200
    assert "Looks for a host" not in jan.get("/groups").text


def test_a_guest_learns_that_taking_over_needs_an_account(app: Flask, client: FlaskClient) -> None:
    ola = host(app)
    path = found(ola)
    ola.post("/settings/deletion", data={"word": "delete"})
    answer(client)
    assert f"/sign-up?next={path}" in client.get(path).text
    assert "Become its host" not in client.get(path).text
    assert location(client.post(f"{path}/hosts")).startswith("/sign-in")
