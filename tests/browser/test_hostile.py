"""Hostile strings in a real browser, without policy and without sanitiser: nothing runs or fetches."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from course.accounts.models import Role
from course.content import lessons, markdown, quizzes
from course.content.errors import BrokenFileError, ContentError
from course.content.source import Source
from course.web import headers
from tests.conftest import make_client
from tests.content.test_markdown import AllowAll
from tests.factories import FIRST
from tests.hostile_strings import CALL, FETCHING, HOSTILE, RUNNING
from tests.people import give_role, sign_up
from tests.repetition import part_of

pytestmark = pytest.mark.browser

HEARD = "window.alert = () => console.error('it ran');"
# Puts documents into frames of this page, which share its policy, and waits for each to be there.
SHOW = """async (documents) => {
  const frames = documents.map((text) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = text;
    return frame;
  });
  await Promise.all(frames.map((frame) => new Promise((done) => {
    frame.onload = done;
    setTimeout(done, 5000);
    document.body.append(frame);
  })));
  await new Promise((done) => setTimeout(done, 200));
  for (const frame of frames) frame.remove();
}"""
STRINGS = part_of(Random("author").sample(HOSTILE, len(HOSTILE)), of=2)  # what a file is full of
DEEDS = HOSTILE[:50]  # those that need no way out
PATH = "lessons/10-first-contact/04-hostile.md"
MOST_QUESTIONS = 200  # of a quiz that is one page
AT_ONCE = 100
PREVIEWS = (
    "/authoring",
    "/authoring/lessons/broken",
    "/authoring/lessons/hostile?with=answers",
    "/authoring/quizzes/hostile?with=answers",
)
OUR_FILES = re.compile(r"<(?:link rel=\"(?:stylesheet|preload|icon)|script src)[^>]*>(?:</script>)?")
QUESTION = """\
## {} {{#q{}}}

Section: ask

- ( ) {} {{#a}}
  > {}
- (x) {} {{#b}}
Why: {}
"""


def served_as_good(parse: Callable[[Source], object], path: str, text: str) -> bool:
    """Tell whether a file would be taken with this in it."""
    try:
        parse(Source(path, text))
    except (BrokenFileError, ContentError):
        return False
    return True


def write_hostile_content(folder: Path) -> tuple[int, int]:
    """Write a lesson and a quiz of those strings that a file may hold; return how many stand in each."""
    begun, source, after = FIRST.replace("Who answers when", "What happens when").partition("\nSource:")
    path = folder / PATH
    lines = [one for one in STRINGS if one.isprintable()]
    texts = [one for one in lines if served_as_good(lessons.parse, PATH, f"{begun}\n{one}\n{source}{after}")]
    paragraphs = [f"{one}\n\n- {one}\n\n> {one}\n" for one in texts]
    path.write_text("\n".join((begun, *paragraphs, source)) + after)
    questions = [QUESTION.format(one, number, one, one, one, one) for number, one in enumerate(lines)]
    good = [one for one in questions if served_as_good(quizzes.parse, "hostile.md", one)]
    (folder / "quizzes" / "hostile.md").write_text("\n".join(good[:MOST_QUESTIONS]))
    broken = "\n\n".join(f"## {one} {{#same}}\n\n{one}" for one in lines)  # an error on every other line
    path.with_name("05-broken.md").write_text(f"{begun}\n{broken}")
    return len(texts), len(good[:MOST_QUESTIONS])


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """Serve the application from this process, as the test has changed it; give the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def watched(browser: Browser, address: str, path: str) -> Iterator[tuple[Page, list[str]]]:
    """Open a page; note what runs, and what is asked for beside our pages and their files."""
    context = browser.new_context(base_url=address)
    context.add_init_script(HEARD)
    seen: list[str] = []
    ours = (f"{address}/static/", f"{address}/lessons/", f"{address}/quizzes/", f"{address}/about", "about:", "data:")
    context.on("requestfinished", lambda request: None if request.url.startswith(ours) else seen.append(request.url))
    context.on("requestfailed", lambda request: None if request.failure == "csp" else seen.append(request.url))
    context.on("console", lambda message: seen.append(message.text) if message.text == "it ran" else None)
    page = context.new_page()
    page.goto(path)
    try:
        yield page, seen
    finally:
        context.close()


@pytest.fixture
def without_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the policy off every answer."""
    kept = [header for header in headers.ALWAYS if header[0] != "Content-Security-Policy"]
    monkeypatch.setattr(headers, "ALWAYS", kept)


def show(page: Page, documents: list[str]) -> None:
    """Show documents in frames, so many at once; our style and script would only take time."""
    bare = [OUR_FILES.sub("", document) for document in documents]
    for first in range(0, len(bare), AT_ONCE):
        page.evaluate(SHOW, bare[first : first + AT_ONCE])


def joined(documents: list[str]) -> list[str]:
    """Return fewer documents, each with the bodies of twenty."""
    bodies = [document.partition("<body")[2].partition(">")[2].rpartition("</body>")[0] for document in documents]
    assert all(bodies)
    return ["<!doctype html>" + "".join(bodies[first : first + 20]) for first in range(0, len(bodies), 20)]


@pytest.mark.usefixtures("without_policy")
def test_this_browser_would_run_and_fetch_them(browser: Browser, app: Flask) -> None:
    with listening(app) as address, watched(browser, address, "/about") as (page, seen):
        show(page, [f"<!doctype html><p>{one}</p>" for one in DEEDS])
    assert seen.count("it ran") > len(RUNNING) / 2
    assert len({url for url in seen if "evil.example" in url}) > len(FETCHING) / 2


def test_the_policy_alone_would_stop_them(browser: Browser, app: Flask) -> None:
    with listening(app) as address, watched(browser, address, "/about") as (page, seen):
        show(page, [f"<!doctype html><p>{one}</p>" for one in DEEDS])
    assert {what for what in seen if not what.startswith(address)} == set()


@pytest.mark.long
@pytest.mark.usefixtures("without_policy")
def test_nothing_that_a_learner_writes_runs_or_fetches(browser: Browser, app: Flask) -> None:
    client = make_client(app)
    form = {"question": "who", "key": "not a key", "origin": "lesson"}
    documents = []
    strings = part_of(Random("learner").sample(HOSTILE, len(HOSTILE)))
    for one in strings:
        documents.append(client.post("/sign-up", data={"email": one, "name": one, "next": one, "password": one}).text)
        documents.append(client.post("/quizzes/first", data={**form, "pick": one}).text)
    assert sum(CALL in document for document in documents) > len(strings) / 2
    with listening(app) as address, watched(browser, address, "/about") as (page, seen):
        show(page, joined(documents))
    assert seen == []


@pytest.mark.long
@pytest.mark.usefixtures("without_policy")
def test_nothing_in_a_lesson_runs_or_fetches_without_the_sanitiser(
    browser: Browser, app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "_SANITISER", AllowAll())
    texts, questions = write_hostile_content(folder)
    assert texts > len(STRINGS) * 0.8
    assert questions == MOST_QUESTIONS
    learner, instructor = make_client(app), make_client(app)
    asked = app.extensions["library"].current().quiz("hostile").questions
    for question in asked:
        form = {"question": question.id, "key": "k", "origin": "quiz", "pick": "a"}
        assert learner.post("/quizzes/hostile", data=form).status_code == 303
    sign_up(instructor)
    give_role(app, Role.INSTRUCTOR)
    documents = [learner.get(path).text for path in ("/lessons/hostile", "/quizzes/hostile", "/me")]
    documents += [instructor.get(path).text for path in PREVIEWS]
    assert all(text.count("alert") > 50 for text in documents), [text.count("alert") for text in documents]
    with listening(app) as address, watched(browser, address, "/lessons/hostile") as (page, seen):
        assert page.locator("main li").count() > texts
        show(page, documents)
    assert seen == []
