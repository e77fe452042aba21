from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import RIGHT_FIRST
from tests.people import answer

PATHS = """\
[path.developer]
title = "You build <b>"
sentence = "For you & me."
lessons = ["first", "plain"]

[path.other]
title = "Not there"
sentence = "One lesson is missing."
lessons = ["first", "missing"]
"""


@pytest.fixture
def offered(app: Flask, folder: Path) -> Flask:
    (folder / "lessons" / "paths.toml").write_text(PATHS)
    return app


def test_the_paths_are_racks_with_their_minutes(offered: Flask, client: FlaskClient) -> None:
    page = client.get("/paths").text
    lessons = [offered.extensions["library"].current().lesson(slug) for slug in ("first", "plain")]
    assert "You build &lt;b&gt;" in page
    assert f"2 lessons, {sum(lesson.minutes for lesson in lessons)} min with the questions" in page
    assert page.index("/lessons/first") < page.index("/lessons/plain")
    assert "Begin with “Who answers when you ask for a server?”" in page
    assert "Not there" not in page


@pytest.mark.usefixtures("offered")
def test_the_lamps_are_those_of_whoever_looks(client: FlaskClient) -> None:
    for number, (question, pick) in enumerate(RIGHT_FIRST.items()):
        answer(client, pick, question, key=f"k{number}")
        client.post(
            "/quizzes/first",
            data={"question": question, "key": f"t{number}", "origin": "quiz", "sure": "1", "text": pick},
        )
    page = client.get("/paths").text
    assert "1 of 2 finished" in page
    assert "Go on with “A lesson without questions”" in page
    client.post("/lessons/plain")
    assert "All of them are finished" in client.get("/paths").text


def test_the_map_and_the_sitemap_name_the_paths_only_while_one_is_offered(folder: Path, client: FlaskClient) -> None:
    assert client.get("/paths").status_code == 404
    for path in ("/", "/sitemap.xml"):
        assert "/paths" not in client.get(path).text
    (folder / "lessons" / "paths.toml").write_text(PATHS)
    assert 'href="/paths">One path through the course</a>' in client.get("/").text
    assert "<loc>http://localhost/paths</loc>" in client.get("/sitemap.xml").text
