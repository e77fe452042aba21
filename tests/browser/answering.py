"""Answering questions as a learner does: what to give comes from the content, never from the page."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from course.content.library import Library
from course.content.questions import (
    MatchQuestion,
    OrderQuestion,
    Question,
    SeveralChoice,
    SingleChoice,
    TextQuestion,
    TrueFalse,
)

SURE = re.compile("I.m sure")
GUESS = "Best guess"
SKIP = re.compile("I don.t know yet")
REVEAL = "Show me the answer"


def card(page: Page, question: Question) -> Locator:
    """Return the card of a question, whatever state it is in."""
    return page.locator(f"#q-{question.id}")


def fill(page: Page, question: Question, picked: tuple[str, ...]) -> None:
    """Enter an answer without sending it."""
    here = card(page, question)
    if isinstance(question, SingleChoice | SeveralChoice | TrueFalse):
        for box in here.locator("input[name=pick]").all():
            box.set_checked(box.get_attribute("value") in picked) if _may_change(box, picked) else None
    elif isinstance(question, OrderQuestion):
        for step in question.shown:
            place = str(picked.index(step.key) + 1) if step.key in picked else "-"
            here.locator(f"select[name=place-{step.key}]").select_option(place)
    elif isinstance(question, MatchQuestion):
        for left, right in zip(question.lefts, picked, strict=True):
            here.locator(f"select[name=match-{left.key}]").select_option(right)
    else:
        here.get_by_role("textbox").fill(picked[0])


def _may_change(box: Locator, picked: tuple[str, ...]) -> bool:
    """A radio button cannot be cleared; choosing another one does that."""
    return box.get_attribute("type") == "checkbox" or box.get_attribute("value") in picked


def answer(page: Page, question: Question, picked: tuple[str, ...], button: str | re.Pattern[str] = SURE) -> Locator:
    """Answer a question, wait until it has been said what came of it, and return the card."""
    fill(page, question, picked)
    press(page, question, button)
    return card(page, question)


def press(page: Page, question: Question, button: str | re.Pattern[str]) -> None:
    """Press a button of the card and wait until another card stands in its place, by script or by a page load."""
    here = card(page, question)
    here.evaluate("card => card.setAttribute('data-before', '')")
    here.get_by_role("button", name=button).click()
    page.locator(f"#q-{question.id}:not([data-before])").wait_for()


def answer_right(page: Page, question: Question) -> None:
    """Answer a question right."""
    expect(answer(page, question, question.answer)).to_contain_text("Right.")


def wrong_picks(question: Question) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield wrong answers for which the author wrote feedback, each with the key of its feedback."""
    if isinstance(question, SingleChoice | SeveralChoice):
        candidates = [(choice.key,) for choice in question.choices]
    elif isinstance(question, TextQuestion):
        candidates = [(choice.text.split("|")[0].strip(),) for choice in question.nots]
    else:
        candidates = []
    for picked in candidates:
        marking = question.mark(picked)
        if not marking.right and marking.feedback:
            yield picked, marking.feedback[0]


def said(library: Library, slug: str, question: Question, key: str) -> str:
    """Return the words of a feedback as a reader sees them."""
    return plain(library.html(slug).questions[question.id].feedback[key].striptags())


def plain(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(str(text).split())
