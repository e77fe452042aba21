"""A meetup in real browsers: a host who plans it, people who join and answer, an evening on screen and on paper."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from course.accounts.operations import create_account
from course.accounts.passwords import hash_password
from course.config import DATABASE_FILE
from course.db import connect, utcnow
from course.meetups import operations
from tests.browser.answering import answer, answer_right
from tests.browser.conftest import Visit
from tests.browser.content import write_small_course
from tests.browser.test_accounts import PHONE, sign_up
from tests.browser.test_axe import complaints
from tests.browser.test_planning import fill_plan, found
from tests.meetups import people
from tests.people import PASSWORD
from tests.repetition import LONG
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

HOST = "host@example.org"
SLUG = "openstack-krakow-7"
HOST_PAGES = ("roster", "tonight", "run-sheet")
PEOPLE, WRONG = 12, 7
PHONES = 10 if LONG else 5
MISSED = PHONES * 6 // 10


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCourse]:
    """A course of its own: a meetup shows on the map of everybody."""
    folder = tmp_path_factory.mktemp("meetups")
    write_small_course(folder)
    served = ServedCourse(folder)
    served.start()
    yield served
    assert served.stop() == 0


@pytest.fixture(scope="module")
def evening(course: ServedCourse, browser: object) -> str:
    """The address of a meetup, hosted by HOST, with twelve people who answered."""
    del browser  # without one, nothing of this is needed
    lesson, now = course.library().lesson("first"), utcnow()
    starts_at = (now + timedelta(days=3)).replace(hour=17, minute=0, second=0, microsecond=0)
    with (
        closing(connect(f"sqlite:///{course.folder / 'instance' / DATABASE_FILE}")) as database,
        database.session(writing=True) as session,
    ):
        host_id = create_account(
            session, email=HOST, name="Ola", password_hash=hash_password(PASSWORD), role=None, at=now
        )
        group_id = people.group(session, host_id)
        told = people.details(
            starts_at=starts_at, description="Bring a question.", chat_url="https://chat.example.org/x"
        )
        planned = operations.plan_meetup(session, host_id=host_id, group_ids=[group_id], details=told, at=now)
        operations.assign(session, meetup_id=planned.id, version=planned.version, lessons=[lesson], at=now)
        operations.publish(session, meetup_id=planned.id, at=now)
        for number in range(PEOPLE):
            person = people.learner(session, f"Person {number}")
            people.join(session, planned, person, host_may_know=number % 2 == 0)
            for question in lesson.quiz.questions:
                wrong = question.id == "no-address" and number < WRONG
                people.say(session, person, lesson, question.id, *(("nova",) if wrong else question.answer), sure=True)
        session.commit()
    return f"/meetups/{planned.slug}"


def sign_in(page: Page, email: str = HOST, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/me$"))


@pytest.mark.long
def test_nothing_is_wrong_with_the_pages_of_those_who_come(course: ServedCourse, visit: Visit, evening: str) -> None:
    page = visit(course, "/meetups")
    for path in ("/meetups", evening, "/time-zone", "/j/WRONG", "/"):
        page.goto(path)
        assert complaints(page) == [], path
    page.goto(evening)
    page.get_by_label("The host may know my name").check()
    page.get_by_role("button", name="I am coming").click()
    expect(page).to_have_title(re.compile("^Error"))
    assert complaints(page) == []


@pytest.mark.long
def test_nothing_is_wrong_with_the_pages_of_a_host(course: ServedCourse, visit: Visit, evening: str) -> None:
    page = visit(course, "/sign-in")
    sign_in(page)
    for path in (evening, *(f"{evening}/{name}" for name in HOST_PAGES)):
        page.goto(path)
        assert complaints(page) == [], path


def test_no_page_of_a_meetup_is_wider_than_a_small_phone(course: ServedCourse, visit: Visit, evening: str) -> None:
    page = visit(course, "/sign-in", viewport={"width": 320, "height": 700})
    sign_in(page)
    for path in ("/meetups", evening, *(f"{evening}/{name}" for name in HOST_PAGES)):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.parametrize("script", [True, False])
def test_the_time_is_also_shown_in_the_zone_of_whoever_looks(
    course: ServedCourse, visit: Visit, evening: str, script: bool
) -> None:
    page = visit(course, evening, java_script_enabled=script, timezone_id="America/New_York")
    if not script:
        page.get_by_role("link", name="Show it in my time zone").click()
        page.get_by_label("Time zone").fill("America/New_York")
        page.get_by_role("button", name="Use this time zone").click()
    said = re.compile(r"For you: \w+day \d+ \w+ \d{4}, 1[12]:00 \(America/New_York")
    expect(page.locator(".yours")).to_have_text(said)
    page.reload()
    expect(page.locator(".yours")).to_have_text(said)


def test_the_pages_of_the_evening_print_on_two_pages_each(course: ServedCourse, visit: Visit, evening: str) -> None:
    page = visit(course, "/sign-in")
    sign_in(page)
    for name in ("tonight", "run-sheet"):
        page.goto(f"{evening}/{name}")
        paper = page.pdf(format="A4", prefer_css_page_size=True)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2, name
        page.emulate_media(media="print")
        for hidden in page.locator("header.top, footer, .btns").all():
            expect(hidden).to_be_hidden()
        expect(page.get_by_text("Nova hands out the addresses").first).to_be_visible()
        page.emulate_media(media="screen")


def test_in_black_and_white_the_bars_differ_by_pattern(course: ServedCourse, visit: Visit, evening: str) -> None:
    page = visit(course, "/sign-in")
    sign_in(page)
    page.goto(f"{evening}/tonight")
    assert page.locator(".mis rect").first.get_attribute("fill") == "url(#stripes)"
    assert page.locator(".right rect").first.get_attribute("fill") is None


@pytest.mark.long
def test_an_evening_from_the_founding_of_a_group_to_the_run_sheet(course: ServedCourse, visit: Visit) -> None:
    ola, eva = (visit(course, "/", java_script_enabled=False) for _ in range(2))
    for page, name, group in ((eva, "eva", "OpenStack Czechia"), (ola, "ola", "OpenStack Silesia")):
        sign_up(page, f"{name}@example.org")
        found(page, group)
    ola.goto("/meetups/new")
    fill_plan(ola, Title="First evening")
    ola.get_by_text("Make it a joint meetup").click()
    ola.get_by_label("OpenStack Czechia").check()
    ola.get_by_role("button", name="Save the draft").click()
    ola.get_by_label(course.library().lesson("first").title).check()
    ola.get_by_role("button", name="Save and publish").click()
    address = re.sub("^.*?//[^/]+", "", ola.url)
    eva.goto(f"{address}/groups")
    eva.get_by_role("button", name="Agree").click()
    ola.get_by_role("link", name="Invitation").click()
    link = re.search(r"/j/[A-Z0-9]{8}", ola.content())
    assert link, "the invitation shows the short link"

    quiz = course.library().quiz("first")
    for number in range(PHONES):
        phone = visit(course, link[0], viewport=PHONE, java_script_enabled=False)
        phone.get_by_label("Your name").fill(f"Learner {number}")
        phone.get_by_label("The host may know my name").set_checked(number in (1, PHONES - 1))
        phone.get_by_role("button", name="I am coming").click()
        expect(phone.get_by_text("1 of 1 to go")).to_be_visible()
        phone.get_by_role("link", name="Read the next lesson").click()
        if number < MISSED:
            answer(phone, quiz.question("no-address"), ("nova",))
            expect(phone.get_by_text("Not quite.")).to_be_visible()  # or the next phone may come before it is stored
            continue
        for question in quiz.questions:
            phone.goto("/quizzes/first")
            answer_right(phone, question)

    for page in (ola, eva):
        page.goto(f"{address}/roster")
        counts = page.locator(".counts div").all_inner_texts()
        assert [re.sub(r"\s+", " ", one) for one in counts] == [
            f"ready {PHONES - MISSED}",
            f"started {MISSED}",
            "not started 0",
        ]
        assert page.locator("tbody th").all_inner_texts() == ["Learner 1", f"Learner {PHONES - 1}"]
        page.goto(f"{address}/tonight")
        expect(page.get_by_text(f"{PHONES - MISSED} of {PHONES} finished.")).to_be_visible()
        expect(page.get_by_role("heading", name="Nova hands out the addresses")).to_be_visible()
        expect(page.get_by_text(f"40% were right first time, {PHONES - MISSED} of {PHONES}.")).to_be_visible()
        expect(page.get_by_text(f"{MISSED} gave the same wrong answer.")).to_be_visible()
        page.get_by_role("link", name="Open the run sheet").click()
        expect(page.get_by_role("heading", name="Nova hands out the addresses")).to_be_visible()
        expect(page.get_by_text("18:05")).to_be_visible()
    stranger = visit(course, "/")
    sign_up(stranger, "stranger@example.org")
    for name in HOST_PAGES:
        response = stranger.goto(f"{address}/{name}")
        assert response is not None
        assert response.status == 404
