import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.docs.documents import FOLDER, cut, documents, sections
from tests.conftest import make_client
from tests.people import answer

NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


def test_every_file_of_the_folder_is_listed_and_served(client: FlaskClient) -> None:
    assert "deployment" in NAMES
    contents = client.get("/docs").text
    for name in NAMES:
        page = client.get(f"/docs/{name}")
        assert page.status_code == 200
        assert f"<h1>{documents()[name].title}</h1>" in page.text
        assert f'<a href="/docs/{name}">{documents()[name].title}</a>' in contents


@pytest.mark.parametrize("name", ["nothing", "deployment.md", "..", "../app", "%2e%2e%2fconfig", "documents", ""])
def test_what_is_no_document_is_not_there(client: FlaskClient, name: str) -> None:
    response = client.get(f"/docs/{name}")
    assert response.status_code == (200 if not name else 404)
    assert "import" not in response.text.partition("<main")[2]


@pytest.mark.parametrize("name", NAMES)
def test_every_link_to_a_document_or_a_heading_leads_there(client: FlaskClient, name: str) -> None:
    page = client.get(f"/docs/{name}").text
    main = page.partition("<main")[2].partition("</main>")[0]
    for other, anchor in re.findall(r'href="(/docs/[^"#]*)?(#[^"]*)?"', main):
        target = client.get(other) if other else client.get(f"/docs/{name}")
        assert target.status_code == 200, other
        assert not anchor or f'id="{anchor[1:]}"' in target.text, anchor
    assert ".md)" not in main  # a link that was not understood is left as its words


@pytest.mark.parametrize("name", NAMES)
def test_no_two_headings_have_one_id(name: str) -> None:
    anchors = [section.id for section in sections(name)]
    assert len(anchors) == len(set(anchors))


def test_a_heading_is_a_line_of_text_with_an_id_of_its_own_or_made_of_its_words() -> None:
    lines = ("Before.", "## First things, first", "```sh", "## no heading", "```", "### E101 Why {#e101}", "Because.")
    assert list(cut(lines)) == [
        ("", 2, "", ("Before.",)),
        ("first-things-first", 2, "First things, first", ("```sh", "## no heading", "```")),
        ("e101", 3, "E101 Why", ("Because.",)),
    ]


def test_code_in_a_title_is_code_and_plain_where_only_text_can_stand(client: FlaskClient) -> None:
    page = client.get("/docs/rules").text
    assert '<h1>What <code class="whole">course check</code> says</h1>' in page
    assert "<title>What course check says - " in page


def test_all_visitors_share_a_page_and_a_learner_has_an_own_one(app: Flask, client: FlaskClient) -> None:
    page = client.get("/docs/deployment")
    assert page.headers["Cache-Control"] == "public, no-cache"
    again = make_client(app).get("/docs/deployment", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    answer(client)
    assert client.get("/docs/deployment").headers["Cache-Control"] == "private, no-store"


def test_the_contents_are_in_the_sitemap(client: FlaskClient) -> None:
    assert "/docs</loc>" in client.get("/sitemap.xml").text
