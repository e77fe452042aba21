"""Signs that nobody sees: none comes into a page by being spelt, and the author is told."""

import pytest

from course.content.library import LibraryReader
from course.content.markdown import Renderer
from course.content.pictures import Pictures
from course.content.source import hidden_sign
from tests.content.folders import Course

SPELT = ["&#30;", "&#x1F;", "&#x1e;&#31;", "&#x202E;", "&#8238;", "&#x85;", "&#127;", "&#xD800;", "\x1e"]


@pytest.mark.parametrize("spelt", SPELT)
def test_no_spelling_brings_a_hidden_sign_into_a_page(spelt: str) -> None:
    render = Renderer({}, {}, Pictures({}, "", []))
    for text in (f"a{spelt} b", f"`a` {spelt} *b*", f"[a{spelt}b](#c)", f"| {spelt} |\n|---|\n| a |", f"- a{spelt}"):
        assert not hidden_sign(render.block(text))
        assert not hidden_sign(render.inline(text))
        assert not hidden_sign(render.inline(text).striptags())


@pytest.mark.parametrize(("spelt", "sign"), [("&#30;", "001E"), ("&#x0001F;", "001F"), ("&#x202e;", "202E")])
def test_a_spelt_hidden_sign_is_told_and_holds_nothing_back(
    spelt: str, sign: str, course: Course, reader: LibraryReader
) -> None:
    path = "lessons/10-start/01-first.md"
    course.replace(path, "Intro.", f"`{spelt}` In{spelt}tro &#233; &#x1F600;.")
    column = len(f"`{spelt}` In") + 1
    what = f"{spelt} spells the invisible character U+{sign}; take it out"
    assert [str(error) for error in course.errors()] == [f"{path}:10:{column}: E408 {what}"]
    intro = reader.current().html("first").intro
    assert "Intro é \U0001f600." in intro
    assert f">{spelt.replace('&', '&amp;')}</code>" in intro
