"""Without colour, at night, in forced colours, without movement: everything can still be told apart."""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.browser.answering import SURE, answer, card, fill
from tests.browser.conftest import Visit
from tests.browser.looking import Eye
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

TELLING = 12  # of 255: how far two small pictures must be apart in grey to be told apart at a glance
WORDS = {"done": "Done", "now": "1 of 5 checked", "read": "Read", "off": "Not started"}
TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "brand") for ground in ("bg", "surface", "sunk")),
    *((f"{word}", f"{word}-bg") for word in ("ok", "try", "due")),
    *((ink, ground) for ink in ("plate-ink", "plate-muted") for ground in ("rack", "plate")),
    ("on-brand", "brand"),
]
CONTROL_PAIRS = [("edge", "bg"), ("cable", "bg"), *((f"led-{led}", "plate") for led in ("off", "done", "now"))]
CONTRASTS = """(pairs) => {
  const probe = document.body.appendChild(document.createElement("p"));
  const luminance = (token) => {
    probe.style.setProperty("color", `var(--${token})`);
    const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [r, g, b] = parts.map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return pairs.map(([one, other]) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  });
}"""


@pytest.fixture(scope="module")
def eye(browser: Browser) -> Iterator[Eye]:
    found = Eye(browser)
    yield found
    found.close()


@pytest.fixture
def four_states(small: ServedCourse, visit: Visit) -> Page:
    """The map of somebody with a lesson done, one begun, one read and others not started."""
    page = visit(small, "/lessons/first")
    library = small.library()
    for question in library.quiz("first").questions:
        page.goto(f"/quizzes/first#q-{question.id}")
        answer(page, question, question.answer)
    page.goto("/quizzes/second")
    answer(page, library.quiz("second").question("fit"), ("16",))
    page.goto("/lessons/plain")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    page.goto("/")
    return page


TITLES = {"done": "Who answers when", "now": "Eight ways to ask", "read": "without questions", "off": "of odd things"}


def lamp_pictures(page: Page) -> dict[str, bytes]:
    plates = page.get_by_role("region", name="Course map").get_by_role("link")
    return {state: plates.filter(has_text=title).locator(".led").screenshot() for state, title in TITLES.items()}


def assert_told_apart(eye: Eye, pictures: dict[str, bytes]) -> None:
    for (one, first), (other, second) in combinations(pictures.items(), 2):
        assert eye.apart(first, second) > TELLING, f"{one} and {other} look the same"


def test_lamps_are_told_apart_without_colour_in_forced_colours_and_by_their_words(four_states: Page, eye: Eye) -> None:
    for theme in ("light", "dark"):
        four_states.emulate_media(color_scheme=theme)
        assert_told_apart(eye, lamp_pictures(four_states))
    four_states.emulate_media(forced_colors="active")
    assert_told_apart(eye, lamp_pictures(four_states))
    plates = four_states.get_by_role("region", name="Course map").get_by_role("link")
    for state, title in TITLES.items():
        name = re.compile(rf"{WORDS[state]}.*{title}|{title}.*{WORDS[state]}", re.DOTALL)
        expect(plates.filter(has_text=title)).to_have_accessible_name(name)


def test_a_chosen_answer_and_the_right_one_are_seen_in_forced_colours(
    small: ServedCourse, visit: Visit, eye: Eye
) -> None:
    page = visit(small, "/lessons/first", forced_colors="active")
    question = small.library().quiz("first").question("no-address")
    labels = card(page, question).locator("label")
    fill(page, question, ("nova",))
    page.get_by_role("heading", level=1).click()  # so that no option is under the pointer
    boxes = [eye.brightness(label.locator("input").screenshot()) for label in labels.all()]
    picked = [label.locator("input").is_checked() for label in labels.all()].index(True)
    others = [box for number, box in enumerate(boxes) if number != picked]
    assert abs(others[0] - others[1]) < TELLING < others[0] - boxes[picked]
    answer(page, question, question.answer)
    items = {
        item.inner_text().split(",")[0]: item.screenshot()
        for item in card(page, question).get_by_role("listitem").all()
    }
    assert eye.apart(items["Neutron"], items["Nova"]) > 3
    for button in page.get_by_role("main").locator(".btn:visible").all():
        assert button.evaluate("b => getComputedStyle(b).color !== getComputedStyle(b).backgroundColor")


def test_a_saved_dark_theme_shows_no_white_before_the_style_sheet_is_there(
    small: ServedCourse, visit: Visit, eye: Eye
) -> None:
    page = visit(small, "/about", color_scheme="light")
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    source = page.request.get("/lessons/first").text()
    assert '<html lang="en" data-theme="dark">' in source
    page.route("**/site.css*", lambda route: route.fulfill(body="", content_type="text/css"))
    corner: FloatRect = {"x": 1200, "y": 20, "width": 60, "height": 60}
    page.goto("/lessons/first")  # what is painted without a style sheet is painted before it comes
    assert eye.brightness(page.screenshot(clip=corner)) < 60
    page.unroute("**/site.css*")
    page.goto("/lessons/first")
    assert eye.brightness(page.screenshot(clip=corner)) < 60


@pytest.mark.parametrize("script", [False, True], ids=["without a script", "with a script"])
def test_the_choice_of_dark_is_kept_and_can_be_given_back(small: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(small, "/about", color_scheme="light", java_script_enabled=script)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("/about$"))
    assert page.evaluate(ground) != light
    page.goto("/lessons/first")
    assert page.evaluate(ground) != light
    page.get_by_role("button", name="Like my device").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(ground) == light


def test_pictures_follow_the_theme(shipped: ServedCourse, visit: Visit, eye: Eye) -> None:
    page = visit(shipped, f"/lessons/{shipped.library().lessons[0].slug}")
    pictures = page.get_by_role("main").get_by_role("figure").filter(has=page.get_by_role("img")).all()
    assert pictures
    for picture in pictures:
        page.emulate_media(color_scheme="light")
        light = eye.brightness(picture.screenshot())
        page.emulate_media(color_scheme="dark")
        dark = eye.brightness(picture.screenshot())
        assert light > 150
        assert dark < 110


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_those_who_ask_for_less_movement(small: ServedCourse, visit: Visit, motion: str) -> None:
    page = visit(small, "/lessons/first", reduced_motion=motion)
    page.evaluate("""() => {
      window.moved = [];
      const note = (event) => window.moved.push(event.type);
      for (const kind of ["animationstart", "transitionrun"]) addEventListener(kind, note, true);
    }""")
    question = small.library().quiz("first").question("no-address")
    answer(page, question, ("nova",))
    card(page, question).get_by_role("button", name=SURE).hover()
    page.wait_for_timeout(100)
    running = page.evaluate("document.getAnimations().length")
    smooth = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    if motion == "reduce":
        assert (page.evaluate("window.moved"), running, smooth) == ([], 0, "auto")
    else:  # what the others see: so that this test could fail
        assert page.evaluate("window.moved")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_have_the_contrast_that_text_and_controls_need(
    small: ServedCourse, visit: Visit, theme: str
) -> None:
    page = visit(small, "/about", color_scheme=theme)
    for pairs, least in ((TEXT_PAIRS, 4.5), (CONTROL_PAIRS, 3.0)):
        for pair, contrast in zip(pairs, page.evaluate(CONTRASTS, pairs), strict=True):
            assert contrast >= least, pair
