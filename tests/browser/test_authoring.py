"""An author at work: what is saved appears in the browser by itself, and the place on the page stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.content import write_small_course
from tests.browser.looking import small_targets, sticking_out
from tests.browser.test_axe import complaints
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

LESSON = "lessons/10-first-contact/04-twelve.md"
GOAL = "goal: name the service to ask"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCourse]:
    """The small course as `course run --debug` serves it to its author."""
    folder = tmp_path_factory.mktemp("desk")
    write_small_course(folder)
    course = ServedCourse(folder, command="run", arguments=("--debug",))
    course.start()
    yield course
    assert course.stop() == 0


def save(course: ServedCourse, name: str, old: str, new: str) -> None:
    file = course.folder / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def top(page: Page) -> int:
    """Return how far down the page stands."""
    return int(page.evaluate("Math.round(scrollY)"))


def test_a_saved_file_appears_by_itself_at_the_same_place(desk: ServedCourse, visit: Visit) -> None:
    page = visit(desk, "/lessons/twelve")
    page.locator("details.sources summary").click()
    page.evaluate("scrollTo(0, 1500)")
    before = top(page)
    assert before > 1000
    for number in range(2):
        save(desk, LESSON, GOAL if not number else "goal: see it 0", f"goal: see it {number}")
        expect(page.locator(".goal")).to_contain_text(f"you can see it {number}")
        page.wait_for_load_state()
        assert top(page) == before
        assert page.locator("details.sources").get_attribute("open") is not None


def test_the_place_stays_on_a_page_with_an_anchor_in_its_address(desk: ServedCourse, visit: Visit) -> None:
    page = visit(desk, "/lessons/twelve#others")
    page.evaluate("scrollTo(0, 700)")
    save(desk, "quizzes/first.md", "Is each service alone?", "Is every service alone?")
    with page.expect_event("load"):
        pass
    page.wait_for_timeout(200)  # time to jump, if it did
    assert top(page) == 700


def test_a_lesson_that_is_begun_appears_where_there_was_none(desk: ServedCourse, visit: Visit) -> None:
    page = visit(desk, "/lessons/begun")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such lesson")
    begun = (desk.folder / LESSON).read_text().replace("that takes twelve minutes", "begun a moment ago")
    (desk.folder / "lessons/10-first-contact/50-begun.md").write_text(begun)
    expect(page.get_by_role("heading", level=1)).to_have_text("A lesson begun a moment ago")


@pytest.mark.long
def test_nothing_is_wrong_for_an_author(desk: ServedCourse, visit: Visit) -> None:
    unit = "lessons/10-first-contact"
    (desk.folder / unit / "60-broken.md").write_text("---\ntitle: Broken\n---\n")
    page = visit(desk, "/authoring")
    save(desk, "quizzes/second.md", "- [x] Nova", "- [y] Nova")
    save(desk, f"{unit}/06-odd.md", "Here is", "Here <b>is</b>")
    expect(page.get_by_text("The last good version is served")).to_be_visible()
    for path in (
        "/authoring",
        "/authoring/lessons/odd",
        "/authoring/lessons/first?with=answers",
        "/authoring/quizzes/second",
        "/authoring/quizzes/second?with=answers",
        "/authoring/lessons/broken",
    ):
        page.goto(path)
        assert complaints(page) == [], path
        assert small_targets(page) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert sticking_out(page) == []


def test_a_finding_in_the_table_leads_to_its_line(desk: ServedCourse, visit: Visit) -> None:
    save(desk, "quizzes/first.md", "- (x) Neutron", "- ( ) Neutron")
    page = visit(desk, "/authoring")
    page.get_by_role("link", name="quizzes/first.md:6:7").click()
    line = page.locator("#line_6")
    expect(line).to_be_in_viewport()
    expect(line).to_contain_text("no correct choice; mark one with (x).")
    save(desk, "quizzes/first.md", "- ( ) Neutron", "- (x) Neutron")
    expect(page.get_by_text("The check finds nothing here.")).to_be_visible()


def test_a_browser_finds_its_way_back_when_the_server_has_started_anew(desk: ServedCourse, browser: Browser) -> None:
    page = browser.new_page(base_url=desk.url)  # whose console names every try that found no server
    page.goto("/lessons/first")
    page.evaluate("window.seen = true")
    desk.restart()
    page.wait_for_function("() => window.seen === undefined")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who answers when you ask for a server?")
    page.close()
