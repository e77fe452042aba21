"""Through a lesson with the keyboard alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answering import answer, card
from tests.browser.conftest import Visit
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

# Everything the Tab key should reach, numbered in the order of the document. Of a group of radio buttons it is one.
NUMBER_STOPS = """() => {
  const seen = new Set();
  const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex]");
  const stops = [...all].filter((each) => {
    if (each.tabIndex < 0 || each.disabled || !each.checkVisibility({ visibilityProperty: true })) return false;
    if (each.type === "hidden") return false;
    if (each.type !== "radio") return true;
    const group = each.form.id + each.name;
    return !seen.has(group) && seen.add(group);
  });
  stops.forEach((each, number) => { each.dataset.stop = number; });
  return stops.length;
}"""

# Where the focus is, what its ring looks like, and the colours behind it: the nearest surface that is painted.
WHERE = """() => {
  const each = document.activeElement;
  const style = getComputedStyle(each);
  let behind = each.parentElement;
  while (behind && getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
  const box = each.getBoundingClientRect();
  return {
    stop: Number(each.dataset.stop ?? -1), name: (each.innerText || each.name || each.tagName).trim(),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    colours: [style.outlineColor, (style.boxShadow.match(/rgba?\\([^)]*\\)/) ?? [style.outlineColor])[0]],
    behind: getComputedStyle(behind ?? document.documentElement).backgroundColor,
    seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""


def luminance(colour: str) -> float:
    parts = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def tab_through(page: Page, stops: int) -> list[dict[str, Any]]:
    found = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        found.append(page.evaluate(WHERE))
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tab_goes_through_a_lesson_in_reading_order_with_a_ring_that_is_seen(
    small: ServedCourse, visit: Visit, theme: str
) -> None:
    page = visit(small, "/lessons/first", color_scheme=theme)
    question = small.library().quiz("first").question("alone")
    answer(page, question, question.answer)  # so that there is a receipt too
    page.reload()
    stops = page.evaluate(NUMBER_STOPS)
    found = tab_through(page, stops)
    assert found[0]["name"] == "Skip to the lesson"
    assert [each["stop"] for each in found] == list(range(stops))
    for each in found:
        assert each["ring"] >= 2, each
        assert each["seen"], each
        assert max(contrast(colour, each["behind"]) for colour in each["colours"]) >= 3, each


@pytest.mark.parametrize("path", ["/", "/quizzes/second", "/glossary", "/lessons/odd"])
def test_tab_is_trapped_nowhere(small: ServedCourse, visit: Visit, path: str) -> None:
    page = visit(small, path)
    stops = page.evaluate(NUMBER_STOPS)
    found = tab_through(page, stops)
    assert [each["stop"] for each in found] == list(range(stops))
    assert page.evaluate("document.querySelector('[data-stop=\"0\"]').innerText").startswith("Skip to the ")


def test_the_skip_link_leads_past_the_navigation(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/lessons/first")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("script", [False, True], ids=["without a script", "with a script"])
def test_escape_closes_what_a_word_means(small: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(small, "/lessons/first", java_script_enabled=script)
    word = page.get_by_role("main").get_by_role("button", name="Nova")
    meaning = page.get_by_role("main").get_by_text("The Compute service.")
    expect(meaning).to_be_hidden()
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(word).to_be_focused()


def test_a_question_is_answered_with_the_keyboard_alone(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/quizzes/first")
    question = small.library().quiz("first").question("no-address")
    here = card(page, question)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the navigation
    for _ in range(5):  # past the way back to the map, to the first choice
        page.keyboard.press("Tab")
        if here.locator("input:focus").count():
            break
    page.keyboard.press("Space")
    right = here.get_by_role("radio", name=re.compile("^Neutron"))
    for _ in question.keyed:
        if not right.is_checked():
            page.keyboard.press("ArrowDown")
    assert right.is_checked()
    page.keyboard.press("Tab")
    expect(here.get_by_role("button", name=re.compile("I.m sure"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("Right.")
    page.keyboard.press("Tab")  # on from the feedback, not from the top of the page
    assert page.evaluate("!document.querySelector('header').contains(document.activeElement)")
