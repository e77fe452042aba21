"""Boxes and text: nothing sticks out, nothing jumps, everything can be hit and read."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import FloatRect, Page, Route, expect

from tests.browser.answering import SURE, answer, press
from tests.browser.conftest import Visit
from tests.browser.looking import small_targets, sticking_out
from tests.repetition import part_of
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

SMALL_PAGES = [
    "/",
    "/lessons/first",
    "/lessons/second",
    "/lessons/odd",
    "/quizzes/second",
    "/glossary",
    "/about",
    "/lessons/firts",
]
# How many characters each full line of the paragraphs of a lesson holds; a last line is as short as it likes.
LINES = """() => [...document.querySelectorAll("main > p:not([class])")].flatMap((paragraph) => {
  const words = [];
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const found of node.data.matchAll(/\\S+\\s*/g)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].trimEnd().length);
      words.push([Math.round(range.getBoundingClientRect().bottom / 12), found[0].length]);
    }
  }
  const lines = [];
  let bottom = null;
  for (const [at, length] of words) {
    if (bottom === null || at > bottom) { lines.push(0); bottom = at; }
    lines[lines.length - 1] += length;
  }
  return lines.slice(0, -1);
})"""
SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(
      [entry.value, ...entry.sources.map((source) => source.node?.outerHTML?.slice(0, 80) ?? "gone")].join(" "));
  }).observe({ type: "layout-shift", buffered: true });
}"""


def make_states(page: Page, course: ServedCourse) -> None:
    """Have something tried, something right and something refused, so that pages show all of it."""
    quiz = course.library().quiz("first")
    page.goto("/lessons/first")
    answer(page, quiz.question("alone"), quiz.question("alone").answer)
    answer(page, quiz.question("no-address"), ("nova",))


@pytest.mark.parametrize("learner", [False, True], ids=["newcomer", "learner"])
def test_no_page_scrolls_sideways_or_has_targets_too_small_to_hit_on_the_smallest_phone(
    small: ServedCourse, visit: Visit, learner: bool
) -> None:
    page = visit(small, "/", viewport={"width": 320, "height": 640}, has_touch=True)
    if learner:
        make_states(page, small)
    for path in SMALL_PAGES:
        page.goto(path)
        assert sticking_out(page) == [], path
        assert small_targets(page) == [], path


@pytest.mark.long
def test_no_shipped_page_scrolls_sideways_on_the_smallest_phone(shipped: ServedCourse, visit: Visit) -> None:
    page = visit(shipped, "/", viewport={"width": 320, "height": 640})
    slugs = part_of([lesson.slug for lesson in shipped.library().lessons], of=5)
    for path in ["/", "/glossary", "/about", *(f"/{kind}/{slug}" for slug in slugs for kind in ("lessons", "quizzes"))]:
        page.goto(path)
        assert sticking_out(page) == [], path


def test_the_refused_form_fits_the_smallest_phone(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/quizzes/second", viewport={"width": 320, "height": 640}, java_script_enabled=False)
    press(page, small.library().quiz("second").question("boot"), SURE)
    expect(page.get_by_role("alert")).to_be_visible()
    assert sticking_out(page) == []
    assert small_targets(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_main_buttons_are_high_enough_for_a_thumb(small: ServedCourse, visit: Visit, width: int) -> None:
    page = visit(small, "/", viewport={"width": width, "height": 700})
    found = [page.get_by_role("link", name=re.compile("Start lesson 1"))]
    assert found[0].bounding_box()["height"] >= 44  # type: ignore[index]
    page.goto("/lessons/first")
    buttons = (
        page.get_by_role("main").get_by_role("button", name=re.compile("sure|guess|know yet", re.IGNORECASE)).all()
    )
    links = page.get_by_role("main").get_by_role("link", name="Open the quiz").all()
    assert len(buttons) == 6
    for button in buttons + links:
        box = button.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 44, button.inner_text()


@pytest.mark.parametrize("width", [320, 1280])
def test_code_scrolls_in_its_own_box_and_the_copy_button_never_covers_it(
    small: ServedCourse, visit: Visit, width: int
) -> None:
    page = visit(small, "/lessons/odd", viewport={"width": width, "height": 700})
    blocks = page.locator("main pre").all()
    assert len(blocks) >= 2
    for block in blocks:
        assert block.evaluate("pre => pre.scrollWidth > pre.clientWidth")
        assert block.evaluate("pre => getComputedStyle(pre).overflowX") in ("auto", "scroll")
        box = block.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        for button in page.get_by_role("button", name="Copy").all():
            other = button.bounding_box()
            assert other is not None
            assert other["y"] + other["height"] <= box["y"] or other["y"] >= box["y"] + box["height"]


def test_an_edge_says_that_code_goes_on_to_the_side_until_its_end(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/lessons/odd", viewport={"width": 320, "height": 700})
    blocks = page.locator("main pre").all()
    assert len(blocks) >= 2
    for block in blocks:
        block.scroll_into_view_if_needed()
        box = block.bounding_box()
        assert box is not None
        strip: FloatRect = {"x": box["x"] + box["width"] - 8, "y": box["y"] + 2, "width": 8, "height": 6}
        begin = page.screenshot(clip=strip)
        block.evaluate("pre => { pre.scrollLeft = pre.scrollWidth; }")
        assert page.screenshot(clip=strip) != begin


def test_the_copy_button_copies_the_command_and_says_so(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/lessons/odd", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("openstack server create --image")
    assert "$" not in copied
    assert "compute-017" not in copied


def test_text_is_set_for_reading(shipped: ServedCourse, visit: Visit) -> None:
    page = visit(shipped, f"/lessons/{shipped.library().lessons[0].slug}")
    paragraph = page.locator("main > p:not([class])").first
    for width in (390, 600, 820, 1024, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert 17 <= float(paragraph.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")) <= 19
        lines = page.evaluate(LINES)
        assert len(lines) > 20
        assert sum(lines) / len(lines) <= 75, width
        if width > 430:
            assert sum(lines) / len(lines) >= 50, width
        else:  # 17 px and 50 characters need 400 px: on a phone a line is as long as the window lets it be
            assert paragraph.evaluate("p => p.clientWidth") >= width - 32


def test_faceplates_are_as_tall_as_their_minutes(small: ServedCourse, visit: Visit) -> None:
    page = visit(small)
    plates = {}
    for plate in page.get_by_role("region", name="Course map").get_by_role("link").all():
        minutes = re.search(r"(\d+) min", plate.inner_text())
        box = plate.bounding_box()
        assert minutes is not None
        assert box is not None
        plates[int(minutes[1])] = box["height"]
    six, twelve = (
        next(height for minutes, height in plates.items() if minutes in about) for about in ((5, 6, 7), (11, 12, 13))
    )
    assert twelve >= six * 1.3
    assert all(first < second for first, second in pairwise(plates[key] for key in sorted(plates) if key > 3))
    total = sum(lesson.minutes for lesson in small.library().lessons)
    expect(page.get_by_role("main")).to_contain_text(re.compile(rf"{total} min|\d h( {total % 60} min)?"))


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_a_page_loads_even_when_the_font_comes_late(
    shipped: ServedCourse, visit_with_desktop: Visit, width: int
) -> None:
    page = visit_with_desktop(shipped, "/about", viewport={"width": width, "height": 800})
    page.add_init_script(f"({SHIFTS})()")

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/*.woff2*", late)
    for path in ("/", f"/lessons/{shipped.library().lessons[0].slug}", f"/quizzes/{shipped.library().lessons[0].slug}"):
        page.goto(path)
        page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        assert page.evaluate("document.fonts.check('18px AHN')")
        assert page.evaluate("window.shifts") == [], path
