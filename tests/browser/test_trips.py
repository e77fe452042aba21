"""A newcomer's way through the course, without a script and with it."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course.content.lessons import Lesson
from course.content.library import Library
from course.content.questions import Question
from tests.browser.answering import REVEAL, answer, answer_right, card, plain, press, said, wrong_picks
from tests.browser.conftest import Visit
from tests.browser.content import write_small_course
from tests.served_course import ServedCourse

pytestmark = pytest.mark.browser

SCRIPT = pytest.mark.parametrize("script", [False, True], ids=["without a script", "with a script"])
ALL_KINDS = {"single", "several", "truth", "text", "number", "order", "match", "command"}


def in_text(lesson: Lesson) -> list[Question]:
    """Return the questions that are asked between the sections, in the order of the page."""
    return [question for section in lesson.sections for question in lesson.section_questions(section.id)]


def telling(lesson: Lesson) -> Question:
    """Return a question of the text that says different things to two wrong answers."""
    return next(each for each in in_text(lesson) if len({key for _, key in wrong_picks(each)}) > 1)


def expect_feedback_in_place(page: Page, question: Question, words: str) -> None:
    """See the feedback in the card, on the screen, with the focus on it or on the card that it names."""
    here = card(page, question)
    expect(here).to_contain_text("Not quite.")
    expect(here).to_contain_text(words)
    expect(here.get_by_text("Not quite.")).to_be_in_viewport()
    focused = page.locator(":focus")
    expect(focused).to_contain_text(words)
    assert focused.evaluate("(focused, card) => card.contains(focused)", here.element_handle())


def expect_no_key(page: Page, library: Library, lesson: Lesson, question: Question) -> None:
    """See nothing of the right answer, neither on the page nor in what the server sends for it."""
    ours = library.html(lesson.slug).questions[question.id]
    secrets = [ours.why, *(ours.feedback[key] for key in question.mark(question.answer).feedback)]
    sources = page.content() + page.context.request.get(page.url).text()
    for secret in secrets:
        assert secret.striptags() not in sources


def open_lesson_one(page: Page, lesson: Lesson) -> None:
    """Go from the map to lesson 1 with one click."""
    page.get_by_role("link", name=re.compile("Start lesson 1")).click()
    expect(page).to_have_url(re.compile(f"/lessons/{lesson.slug}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)


@SCRIPT
def test_a_newcomer_reads_is_wrong_twice_looks_and_goes_on(shipped: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(shipped, "/", java_script_enabled=script)
    library = shipped.library()
    lesson = library.lessons[0]
    open_lesson_one(page, lesson)
    page.evaluate("window.notLoadedAgain = true")
    asked = telling(lesson)
    (first, first_key), (second, second_key) = list(wrong_picks(asked))[:2]
    answer(page, asked, first)
    expect_feedback_in_place(page, asked, said(library, lesson.slug, asked, first_key))
    expect_no_key(page, library, lesson, asked)
    answer(page, asked, second)
    expect_feedback_in_place(page, asked, said(library, lesson.slug, asked, second_key))
    expect(card(page, asked)).not_to_contain_text(said(library, lesson.slug, asked, first_key))
    expect_no_key(page, library, lesson, asked)
    press(page, asked, REVEAL)
    expect(card(page, asked)).to_contain_text(plain(library.html(lesson.slug).questions[asked.id].why.striptags()))
    other = next(each for each in in_text(lesson) if each != asked)
    answer_right(page, other)
    assert page.evaluate("window.notLoadedAgain === true") is script
    expect(page.get_by_role("navigation", name="In this lesson")).to_contain_text(f"1 of {len(lesson.quiz.questions)}")
    page.get_by_role("link", name="Open the quiz").click()
    expect(page.get_by_role("main")).to_contain_text(f"1 of {len(lesson.quiz.questions)} checked")


def answer_lesson(page: Page, lesson: Lesson) -> None:
    """Answer everything right: in the lesson what it asks, the rest in its quiz."""
    page.goto(f"/lessons/{lesson.slug}")
    for question in in_text(lesson):
        answer_right(page, question)
    page.goto(f"/quizzes/{lesson.slug}")
    for question in lesson.loose_questions:
        answer_right(page, question)
    expect(page.get_by_role("heading", name=f"All {len(lesson.quiz.questions)} checked")).to_be_visible()


def plate(page: Page, lesson: Lesson) -> Locator:
    """Return the faceplate of a lesson on the map."""
    page.goto("/")
    return page.get_by_role("link", name=re.compile(re.escape(lesson.title))).last


@SCRIPT
def test_all_questions_right_is_done_and_stays_done_when_the_server_restarts(
    shipped: ServedCourse, visit: Visit, script: bool
) -> None:
    # A fresh guest: whoever looked at an answer has to wait ten minutes before it counts.
    page = visit(shipped, "/", java_script_enabled=script)
    lesson = shipped.library().lessons[0]
    answer_lesson(page, lesson)
    expect(plate(page, lesson)).to_contain_text("Done")
    shipped.restart()
    expect(plate(page, lesson)).to_contain_text("Done")


@SCRIPT
def test_every_kind_of_question_is_answered_on_the_way_to_done(small: ServedCourse, visit: Visit, script: bool) -> None:
    page = visit(small, "/", java_script_enabled=script)
    lessons = [lesson for lesson in small.library().lessons if lesson.quiz.questions]
    assert {question.kind for lesson in lessons for question in lesson.quiz.questions} == ALL_KINDS
    for lesson in lessons:
        answer_lesson(page, lesson)
        expect(plate(page, lesson)).to_contain_text("Done")


def test_done_stays_done_when_the_text_of_the_lesson_is_edited(tmp_path: Path, visit: Visit) -> None:
    write_small_course(tmp_path)
    course = ServedCourse(tmp_path)
    course.start()
    try:
        page = visit(course)
        lesson = course.library().lessons[0]
        answer_lesson(page, lesson)
        file = tmp_path / lesson.path
        file.write_text(file.read_text().replace("You send one request", "You send a single request"))
        time.sleep(1.1)  # the server looks at the files once a second
        page.goto(f"/lessons/{lesson.slug}")
        page.reload()
        expect(page.get_by_role("main")).to_contain_text("You send a single request")
        expect(plate(page, lesson)).to_contain_text("Done")
    finally:
        course.stop()
