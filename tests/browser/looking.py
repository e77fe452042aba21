"""What a page looks like, measured: boxes, colours, pixels."""

import base64
from typing import Any

from playwright.sync_api import Browser, Page

# Names, boxes and manner of everything that can be pressed. A link inside a sentence is as tall as its line.
TARGETS = """() => [...document.querySelectorAll("a[href], button, input, select, summary")].flatMap((each) => {
  if (!each.checkVisibility({ visibilityProperty: true }) || each.closest(".vh") || each.tabIndex < 0) return [];
  const target = each.closest("label") ?? each;
  const box = target.getBoundingClientRect();
  if (box.bottom <= 0) return [];
  const inText = getComputedStyle(target).display.startsWith("inline")
    && target.parentElement.innerText.trim() !== target.innerText.trim();
  return [{ name: (target.innerText || each.name).trim(), width: box.width, height: box.height, inText }];
})"""

# How far each thing sticks out of the window on the right; what scrolls in a box of its own does not count.
STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const isBox = (each) => ["auto", "scroll"].includes(getComputedStyle(each).overflowX);
  const scrolls = (each) => each && (isBox(each) || scrolls(each.parentElement));
  return [...document.body.querySelectorAll("*")].filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    if (right <= wide + 0.5 && left >= -0.5) return false;
    return each.checkVisibility() && !each.closest(".vh, .skip, svg") && !scrolls(each.parentElement);
  }).map((each) => each.outerHTML.slice(0, 120));
}"""

# Pixels of two pictures in grey, side by side: how far they are apart on average, 0 to 255, and how bright they are.
COMPARE = """async ([first, second]) => {
  const grey = async (data) => {
    const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
    const canvas = new OffscreenCanvas(24, 24);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0, 24, 24);
    const pixels = context.getImageData(0, 0, 24, 24).data;
    const luminance = (i) => 0.2126 * pixels[i] + 0.7152 * pixels[i + 1] + 0.0722 * pixels[i + 2];
    return Array.from({ length: 576 }, (_, i) => luminance(4 * i));
  };
  const [a, b] = [await grey(first), await grey(second)];
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { apart: mean(a.map((value, i) => Math.abs(value - b[i]))), bright: mean(a) };
}"""


class Eye:
    """Compares pictures without their colours, on a blank page of its own."""

    def __init__(self, browser: Browser) -> None:
        self._page = browser.new_page()

    def compare(self, first: bytes, second: bytes) -> dict[str, float]:
        """Return how far two pictures are `apart` in grey (0 to 255), and how `bright` the first is."""
        sent = [base64.b64encode(each).decode() for each in (first, second)]
        found: dict[str, float] = self._page.evaluate(COMPARE, sent)
        return found

    def apart(self, first: bytes, second: bytes) -> float:
        """Return how far two pictures are apart in grey."""
        return self.compare(first, second)["apart"]

    def brightness(self, picture: bytes) -> float:
        """Return how bright a picture is, 0 to 255."""
        return self.compare(picture, picture)["bright"]

    def close(self) -> None:
        """Put the page away."""
        self._page.close()


def targets(page: Page) -> list[dict[str, Any]]:
    """Return everything that can be pressed."""
    found: list[dict[str, Any]] = page.evaluate(TARGETS)
    return found


def small_targets(page: Page, side: int = 24) -> list[str]:
    """Return the names of targets with a side shorter than this; links inside sentences are let off."""
    return [
        f"{each['name']!r} {each['width']:.0f} x {each['height']:.0f} on {page.url}"
        for each in targets(page)
        if not each["inText"] and min(each["width"], each["height"]) < side - 0.1
    ]


def sticking_out(page: Page) -> list[str]:
    """Return what makes a page scroll sideways."""
    wide = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
    found: list[str] = page.evaluate(STICKING_OUT)
    return found + ([f"the page is {wide} px too wide"] if wide > 0 else [])
