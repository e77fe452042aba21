"""Progress that follows a learner from browser to browser, can be taken away, and leaves nothing behind."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import answer, answer_right, card
from tests.browser.conftest import Visit
from tests.browser.content import write_small_course
from tests.browser.looking import small_targets, sticking_out
from tests.browser.test_axe import complaints
from tests.repetition import part_of
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

SCRIPT = pytest.mark.parametrize("script", part_of([False, True], of=2), ids=lambda script: f"{script=}")
ACCOUNT = pytest.mark.parametrize("account", part_of([True, False], of=2), ids=lambda account: f"{account=}")
PHONE = {"width": 390, "height": 844}
PASSWORD = "correct horse battery"
NAME = "Aleksandra Nowakowska-Kowalczyk"
PAGES = ["/sign-up", "/sign-in", "/move", "/privacy", "/me", "/settings"]
TABLES = ("user", "sign_in", "move_code", "response", "completion", "failure")


def sign_up(page: Page, email: str) -> None:
    page.goto("/sign-up")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Keep my progress").click()


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def code_of(page: Page) -> str:
    page.goto("/move")
    page.get_by_role("button", name="Show me a code").click()
    return page.locator("#move_code").inner_text()


def bring_here(page: Page, code: str) -> None:
    page.goto(f"/move?code={code}")  # as a scanned picture opens it
    page.get_by_role("button", name="Bring my progress here").click()


@pytest.fixture
def own(tmp_path: Path) -> ServedCourse:
    write_small_course(tmp_path)
    return ServedCourse(tmp_path)


@pytest.mark.long
@SCRIPT
def test_progress_follows_from_a_phone_to_a_laptop_to_a_third_browser_and_away(
    own: ServedCourse, visit: Visit, script: bool
) -> None:
    own.start()
    try:
        first, second = own.library().quiz("first"), own.library().quiz("second")
        phone = visit(own, "/lessons/first", viewport=PHONE, java_script_enabled=script)
        answer(phone, first.question("no-address"), ("nova",))
        answer_right(phone, first.question("no-address"))
        expect(card(phone, first.question("no-address"))).to_contain_text("kept in this browser alone")

        laptop = visit(own, "/", java_script_enabled=script)
        bring_here(laptop, code_of(phone))
        expect(laptop.get_by_role("heading", name="Your progress", level=1)).to_be_visible()
        laptop.goto("/lessons/first")
        answer_right(laptop, first.question("alone"))
        sign_up(laptop, "ola@example.org")
        expect(laptop).to_have_url(re.compile("/me$"))
        laptop.goto("/settings")
        laptop.get_by_role("button", name="Sign out here").click()
        expect(laptop.get_by_role("link", name="Sign in")).to_be_visible()

        third = visit(own, "/quizzes/first", java_script_enabled=script)
        answer_right(third, first.question("who"))
        third.goto("/quizzes/second")
        answer(third, second.question("fit"), ("16",))
        sign_in(third, "OLA@example.org")
        expect(third.get_by_role("link", name=NAME)).to_be_visible()
        expect(third.get_by_role("region", name="Course map")).to_contain_text("Done")  # two parts made it whole
        assert own.rows("SELECT count(*) FROM user") == [(1,)]
        assert own.rows("SELECT count(*), count(DISTINCT learner_id) FROM response") == [(5, 1)]
        assert own.rows("SELECT extent FROM completion") == [("done",)]

        third.goto("/settings")
        with third.expect_download() as download:
            third.get_by_role("link", name="Download my data").click()
        found = json.loads(Path(download.value.path()).read_text())
        assert len(found["response"]) == 5
        third.get_by_label(re.compile("To delete everything")).fill("delete")
        third.get_by_role("button", name="Delete me").click()
        expect(third.get_by_text("Deleted: your answers, your progress and every sign-in.")).to_be_visible()
        assert [own.rows(f"SELECT count(*) FROM {table}") for table in TABLES] == [[(0,)]] * len(TABLES)
    finally:
        own.stop()


def learn(page: Page, course: ServedCourse) -> None:
    """Have something right and something not, to fill the pages."""
    quiz = course.library().quiz("first")
    page.goto("/lessons/first")
    answer_right(page, quiz.question("alone"))
    answer(page, quiz.question("no-address"), ("nova",))


def wrong_forms(page: Page) -> list[str]:
    """Send a wrong form on each page that has one, without the browser's own checks; return what is not right."""
    found = []
    for path, button in (
        ("/sign-up", "Keep my progress"),
        ("/sign-in", "Sign in"),
        ("/move", "Bring my progress here"),
    ):
        page.goto(path)
        page.evaluate("() => { for (const form of document.forms) form.noValidate = true; }")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page).to_have_title(re.compile("^Error: "))
        found += complaints(page)
        page.set_viewport_size({"width": 320, "height": 640})
        found += sticking_out(page) + small_targets(page)
        page.get_by_role("alert").get_by_role("link").first.click()
        expect(page.get_by_role("main").locator("input:visible").first).to_be_focused()
    return found


@pytest.mark.long
def test_nothing_is_wrong_with_the_door_for_a_visitor(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/about")
    for path in PAGES[:4]:
        page.goto(path)
        assert complaints(page) == [], path
    assert wrong_forms(page) == []


@pytest.mark.long
@ACCOUNT
def test_nothing_is_wrong_with_the_pages_about_a_person(small: ServedCourse, visit: Visit, account: bool) -> None:
    page = visit(small, "/about")
    learn(page, small)
    if account:
        sign_up(page, "axe@example.org")
        sign_in_elsewhere = visit(small, "/about")
        sign_in(sign_in_elsewhere, "axe@example.org")
    for path in ["/move", "/me", "/settings", "/settings?changed=name", "/lessons/first"]:
        page.goto(path)
        assert complaints(page) == [], path
    code_of(page)
    assert complaints(page) == []


@pytest.mark.long
@ACCOUNT
def test_the_pages_about_a_person_fit_the_smallest_phone(small: ServedCourse, visit: Visit, account: bool) -> None:
    page = visit(small, "/", viewport={"width": 320, "height": 640}, has_touch=True)
    learn(page, small)
    if account:
        sign_up(page, "phone@example.org")
    code_of(page)
    for path in ["the page with the code", *PAGES, "/", "/lessons/first"]:
        if path.startswith("/"):
            page.goto(path)
        for width in (320, 390, 600):
            page.set_viewport_size({"width": width, "height": 640})
            assert sticking_out(page) == [], (path, width)
            assert small_targets(page) == [], (path, width)


def test_light_and_dark_are_chosen_in_the_settings_too(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/about", color_scheme="light")
    learn(page, small)
    page.goto("/settings")
    page.get_by_role("form", name="Theme").get_by_role("button", name="Dark").click()
    for name in ("Theme", "Light or dark"):
        button = page.get_by_role("form", name=name).get_by_role("button", name="Dark")
        expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
