"""axe-core finds nothing on any page, in any state, on the smallest phone and on a desk, in both themes."""

import re
import zlib
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from course.content.library import Library
from tests.browser.answering import REVEAL, SURE, answer, press
from tests.browser.conftest import Visit
from tests.repetition import part_of
from tests.served_course import ServedCourse

pytestmark = [pytest.mark.browser, pytest.mark.long]

RUN = """async () => {
  const rules = { "target-size": { enabled: true } };
  const found = await axe.run(document, { resultTypes: ["violations"], rules });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.html}`));
}"""
VIEWS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (320, "dark"), (1280, "dark"), (320, "light")]


def complaints(page: Page) -> list[str]:
    """Return what axe-core says against a page: in the width and theme whose turn it is, or in all in a long run."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width, theme in part_of(VIEWS, zlib.crc32(urlsplit(page.url).path.encode()), of=len(VIEWS)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        found += [f"{width}, {theme}: {each}" for each in page.evaluate(RUN)]
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/lessons/first",
        "/lessons/odd",
        "/quizzes/second",
        "/glossary",
        "/about",
        "/docs",
        "/docs/deployment",
        "/docs/security",
        "/lessons/firts",
    ],
)
def test_nothing_is_wrong_for_a_newcomer(small: ServedCourse, visit: Visit, path: str) -> None:
    assert complaints(visit(small, path)) == []


@pytest.mark.long
def test_nothing_is_wrong_on_the_shipped_lessons(shipped: ServedCourse, visit: Visit) -> None:
    lessons = shipped.library().lessons
    page = visit(shipped, "/about")
    for lesson in part_of(lessons, of=len(lessons) // 2):  # the first, the middle and the last; all in a long run
        page.goto(f"/lessons/{lesson.slug}")
        assert complaints(page) == [], lesson.slug
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, lesson.slug


def tried(page: Page, library: Library) -> None:
    """A lesson with one wrong answer and one right a moment ago."""
    page.goto("/lessons/first")
    answer(page, library.quiz("first").question("no-address"), ("nova",))
    answer(page, library.quiz("first").question("alone"), ("false",))


def revealed(page: Page, library: Library) -> None:
    """A lesson with a receipt, and one answer looked at."""
    tried(page, library)
    press(page, library.quiz("first").question("no-address"), REVEAL)
    page.reload()
    for receipt in page.locator("summary").all():
        receipt.click()


def refused(page: Page, library: Library) -> None:
    """A form sent with nothing in it."""
    page.goto("/quizzes/first")
    press(page, library.quiz("first").question("who"), SURE)


def learners_map(page: Page, library: Library) -> None:
    """The map of somebody who has begun."""
    tried(page, library)
    page.goto("/")


def quiz_half_done(page: Page, library: Library) -> None:
    """A quiz with open questions and receipts, every other kind of answer just given."""
    page.goto("/quizzes/second")
    for name in ("several", "fit", "boot", "jobs"):
        question = library.quiz("second").question(name)
        answer(page, question, question.answer)


def quiz_finished(page: Page, library: Library) -> None:
    """A quiz with all questions right, one at the second try."""
    page.goto("/quizzes/first")
    answer(page, library.quiz("first").question("no-address"), ("glance",))
    for question in library.quiz("first").questions:
        answer(page, question, question.answer)
    expect(page.get_by_role("heading", name="to look at again")).to_be_visible()


STATES: list[Callable[[Page, Library], None]] = [
    tried, revealed, refused, learners_map, quiz_half_done, quiz_finished,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_is_wrong_for_a_learner(small: ServedCourse, visit: Visit, state: Callable[..., Any]) -> None:
    page = visit(small, "/about")
    state(page, small.library())
    assert complaints(page) == []


def test_nothing_is_wrong_with_the_list_of_problems(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/about")  # without a script of ours: axe-core needs its own
    page.route("**/site.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/lessons/first")
    press(page, small.library().quiz("first").question("no-address"), SURE)
    expect(page).to_have_title(re.compile("^Error"))
    assert complaints(page) == []
