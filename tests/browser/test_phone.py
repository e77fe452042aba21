"""What a phone needs: a way back, words that can be read, commands that fit, the result where the answer was."""

import re

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from tests.browser.answering import answer, card
from tests.browser.conftest import Visit
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
LONGEST_COMMAND = 46
# How wide so many characters of a command are, and how much room there is for them.
ROOM = """(pre, length) => {
  const { paddingLeft, paddingRight } = getComputedStyle(pre);
  const probe = pre.firstElementChild.appendChild(document.createElement("span"));
  probe.textContent = "x".repeat(length);
  const wide = probe.getBoundingClientRect().width;
  probe.remove();
  return pre.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - wide;
}"""


def box_of(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None
    return box


@pytest.mark.parametrize("page_name", ["lessons", "quizzes"])
def test_a_phone_shows_a_way_back_to_the_course_map(small: ServedCourse, visit: Visit, page_name: str) -> None:
    page = visit(small, f"/{page_name}/first", viewport=PHONE)
    way_back = page.get_by_role("main").locator("a[href='/']").first
    expect(way_back).to_be_in_viewport()
    box = box_of(way_back)
    assert min(box["width"], box["height"]) >= 24
    way_back.click()
    expect(page).to_have_url(re.compile("/$"))


@pytest.mark.parametrize("width", [320, 390, 800])
def test_what_a_word_means_spans_the_text_on_a_narrow_screen(small: ServedCourse, visit: Visit, width: int) -> None:
    page = visit(small, "/lessons/first", viewport={"width": width, "height": 844})
    page.get_by_role("main").get_by_role("button", name="Nova").first.click()
    box = box_of(page.locator(":popover-open"))
    left, right = box["x"], width - box["x"] - box["width"]
    assert abs(left - right) <= 1
    assert left >= 16
    assert box["width"] >= min(width - 33, 500)


def test_the_longest_command_fits_a_phone_in_letters_that_can_be_read(shipped: ServedCourse, visit: Visit) -> None:
    page = visit(shipped, f"/lessons/{shipped.library().lessons[0].slug}", viewport=PHONE)
    command = page.get_by_role("group", name="Command").first
    assert command.evaluate(ROOM, LONGEST_COMMAND) >= 0
    assert command.evaluate("pre => parseFloat(getComputedStyle(pre).fontSize)") >= 13


@pytest.mark.parametrize("script", [False, True], ids=["without a script", "with a script"])
def test_the_end_of_a_quiz_stands_below_the_last_answer(small: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(small, "/quizzes/first", viewport=PHONE, java_script_enabled=script)
    questions = small.library().quiz("first").questions
    for question in questions:
        answer(page, question, question.answer)
    last = card(page, questions[-1])
    end = page.get_by_role("heading", name=f"All {len(questions)} checked")
    assert box_of(end)["y"] > box_of(last)["y"]
    page.goto("/quizzes/first")  # nothing is open any more: the end comes before all receipts
    assert box_of(end)["y"] < box_of(page.get_by_role("group").first)["y"]
