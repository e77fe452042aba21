import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemLoader

from course.app import create_app, create_debug_app
from course.authoring import reloading
from course.config import PACKAGE, load_settings
from course.serving import prepare_instance
from course.web import assets
from tests.conftest import make_client

PAGES = ["/", "/lessons/first", "/quizzes/first", "/glossary", "/about", "/nowhere"]
MODULE = re.compile(r'<script type="module" src="(/authoring/changes\.js\?since=([0-9a-f]+))"></script>')


@pytest.fixture
def debug_app(overrides: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application as `course run --debug` serves it; it looks at the files without rest."""
    monkeypatch.setattr(reloading, "LOOK_EVERY", 0)
    prepare_instance(load_settings(overrides))
    app = create_debug_app(overrides)
    yield app
    app.extensions["database"].close()


@pytest.fixture
def author(debug_app: Flask) -> FlaskClient:
    """Somebody on the machine that serves."""
    return make_client(debug_app)


def state_of(author: FlaskClient, path: str = "/") -> str:
    """Return the state of the files that a page was made of."""
    found = MODULE.search(author.get(path).text)
    assert found
    return found[2]


def events(author: FlaskClient, since: str) -> Iterator[bytes]:
    response = author.get(f"/authoring/changes?since={since}")
    assert response.mimetype == "text/event-stream"
    return iter(response.response)  # type: ignore[arg-type] # of bytes


@pytest.mark.parametrize("path", PAGES)
def test_every_page_listens_and_writes_no_script_of_its_own(author: FlaskClient, path: str) -> None:
    response = author.get(path)
    (found,) = MODULE.findall(response.text)
    assert len(re.findall("<script", response.text)) == len(re.findall('<script type="module" src="', response.text))
    module = author.get(found[0])
    assert module.mimetype == "text/javascript"
    assert "no-store" in module.headers["Cache-Control"]
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_a_page_that_a_form_has_made_is_left_alone(author: FlaskClient) -> None:
    response = author.post("/quizzes/first", data={"question": "no-address", "key": "k", "origin": "lesson"})
    assert response.status_code == 422
    assert not MODULE.search(response.text)


@pytest.mark.parametrize("name", ["lessons/10-first-contact/01-first.md", "quizzes/first.md"])
def test_nothing_is_said_until_a_file_is_saved(author: FlaskClient, folder: Path, name: str) -> None:
    stream = events(author, state_of(author))
    assert [next(stream) for _ in range(4)] == [b"retry: 300\n\n", b":\n\n", b":\n\n", b":\n\n"]
    (folder / name).write_text((folder / name).read_text() + "\n")
    assert next(stream) == b"data: saved\n\n"
    assert list(stream) == []
    again = events(author, state_of(author))
    assert [next(again) for _ in range(2)] == [b"retry: 300\n\n", b":\n\n"]


def test_a_page_made_by_an_earlier_process_is_old(author: FlaskClient) -> None:
    assert list(events(author, "00112233")) == [b"retry: 300\n\n", b"data: saved\n\n"]


def test_a_saved_style_has_a_new_address_and_is_served(
    overrides: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    static = tmp_path / "static"
    shutil.copytree(assets.FOLDER, static)
    monkeypatch.setattr(assets, "FOLDER", static)
    prepare_instance(load_settings(overrides))
    app = create_debug_app(overrides)
    author, sheet = make_client(app), re.compile(r'rel="stylesheet" href="([^"]+)"')
    before = sheet.findall(author.get("/").text)
    (static / "site.css").write_text(".new{color:red}")
    after = sheet.findall(author.get("/").text)
    assert after != before
    assert author.get(after[0]).text == ".new{color:red}"
    app.extensions["database"].close()


@pytest.mark.parametrize("path", ["/authoring/changes", "/authoring/changes.js"])
@pytest.mark.parametrize(
    "asked_by",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_HOST": "evil.example.org"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}],
)
def test_nobody_else_is_told_anything(author: FlaskClient, path: str, asked_by: dict[str, str]) -> None:
    assert author.get(path, environ_overrides=asked_by).status_code == 303
    assert not MODULE.search(author.get("/", environ_overrides=asked_by).text)


def test_a_forged_header_passes_for_loopback_nowhere(overrides: dict[str, str]) -> None:
    prepare_instance(load_settings(overrides))
    app = create_debug_app({**overrides, "trusted_proxies": "1"})
    stranger = {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}
    assert make_client(app).get("/authoring/changes.js", environ_overrides=stranger).status_code == 303
    app.extensions["database"].close()


@pytest.mark.parametrize("debug", ["", "1"])
def test_outside_of_debug_none_of_it_exists(overrides: dict[str, str], debug: str) -> None:
    prepare_instance(load_settings(overrides))
    app = create_app({**overrides, "debug": debug})
    client = make_client(app)
    assert [client.get(path).status_code for path in ("/authoring/changes", "/authoring/changes.js")] == [404, 404]
    assert [path for path in PAGES if "authoring" in client.get(path).text] == []
    assert client.get("/static/reloading.js").status_code == 404
    app.extensions["database"].close()


def test_a_saved_template_is_used_and_tells_the_browser(
    overrides: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PACKAGE / "templates", tmp_path / "package" / "templates")
    monkeypatch.setattr(reloading, "PACKAGE", tmp_path / "package")
    prepare_instance(load_settings(overrides))
    app = create_debug_app(overrides)
    app.jinja_loader = FileSystemLoader(tmp_path / "package" / "templates")
    author = make_client(app)
    since = state_of(author, "/about")
    about = tmp_path / "package" / "templates" / "learning" / "about.html"
    about.write_text(about.read_text().replace("<h1>", "<h1>Saved: "))
    assert list(events(author, since))[-1] == b"data: saved\n\n"
    assert "<h1>Saved: " in author.get("/about").text
    app.extensions["database"].close()


def test_a_name_that_is_not_ours_is_refused_while_authors_work(folder: Path, tmp_path: Path) -> None:
    folders = {f"{name}_folder": str(folder / name) for name in ("lessons", "quizzes")}
    own = {"instance_folder": str(tmp_path), "secret_key": secrets.token_hex(32), "base_url": "http://127.0.0.1:8000"}
    client = create_debug_app(folders | own).test_client()
    assert client.get("/authoring", headers={"Host": "evil.example"}).status_code == 400
