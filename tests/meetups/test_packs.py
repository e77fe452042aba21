from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from tests.meetups.hosted import hosted, library_of

PACKS = """\
[pack.first-meetup]
title = "First <b>"
sentence = "For & all."
lessons = ["first", "plain"]

[pack.missing]
title = "Not there"
sentence = "One lesson is missing."
lessons = ["first", "missing"]
"""
PAGE = '{% from "meetups/_packs.html" import packs %}{{ packs(offers, meetup, meetup.version, enough) }}'


@pytest.fixture
def packed(app: Flask, folder: Path) -> Flask:
    (folder / "lessons" / "paths.toml").write_text(PACKS)
    return app


def test_a_pack_is_a_form_with_its_lessons_its_minutes_and_the_version(packed: Flask, client: FlaskClient) -> None:
    meetup = hosted(packed, client)
    library = library_of(packed)
    with packed.test_request_context():
        html = render_template_string(PAGE, offers=library.packs, meetup=meetup, enough=20)
    assert html.count("<form") == 1
    assert f'action="/meetups/{meetup.slug}/assignments"' in html
    for field in (f'name="version" value="{meetup.version}"', 'name="pick" value="first"', 'name="pick" value="plain"'):
        assert field in html
    assert f"<b>{library.packs[0].minutes} min</b>" in html
    assert "First &lt;b&gt;" in html
    assert "More than" not in html
    with packed.test_request_context():
        html = render_template_string(PAGE, offers=library.packs, meetup=meetup, enough=library.packs[0].minutes - 1)
    assert f"More than {library.packs[0].minutes - 1} minutes" in html
    assert "Set this pack" in html


def test_the_pack_that_is_set_says_so(packed: Flask, client: FlaskClient) -> None:
    meetup = hosted(packed, client)
    page = PAGE.replace("enough)", "20, set_now)")
    with packed.test_request_context():
        html = render_template_string(page, offers=library_of(packed).packs, meetup=meetup, set_now=("first", "plain"))
    assert "This pack is set now." in html
    assert "Set this pack" not in html


def test_without_a_pack_there_is_no_heading(app: Flask, client: FlaskClient) -> None:
    meetup = hosted(app, client)
    with app.test_request_context():
        assert render_template_string(PAGE, offers=library_of(app).packs, meetup=meetup, enough=20).strip() == ""
