"""What a first visit to the first lesson costs the line, in a real browser with nothing kept."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.bench.ground import Ground
from tests.bench.load import HOST
from tests.bench.table import Row

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WHAT = "First visit to the first lesson"
MOST_BYTES = 32 * 1024
MOST_REQUESTS = 6
SETTLES = 500  # milliseconds in which something late would still be asked for


def weight(ground: Ground) -> list[Row]:
    """Count bytes with headers, requests and hosts."""
    if not CHROMIUM.exists():
        return [Row(WHAT, f"SKIPPED: there is no {CHROMIUM}")]
    with ground.course() as course:
        urls, sizes = _visit(f"http://{HOST}:{course.port}{ground.path}")
    total, hosts = sum(sizes), {urlsplit(url).netloc for url in urls}
    return [
        Row(
            WHAT,
            f"{total / 1024:.1f} KB, {len(urls)} requests",
            f"{len(hosts)} {'host' if len(hosts) == 1 else 'hosts'}",
            goal=f"<= {MOST_BYTES // 1024} KB, {MOST_REQUESTS} requests, 1 host",
            met=total <= MOST_BYTES and len(urls) <= MOST_REQUESTS and len(hosts) == 1,
        )
    ]


def _visit(url: str) -> tuple[list[str], list[float]]:
    """Return the URLs asked for and the bytes that came, headers included."""
    urls: list[str] = []
    sizes: list[float] = []

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            urls.append(event["request"]["url"])

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page()
        protocol = page.context.new_cdp_session(page)
        protocol.on("Network.requestWillBeSent", asked)
        protocol.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        protocol.send("Network.enable")
        protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.goto(url, wait_until="networkidle")
        page.wait_for_timeout(SETTLES)
        browser.close()
    return urls, sizes
