"""A lesson on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_printed_lesson_is_its_text_without_what_only_a_screen_can_do(
    shipped: ServedCourse, visit: Visit, theme: str
) -> None:
    lesson = shipped.library().lessons[0]
    page = visit(shipped, f"/lessons/{lesson.slug}", color_scheme=theme)
    page.get_by_role("contentinfo").get_by_role("button", name=theme.title()).click()
    page.emulate_media(media="print")
    for navigation in page.locator("nav, header.top, footer").all():
        expect(navigation).to_be_hidden()
    for button in page.get_by_role("main").get_by_role("button", name="Copy").all():
        expect(button).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for section in lesson.sections:
        expect(page.get_by_role("heading", name=section.title)).to_be_visible()
    paragraph = page.locator("main > p:not([class])").first
    expect(paragraph).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    red, green, blue = paragraph.evaluate("p => getComputedStyle(p).color.match(/\\d+/g).slice(0, 3).map(Number)")
    assert max(red, green, blue) < 80, "text on paper is dark, whatever the screen shows"


@pytest.mark.parametrize("slug", ["what-openstack-is", "first-cli"])
def test_a_printed_lesson_is_no_wider_than_its_paper_and_cuts_nothing(
    shipped: ServedCourse, visit: Visit, slug: str
) -> None:
    page = visit(shipped, f"/lessons/{slug}", viewport={"width": 680, "height": 1000})
    page.emulate_media(media="print")  # 680 px: A4 without its margins
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 680
    cut = "[...document.querySelectorAll('pre')].filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.evaluate(cut) == 0
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 8
