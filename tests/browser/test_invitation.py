"""The invitation on the screen of a room: a phone reads the code, people the link, and the texts are copied."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course.accounts.queries import account_of_email
from course.config import DATABASE_FILE
from course.db import connect
from course.meetups import hosting
from course.meetups.details import GroupDetails
from course.meetups.planned import PlannedMeetup
from tests.browser.conftest import Visit
from tests.browser.looking import small_targets, sticking_out
from tests.browser.test_accounts import sign_up
from tests.browser.test_axe import complaints
from tests.meetups.outside import seen_by_zbar
from tests.meetups.people import NOW, published
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

PROJECTOR = {"width": 1280, "height": 720}
READABLE = 40  # pixels, from the last row
SIZES = "(slide) => [...slide.querySelectorAll('h1, p, b')].map((each) => parseFloat(getComputedStyle(each).fontSize))"


def invitation(course: ServedCourse, page: Page, email: str) -> PlannedMeetup:
    """Sign somebody up in this browser, who hosts a meetup, and open its invitation."""
    sign_up(page, email)
    database = connect(f"sqlite:///{course.folder / 'instance' / DATABASE_FILE}")
    try:
        account = account_of_email(database.reading, email=email)
        assert account is not None
        with database.session(writing=True) as session:
            group = hosting.found_group(session, host_id=account.id, details=GroupDetails(name="Kraków"), at=NOW)
            meetup = published(session, course.library(), group.id, host_id=account.id)
            session.commit()
    finally:
        database.close()
    page.goto(f"/meetups/{meetup.slug}/invitation")
    return meetup


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_scanner_reads_the_link_from_the_screen_of_a_room(
    small: ServedCourse, visit: Visit, tmp_path: Path, theme: str
) -> None:
    page = visit(small, viewport=PROJECTOR, color_scheme=theme, java_script_enabled=False)
    meetup = invitation(small, page, f"{theme}@example.org")
    page.get_by_role("link", name="Show it on the screen").click()
    slide = page.get_by_role("region", name="For the screen")
    expect(slide.get_by_text(meetup.join_code)).to_be_in_viewport()
    page.screenshot(path=tmp_path / "slide.png")
    assert seen_by_zbar(tmp_path / "slide.png") == [f"{small.url}/j/{meetup.join_code}"]
    box = slide.bounding_box()
    assert box is not None
    assert box["height"] >= PROJECTOR["height"]


def test_the_slide_can_be_read_from_the_last_row(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, viewport=PROJECTOR)
    invitation(small, page, "last-row@example.org")
    assert min(page.locator("#slide").evaluate(SIZES)) >= READABLE


def test_a_text_is_copied_as_it_stands_there(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, permissions=["clipboard-read", "clipboard-write"])
    meetup = invitation(small, page, "copied@example.org")
    page.get_by_role("button", name="Copy for a mail").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("For a mail", exact=True).input_value()
    assert copied.startswith("OpenStack Kraków 7: Thursday 26 November 2026, 18:00\n\nHello,")
    assert copied.endswith(f"{small.url}/j/{meetup.join_code}")


@pytest.mark.long
def test_nothing_is_wrong_with_the_invitation_and_it_fits_a_phone(small: ServedCourse, visit: Visit) -> None:
    page = visit(small)
    invitation(small, page, "phone@example.org")
    assert complaints(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert sticking_out(page) == []
    assert small_targets(page) == []


def test_the_invitation_prints_on_one_page_of_paper(small: ServedCourse, visit: Visit) -> None:
    page = visit(small)
    invitation(small, page, "paper@example.org")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
