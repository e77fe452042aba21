"""Hosts found groups, plan a joint meetup, pick lessons and publish it, with and without a script."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course.db import utcnow
from course.meetups.schedule import long_day
from tests.browser.conftest import Visit
from tests.browser.content import write_small_course
from tests.browser.looking import small_targets, sticking_out
from tests.browser.test_accounts import PHONE, SCRIPT, sign_up
from tests.browser.test_axe import complaints
from tests.repetition import part_of
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser


@pytest.fixture
def own(tmp_path: Path) -> ServedCourse:
    write_small_course(tmp_path)
    return ServedCourse(tmp_path)


def next_end_of_summer() -> date:
    """Return the next last Sunday of October, on which the clocks of Warsaw show 02:30 twice."""
    this_year, next_year = (last_sunday_of_october(utcnow().year + more) for more in (0, 1))
    return this_year if this_year > utcnow().date() else next_year


def last_sunday_of_october(year: int) -> date:
    end = date(year, 10, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


def found(page: Page, name: str) -> None:
    page.goto("/groups/new")
    page.get_by_label("Name of the group").fill(name)
    page.get_by_label("About the group").fill("Every month, in the evening.")
    page.get_by_role("button", name="Found the group").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def fill_plan(page: Page, **fields: str) -> None:
    usual = {"Day": f"{utcnow() + timedelta(days=15):%Y-%m-%d}", "Time zone": "Europe/Warsaw"}
    for label, text in {**usual, **fields}.items():
        page.get_by_label(label, exact=True).fill(text)


def plan(page: Page, **fields: str) -> str:
    """Plan a meetup and return the path of its page."""
    page.goto("/meetups/new")
    fill_plan(page, **fields)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="What to read before")).to_be_visible()
    return re.sub("^.*?//[^/]+|/assignments$", "", page.url)


@pytest.mark.long
@SCRIPT
def test_a_group_is_founded_and_a_joint_meetup_planned_prepared_and_published(
    own: ServedCourse, visit: Visit, script: bool
) -> None:
    own.start()
    try:
        eva = visit(own, "/", java_script_enabled=script)
        sign_up(eva, "eva@example.org")
        found(eva, "OpenStack Czechia")

        ola = visit(own, "/groups", viewport=PHONE, java_script_enabled=script)
        ola.get_by_role("link", name="Make an account").click()
        expect(ola.get_by_text("needs an account")).to_be_visible()
        ola.get_by_label("E-mail").fill("ola@example.org")
        ola.get_by_label("Password").fill("correct horse battery")
        ola.get_by_role("button", name="Make the account").click()
        expect(ola).to_have_url(re.compile("/groups/new$"))
        found(ola, "OpenStack Poland")

        ola.get_by_role("link", name="Plan a meetup").click()
        clocks_go_back = next_end_of_summer()
        fill_plan(ola, Title="Kraków 7", Place="Rynek 1", Day=f"{clocks_go_back:%Y-%m-%d}", Start="02:30")
        ola.get_by_text("Make it a joint meetup").click()
        ola.get_by_label("OpenStack Czechia").check()
        ola.get_by_role("button", name="Save the draft").click()
        expect(ola.get_by_role("alert")).to_contain_text(f"twice on {long_day(clocks_go_back)}")
        ola.get_by_label("The second 02:30 (UTC+1)").check()
        expect(ola.get_by_label("OpenStack Czechia")).to_be_checked()
        ola.get_by_role("button", name="Save the draft").click()

        lessons = own.library().lessons
        for lesson in lessons[:2]:
            ola.get_by_label(lesson.title).check()
        total = sum(lesson.minutes for lesson in lessons[:2])
        expect(ola.locator("#picked_minutes")).to_have_text(str(total) if script else "0")
        ola.get_by_role("button", name="Save", exact=True).click()
        expect(ola.get_by_text("Saved: 2 lessons")).to_be_visible()
        expect(ola.locator("#picked_minutes")).to_have_text(str(total))
        ola.get_by_role("button", name="Save and publish").click()
        expect(ola).to_have_url(re.compile("/meetups/krakow-7$"))
        expect(ola.get_by_role("heading", name="Kraków 7", level=1)).to_be_visible()

        eva.goto("/groups/openstack-czechia")
        eva.get_by_role("link", name="Kraków 7").click()
        expect(eva.get_by_role("heading", name="Hold it together?")).to_be_visible()
        eva.get_by_role("button", name="Agree").click()
        visitor = visit(own, "/groups/openstack-czechia")
        expect(visitor.get_by_role("link", name="Kraków 7")).to_be_visible()
        assert own.rows("SELECT status, starts_at FROM meetup") == [
            ("published", f"{clocks_go_back:%Y-%m-%d} 01:30:00.000000")
        ]
        assert own.rows("SELECT count(*) FROM meetup_group WHERE agreed_at IS NOT NULL") == [(2,)]
        assert own.rows("SELECT lesson_slug FROM assignment ORDER BY position") == [
            (lesson.slug,) for lesson in lessons[:2]
        ]
    finally:
        own.stop()


def test_too_much_to_read_is_warned_of_while_it_is_picked(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/")
    sign_up(page, "much@example.org")
    found(page, "Readers")
    plan(page)
    warning = page.get_by_text("More than 20 minutes")
    expect(warning).to_be_hidden()
    for box in page.get_by_role("checkbox").all():
        box.check()
    expect(warning).to_be_visible()
    assert int(page.locator("#picked_minutes").inner_text()) > 20
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    expect(warning).to_be_hidden()


@pytest.mark.long
def test_nothing_is_wrong_with_the_pages_of_hosts(small: ServedCourse, visit: Visit) -> None:
    page, other = visit(small, "/"), visit(small, "/")
    sign_up(page, "axe-host@example.org")
    sign_up(other, "axe-other@example.org")
    found(other, "The others")
    found(page, "OpenStack with a rather long name in Kraków")
    group = re.sub("^.*?//[^/]+", "", page.url)
    meetup = plan(page, Title="An-evening-with-a-title-without-an-end", Place="Rynek 1")
    pages = ["/groups", "/groups/new", group, *(f"{group}/{one}" for one in ("edit", "hosts", "closing"))]
    pages += ["/meetups/new"]
    pages += [f"{meetup}/{one}" for one in ("edit", "assignments", "groups", "copy", "cancellation", "after")]
    for path in part_of(pages, of=3):
        page.goto(path)
        assert complaints(page) == [], path
        assert sticking_out(page) == [], path
        assert small_targets(page) == [], path
    page.goto(f"{group}/hosts")
    page.get_by_role("button", name="Make an invitation link").click()
    link = page.locator("[data-cmd]").first.input_value()
    assert complaints(page) == []
    assert sticking_out(page) == []
    other.goto(link)
    assert complaints(other) == []


@pytest.mark.long
def test_a_wrong_plan_leads_to_each_field(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/", viewport={"width": 320, "height": 640})
    sign_up(page, "wrong@example.org")
    found(page, "Wrong ones")
    page.goto("/meetups/new")
    fill_plan(page, Day="2027-03-28", Start="02:30")
    for label in ("Title", "Length in minutes", "Time zone", "Video call", "Language"):
        page.get_by_label(label, exact=True).fill("")
    page.get_by_label("Time zone").fill("Europe/Warsow")
    page.get_by_label("Video call").fill("http://meet.example.org")
    page.get_by_role("button", name="Save the draft").click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Time zone").fill("Europe/Warsaw")
    page.get_by_role("button", name="Save the draft").click()
    links = page.get_by_role("alert").get_by_role("link")
    expect(links).to_have_count(5)
    for link in links.all():
        link.click()
        target = link.get_attribute("href") or ""
        expect(page.locator(target)).to_be_focused()
    assert complaints(page) == []
    assert sticking_out(page) == []
