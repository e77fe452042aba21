from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course.app import create_app
from course.config import load_settings
from course.serving import prepare_instance
from course.web.assets import squeezed
from course.web.back import own_path
from course.web.headers import ALWAYS
from tests.conftest import make_client

ANSWER = {"question": "no-address", "key": "k", "pick": "nova"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Referer": "http://localhost/lessons/first"}, 403),
        ({}, 403),
    ],
)
def test_only_this_site_may_change_anything(app: Flask, headers: dict[str, str], status: int) -> None:
    response = app.test_client().post("/quizzes/first", data=ANSWER, headers=headers)
    assert response.status_code == status
    if status == 403:
        assert "another site" in response.text


@pytest.mark.parametrize("path", ["/settings/name", "/settings/deletion", "/sign-out", "/authoring", "/nowhere"])
def test_another_site_is_refused_before_anybody_asks_who_sends(app: Flask, path: str) -> None:
    assert app.test_client().post(path, headers={"Origin": "http://evil.example"}).status_code == 403


def test_every_form_and_every_other_method_is_closed_to_other_sites(app: Flask) -> None:
    client, adapter = app.test_client(), app.url_map.bind("localhost")
    forms = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    asked = [("POST", adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "first"), "POST")) for rule in forms]
    asked += [(method, "/") for method in ("PUT", "PATCH", "DELETE")]
    assert len(asked) > 10
    for method, path in asked:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}, {}):
            assert client.open(path, method=method, headers=headers).status_code == 403, (method, path)


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/lessons/first", {"If-None-Match": "*"}, 304),
        ("GET", "/nowhere", {}, 404),
        ("GET", "/settings/data", {}, 200),
        ("GET", "/sign-out", {}, 405),
        ("POST", "/theme", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("POST", "/theme", {}, 303),
        ("POST", "/move/code", {}, 303),
        ("POST", "/sign-up", {}, 422),
    ],
)
def test_the_headers_stand_on_refusals_and_downloads(
    client: FlaskClient, method: str, path: str, sent: dict[str, str], status: int
) -> None:
    if path == "/settings/data":
        client.post("/quizzes/first", data=ANSWER)
    response = client.open(path, method=method, headers=sent)
    too_large = client.post("/theme", data={"back": "x" * 300_000})
    assert (response.status_code, too_large.status_code) == (status, 413)
    for answer in (response, too_large):
        assert [name for name, value in ALWAYS if answer.headers.get(name) != value] == []


@pytest.mark.parametrize("path", ["/", "/lessons/first", "/nowhere", "/static/site.css", "/healthz", "/robots.txt"])
def test_the_headers_stand_on_every_answer(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Cache-Control" in headers
    assert "Strict-Transport-Security" not in headers


def test_https_adds_hsts_and_a_cookie_for_this_host_alone(app: Flask) -> None:
    client = make_client(app)
    response = client.post("/quizzes/first", data=ANSWER, base_url="https://localhost")
    assert "Strict-Transport-Security" in response.headers
    assert response.headers["Set-Cookie"].startswith("__Host-sign-in=")
    assert "Secure" in response.headers["Set-Cookie"]


def test_a_learners_page_is_kept_by_nobody(client: FlaskClient) -> None:
    client.post("/quizzes/first", data=ANSWER)
    assert client.get("/lessons/first").headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/ x",
        "/\n",
        "http:x",
        "\\\\x",
    ],
)
def test_going_back_never_leaves_the_site(wanted: str) -> None:
    assert own_path(wanted) == "/"


def test_going_back_keeps_the_place() -> None:
    assert own_path("/lessons/first?answered=x#q-x") == "/lessons/first?answered=x#q-x"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_chosen_without_a_script_and_printed_by_the_server(client: FlaskClient, theme: str) -> None:
    response = client.post("/theme", data={"theme": theme, "back": "/lessons/first"})
    assert response.status_code == 303
    assert response.headers["Location"] == "/lessons/first"
    assert f'data-theme="{theme}"' in client.get("/lessons/first").text
    client.post("/theme", data={"theme": "", "back": "/"})
    assert "data-theme" not in client.get("/lessons/first").text


def test_a_forged_host_is_refused_when_the_address_is_known(overrides: dict[str, str]) -> None:
    prepare_instance(load_settings(overrides))
    app = create_app({**overrides, "base_url": "https://course.example.org"})
    client = make_client(app)
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    page = client.get("/lessons/first", headers={"Host": "course.example.org"}).text
    assert '<link rel="canonical" href="https://course.example.org/lessons/first">' in page
    assert (
        "https://course.example.org/lessons/first"
        in client.get("/sitemap.xml", headers={"Host": "course.example.org"}).text
    )
    app.extensions["database"].close()


def test_a_style_sheet_is_sent_without_what_only_its_author_reads() -> None:
    css = (
        '/* note */\na > b,\n.c { color: red; font: 1px "A B", serif; }\n@media (min-width: 2px) and (x) { a { b: c } }'
    )
    expected = 'a>b,.c{color:red;font:1px "A B",serif}@media (min-width:2px) and (x){a{b:c}}'
    assert squeezed(css) == expected


def test_static_files_are_kept_for_ever_under_their_digest(app: Flask, client: FlaskClient) -> None:
    url = app.extensions["assets"].url("site.css")
    response = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"
    assert "immutable" not in client.get("/static/site.css").headers["Cache-Control"]
    assert client.get("/favicon.ico").status_code == 200


def test_a_lesson_that_was_never_checked_leaves_the_sitemap_whole(folder: Path, client: FlaskClient) -> None:
    lesson = folder / "lessons" / "10-first-contact" / "03-plain.md"
    lesson.write_text(lesson.read_text().replace("checked: 2026-11-22\n", ""))
    assert client.get("/sitemap.xml").text.count("<lastmod>") == 2


def test_robots_are_led_to_the_sitemap(client: FlaskClient) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    sitemap = client.get("/sitemap.xml").text
    assert sitemap.count("<url>") == 10
    assert "<lastmod>2026-11-22</lastmod>" in sitemap
