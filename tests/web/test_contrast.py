"""The colours of the style sheet can be told apart in both themes, and its font is the one that pages preload."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "course" / "static"
SHEET = (STATIC / "site.css").read_text(encoding="utf-8")
LESSONS = Path(__file__).parents[2] / "lessons"
SERVICES = re.findall(r"\.svc-(\w+) { fill: light-dark\((#\w+), (#\w+)\); }", SHEET)
THEMES = {"light": 0, "dark": 1}
TEXT = 4.5
CONTROL = 3.0
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "muted", "brand") for ground in ("bg", "surface", "sunk")),
    *((ink, f"{ink}-bg", TEXT) for ink in ("ok", "try", "due")),
    *(("ink", f"{name}-bg", TEXT) for name in ("ok", "try", "due")),
    *((ink, ground, TEXT) for ink in ("ok", "try") for ground in ("bg", "surface")),
    *((ink, "plate", TEXT) for ink in ("plate-ink", "plate-muted", "option")),
    *((ink, "plate-hi", TEXT) for ink in ("plate-ink", "plate-muted")),
    *((ink, "rack", TEXT) for ink in ("plate-ink", "plate-muted", "option", "led-now")),
    *((f"led-{lamp}", "plate", CONTROL) for lamp in ("off", "now", "done")),
    *((mark, ground, CONTROL) for mark in ("edge", "cable") for ground in ("bg", "surface")),
    ("muted", "ok-bg", TEXT), ("brand", "try-bg", TEXT), ("on-brand", "brand", TEXT),
    ("surface", "ok", TEXT), ("surface", "try", TEXT), ("surface", "muted", TEXT), ("led-now", "plate-hi", CONTROL),
]  # fmt: skip


def tokens(theme: str) -> dict[str, str]:
    root = SHEET.split("\n:root {", 1)[1].split("\n}", 1)[0]
    both = re.findall(r"--([a-z-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w+));", root)
    return {name: one or (light, dark)[THEMES[theme]] for name, light, dark, one in both}


def luminance(colour: str) -> float:
    digits = "".join(digit * 2 for digit in colour[1:]) if len(colour) == 4 else colour[1:]
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_a_colour_stands_out_from_its_ground(theme: str, front: str, back: str, least: float) -> None:
    colours = tokens(theme)
    darker, lighter = sorted((luminance(colours[front]), luminance(colours[back])))
    assert (lighter + 0.05) / (darker + 0.05) >= least


@pytest.mark.parametrize("theme", THEMES)
def test_the_name_of_a_service_stands_out_from_its_colour(theme: str) -> None:
    letters = luminance(tokens(theme)["on-brand"])
    services = {name: pair[THEMES[theme]] for name, *pair in SERVICES}
    for name, colour in services.items():
        darker, lighter = sorted((letters, luminance(colour)))
        assert (lighter + 0.05) / (darker + 0.05) >= TEXT, name
    assert len(set(services.values())) == len(services) > 0


def test_every_service_in_a_picture_has_a_colour_in_both_themes() -> None:
    pictures = "".join(path.read_text(encoding="utf-8") for path in LESSONS.glob("*/images/*.svg"))
    assert {name for name, *_ in SERVICES} >= set(re.findall(r"\bsvc-(\w+)", pictures)) > set()


def test_a_browser_without_light_dark_gets_the_light_colours() -> None:
    fallback = SHEET.split("@supports not", 1)[1].split("\n}", 1)[0]
    assert dict(re.findall(r"--([a-z-]+): (#\w+);", fallback)) == {
        name: colour for name, colour in tokens("light").items() if f"--{name}: light-dark" in SHEET
    }


@pytest.mark.parametrize(("font", "digest"), re.findall(r"url\((fonts/[\w.-]+)\?v=(\w+)\)", SHEET))
def test_the_style_sheet_asks_for_the_font_under_the_address_that_pages_preload(font: str, digest: str) -> None:
    assert sha256((STATIC / font).read_bytes()).hexdigest()[:8] == digest
