"""What a learner may rely on when answering, seen from the browser."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from course.content.questions import Question
from tests.browser.answering import GUESS, SKIP, SURE, answer, card, press, wrong_picks
from tests.browser.conftest import Visit
from tests.repetition import part_of
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

SCRIPT = pytest.mark.parametrize("script", [False, True], ids=["without a script", "with a script"])
HEAVIEST = 60 * 1024
MOST_REQUESTS = 6


def question_of(course: ServedCourse, slug: str, question_id: str) -> Question:
    return course.library().quiz(slug).question(question_id)


@pytest.mark.long
def test_a_lesson_weighs_little_and_asks_one_host(shipped: ServedCourse, visit: Visit) -> None:
    page = visit(shipped, "/healthz")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    urls: list[str] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on("Network.requestWillBeSent", lambda event: urls.append(event["request"]["url"]))
    for path in [*part_of([f"/lessons/{lesson.slug}" for lesson in shipped.library().lessons]), "/"]:
        page.goto("about:blank")
        sizes.clear()
        urls.clear()
        page.goto(path, wait_until="networkidle")
        assert {urlsplit(url).netloc for url in urls} == {urlsplit(shipped.url).netloc}
        assert 2 <= len(sizes) == len(urls) <= MOST_REQUESTS, urls
        assert sum(sizes) <= HEAVIEST, path


def test_nothing_in_the_source_tells_an_answer_before_it_is_given(shipped: ServedCourse, visit: Visit) -> None:
    page = visit(shipped)
    library = shipped.library()
    for lesson in library.lessons:
        sources = "".join(page.request.get(f"/{kind}/{lesson.slug}").text() for kind in ("lessons", "quizzes"))
        for ours in library.html(lesson.slug).questions.values():
            secrets = [ours.why, ours.hint, *ours.feedback.values()]
            assert [
                secret for secret in secrets if secret and (secret in sources or secret.striptags() in sources)
            ] == []


def test_the_right_choice_differs_from_the_others_in_its_words_alone(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/quizzes/first")
    question = question_of(small, "first", "no-address")
    boxes = card(page, question).locator("label").all()
    shapes = {re.sub(r'(id|value|for)="[^"]*"|>[^<]+<', "", box.evaluate("box => box.outerHTML")) for box in boxes}
    assert len(boxes) == 3
    assert len(shapes) == 1


def test_nothing_is_selected_before_somebody_selects_it(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/quizzes/first")
    for slug in ("first", "second"):
        page.goto(f"/quizzes/{slug}")
        expect(page.get_by_role("radio").or_(page.get_by_role("checkbox")).first).to_be_visible()
        expect(page.locator("input:checked")).to_have_count(0)
        assert set(page.locator("select").evaluate_all("all => all.map(each => each.value)")) <= {""}


@SCRIPT
def test_sending_nothing_says_what_to_do_and_leads_to_the_first_choice(
    small: ServedCourse, visit: Visit, script: bool
) -> None:
    page = visit(small, "/lessons/first", java_script_enabled=script)
    question = question_of(small, "first", "no-address")
    before = small.responses()
    press(page, question, SURE)
    expect(card(page, question)).to_contain_text("Choose one answer")
    expect(card(page, question).get_by_text("Choose one answer")).to_be_in_viewport()
    if not script:  # with a script the page stays, and the sentence in the card has the focus
        expect(page).to_have_title(re.compile("^Error: "))
        problem = page.get_by_role("alert")
        expect(problem).to_contain_text("There is a problem")
        problem.get_by_role("link").click()
        expect(card(page, question).get_by_role("radio").first).to_be_focused()
    else:
        expect(page.locator(":focus")).to_contain_text("Choose one answer")
    assert small.responses() == before


@SCRIPT
def test_what_was_chosen_before_the_mistake_is_kept(small: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(small, "/quizzes/second", java_script_enabled=script)
    boot = question_of(small, "second", "boot")
    card(page, boot).locator("select").first.select_option("2")
    press(page, boot, GUESS)
    expect(card(page, boot)).to_contain_text("Give every step a place")
    expect(card(page, boot).locator("select").first).to_have_value("2")


@SCRIPT
def test_i_do_not_know_yet_needs_no_choice_and_is_not_scolded(small: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(small, "/lessons/first", java_script_enabled=script)
    question = question_of(small, "first", "no-address")
    press(page, question, SKIP)
    here = card(page, question)
    expect(here).to_contain_text(question.hint)
    expect(page.locator(":focus")).to_contain_text("Good to know.")
    expect(here).not_to_contain_text(re.compile("not quite|wrong|incorrect|problem", re.IGNORECASE))
    assert small.rows("SELECT outcome FROM response ORDER BY id DESC LIMIT 1") == [("unknown",)]


@SCRIPT
def test_the_enter_key_says_nothing_about_being_sure(small: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(small, "/lessons/first", java_script_enabled=script)
    question = question_of(small, "first", "no-address")
    radio = card(page, question).get_by_role("radio", name="Nova")
    radio.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(card(page, question)).to_contain_text("Not quite.")
    newest = "SELECT outcome, certainty, picked FROM response ORDER BY id DESC LIMIT 1"
    assert small.rows(newest) == [("wrong", "unknown", '["nova"]')]


def lamps(page: Page) -> list[str]:
    """Return how every lamp of the page looks."""
    script = "all => all.map(one => { const s = getComputedStyle(one); return [s.background, s.borderColor].join() })"
    found: list[str] = page.locator(".led").evaluate_all(script)
    return found


def test_scrolling_to_the_end_earns_nothing(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/lessons/first")
    before = lamps(page)
    assert before
    for _ in range(8):
        page.mouse.wheel(0, 900)
    page.keyboard.press("End")
    expect(page.get_by_role("contentinfo")).to_be_in_viewport()
    assert lamps(page) == before
    page.reload()
    assert lamps(page) == before
    assert page.context.cookies() == []


def test_an_answer_lights_its_lamp_without_a_reload(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/lessons/first")
    before = lamps(page)
    question = question_of(small, "first", "no-address")
    answer(page, question, question.answer)
    expect(page.get_by_role("navigation", name="In this lesson")).to_contain_text("Checked")
    after = lamps(page)
    assert after[0] != before[0]
    assert after[1:] == before[1:]
    page.reload()
    assert lamps(page) == after


@SCRIPT
def test_back_and_reload_send_nothing_again(small: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(small, "/", java_script_enabled=script)
    page.goto("/lessons/first")
    question = question_of(small, "first", "no-address")
    picked, _key = next(iter(wrong_picks(question)))
    answer(page, question, picked)
    expect(card(page, question)).to_contain_text("Not quite.")
    stored = small.responses()
    page.reload()
    expect(card(page, question)).to_contain_text("Not quite.")
    page.go_back()
    page.go_forward()
    expect(card(page, question)).to_contain_text("Not quite.")
    page.goto("/about")
    page.go_back()
    expect(card(page, question)).to_contain_text("Not quite.")
    assert small.responses() == stored


def test_a_lost_connection_falls_back_to_the_browsers_own_sending(small: ServedCourse, visit: Visit) -> None:
    page = visit(small, "/lessons/first")
    question = question_of(small, "first", "no-address")
    page.evaluate("() => { window.fetch = () => new Promise((_, refuse) => setTimeout(refuse, 50, new TypeError())); }")
    before = small.responses()
    answer(page, question, ("nova",))
    expect(card(page, question)).to_contain_text("Not quite.")
    expect(page).to_have_url(re.compile("answered=no-address#q-no-address$"))
    assert small.responses() == before + 1
