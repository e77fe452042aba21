from pathlib import Path

import pytest

import course
from course.content.rules.every import RULES
from course.content.rules.page import explained, page

FILE = Path(course.__file__).parent / "docs" / "rules.md"


UNSAID = {"E117", "E423"}  # what no text is known to bring about, and what only the real client can say


@pytest.fixture(scope="module")
def text() -> str:
    """The page, which takes as long as to check the course once for every rule."""
    return page()


def test_the_page_about_the_rules_is_written_from_the_rules(text: str) -> None:
    command = "uv run python -m course.content.rules.page > course/docs/rules.md"
    assert FILE.read_text(encoding="utf-8") == text, f"write it anew: {command}"


def test_every_rule_is_on_the_page_with_what_it_says(text: str) -> None:
    assert [text.count(f"\n### {code} ") for code in RULES] == [1] * len(RULES)
    assert {code for code in RULES if f": {code} " not in text} == UNSAID


def test_a_rule_is_explained_by_its_reason_both_examples_what_is_said_and_whether_it_is_repaired() -> None:
    text = explained(RULES["E412"])
    assert text.startswith("Without an empty line above it a list is no list for us, but it is one on a forge.\n")
    assert "````text\nYou need:\n- a token\n- an image\n````" in text
    assert "E412 the list does not stand apart; put an empty line above it" in text
    assert "`--fix` repairs it." in text
    assert "````text\nYou need:\n\n- a token\n- an image\n````" in text
    assert "--fix" not in explained(RULES["E401"])


def test_no_sign_of_an_example_is_hidden(text: str) -> None:
    assert "You ask<U+202E> Nova." in text
    assert "<U+FEFF>---" in text
