"""One Chromium for all tests, courses in processes of their own, and visitors who must not meet an error."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, sync_playwright

from tests.browser.content import write_small_course
from tests.served_course import ServedCourse

# Read on import: a fixture of all tests takes the settings of the course out of the environment.
CHROMIUM = os.environ.get("COURSE_CHROMIUM") or shutil.which("chromium", path="/usr/bin") or shutil.which("chromium")
# The same engine without windows, menus and profiles: Debian's chromium-headless-shell, in a third less time.
SHELL = shutil.which("chromium-headless-shell") if "COURSE_CHROMIUM" not in os.environ else None
# Chromium draws two hidden pages for the address bar of every window, at three times the cost of the page that is
# tested. The last list of features wins, so what playwright turns off itself is in it again.
FEATURES_OFF = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "SpareRendererForSitePerProcess"  # a process for a page that nobody opens
)
ARGUMENTS = [
    f"--disable-features={FEATURES_OFF}",
    "--disable-gpu",
    "--renderer-process-limit=1",  # for each visitor; or the first page of each would throw an empty process away
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no test reaches another machine
]
PATIENCE = 15_000  # milliseconds; a busy machine is no failure
# What Chromium says of every page that is not 200; those pages are asked for on purpose.
EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of (404|422) ")


NOT_FOUND = "NO BROWSER TEST RAN: no Chromium here. Install `chromium`, or set COURSE_CHROMIUM to one."


def found() -> str | None:
    """Return the Chromium to drive, None where there is none."""
    return CHROMIUM if CHROMIUM and Path(CHROMIUM).is_file() else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a Chromium leave one test to say so, in one line instead of eighty."""
    ours = [item for item in items if item.get_closest_marker("browser")]
    if ours and not found():
        config.hook.pytest_deselected(items=ours[1:])
        items[:] = [item for item in items if item not in ours[1:]]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser of this machine; without one, tests are skipped, and fail where all is to be checked."""
    path = found()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(NOT_FOUND, pytrace=False)
    return path or pytest.skip(NOT_FOUND)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """One browser for the whole run; every visitor gets a context, which shares nothing with the others."""
    browser = playwright.chromium.launch(executable_path=SHELL or chromium, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def desktop(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """The browser as people have it, for tests that look at the width of letters: the shell rounds it."""
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCourse]:
    """The lessons that this project ships, served."""
    yield from _serve(ServedCourse(tmp_path_factory.mktemp("shipped"), shipped=True))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedCourse]:
    """Small content with every kind of question, served."""
    folder = tmp_path_factory.mktemp("small")
    write_small_course(folder)
    yield from _serve(ServedCourse(folder))


def _serve(course: ServedCourse) -> Iterator[ServedCourse]:
    course.start()
    yield course
    assert course.stop() == 0, "the server did not end well"


@dataclass
class Visitor:
    """Somebody with a browser of their own: one page, and what went wrong on it."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._note_request)

    def strangers(self) -> list[str]:
        """Return the addresses of other hosts that a page asked for."""
        return [url for url in self.requests if urlsplit(url).hostname not in ("127.0.0.1", None)]

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.match(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a fresh browser: `visit(course, "/path", java_script_enabled=False, ...)` returns its page.

    No page of any test may write an error or a warning to the console, break the policy or ask another host.
    """
    with visiting(browser) as open_page:
        yield open_page


@pytest.fixture
def visit_with_desktop(desktop: Browser) -> Iterator[Visit]:
    """Open a fresh browser as `visit` does, in the one that people have."""
    with visiting(desktop) as open_page:
        yield open_page


@contextmanager
def visiting(browser: Browser) -> Iterator[Visit]:
    """Give what opens a page in a fresh context; see afterwards that none of them complained."""
    visitors: list[Visitor] = []

    def open_page(course: ServedCourse, path: str = "/", **options: Any) -> Page:
        # Smooth scrolling only makes a test wait; the tests of movement ask for it.
        calm: dict[str, Any] = {"color_scheme": "light", "reduced_motion": "reduce"}
        options = {"viewport": {"width": 1280, "height": 800}, **calm, **options}
        context = browser.new_context(base_url=course.url, **options)
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context, context.new_page())
        visitors.append(visitor)
        visitor.page.goto(path)
        return visitor.page

    yield open_page
    for visitor in visitors:
        visitor.context.close()
    assert [each for visitor in visitors for each in visitor.complaints] == []
    assert [each for visitor in visitors for each in visitor.strangers()] == []
