from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.runtime import Macro
from markupsafe import Markup

from course.learning.printing import printed
from tests.conftest import make_client
from tests.learning.test_views import answer

FIRST = "01-first.md"
TITLE = "Who answers when you ask for a server?"
LIT = '<i class="on"></i>'


@pytest.fixture
def macro(app: Flask) -> Callable[[str], Macro]:
    """Make a macro with this text; all of them have one name, as the macro of one template has."""

    def make(text: str) -> Macro:
        source = f"{{% macro shown(value, more='') %}}{text}{{% endmacro %}}"
        found = app.jinja_env.from_string(source).module
        return found.shown  # type: ignore[attr-defined, no-any-return]

    return make


def retitle(folder: Path, title: str) -> None:
    file = folder / "lessons" / "10-first-contact" / FIRST
    file.write_text(file.read_text().replace(f"title: {TITLE}", f"title: '{title}'"))


def test_the_same_value_is_printed_once(app: Flask, macro: Callable[[str], Macro]) -> None:
    with app.test_request_context("/"):
        first = printed(macro("first {{ value }}"), "x")
        assert first == "first x"
        assert printed(macro("second {{ value }}"), "x") is first
        assert printed(macro("second {{ value }}"), "y") == "second y"
        assert printed(macro("second {{ value }}{{ more }}"), "x", "z") == "second xz"


def test_what_is_printed_is_escaped_where_it_is_no_markup(app: Flask, macro: Callable[[str], Macro]) -> None:
    with app.test_request_context("/"):
        assert printed(macro("{{ value }}"), "<b>") == Markup("&lt;b&gt;")


def test_the_lamps_of_the_map_are_those_of_whoever_looks(app: Flask, client: FlaskClient) -> None:
    other = make_client(app)
    answer(other, pick="nova")
    assert LIT not in other.get("/").text
    answer(client, pick="neutron")
    for _ in range(2):
        assert LIT in client.get("/").text
        assert LIT not in other.get("/").text


def test_a_new_title_is_on_the_map_of_a_learner(client: FlaskClient, folder: Path) -> None:
    answer(client, pick="nova")
    for path in ("/", "/me"):
        assert TITLE in client.get(path).text
    retitle(folder, "Who <i>answers</i> & why?")
    for path in ("/", "/me"):
        assert "Who &lt;i&gt;answers&lt;/i&gt; &amp; why?" in client.get(path).text
