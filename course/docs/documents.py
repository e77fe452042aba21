"""The documents of this folder, by name: a title, a paragraph that says what for, and sections."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from course.content.fences import find_fences, outside

if TYPE_CHECKING:
    from course.content.markdown import Renderer

FOLDER = Path(__file__).parent
_HEADING = re.compile(r"(##|###) +(?P<title>.*?)(?: *\{#(?P<id>[a-z0-9-]+)\})? *")


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its name, what it is called, its first paragraph, and the lines after that."""

    name: str
    title: Markup
    summary: Markup
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level 2 or 3 and what stands under it; `id` is empty above the first heading."""

    id: str
    level: int
    title: Markup
    html: Markup


@cache
def documents() -> Mapping[str, Document]:
    """Return all documents by name, in the order of their titles."""
    found = [_read(path) for path in FOLDER.glob("*.md")]
    return {each.name: each for each in sorted(found, key=lambda document: document.title.striptags().casefold())}


def _read(path: Path) -> Document:
    render = _renderer()
    title, _, text = path.read_text(encoding="utf-8").partition("\n")
    summary, _, rest = text.strip().partition("\n\n")
    return Document(
        path.stem, render.inline(title.removeprefix("# ")), render.inline(summary), tuple(rest.splitlines())
    )


@cache
def sections(name: str) -> tuple[Section, ...]:
    """Return what stands in a document, rendered for the first who asks."""
    render = _renderer()
    return tuple(
        Section(anchor, level, render.inline(title), render.block("\n".join(lines)))
        for anchor, level, title, lines in cut(documents()[name].lines)
    )


def _renderer() -> "Renderer":
    from course.content.rendering import Shelf  # noqa: PLC0415 (brings Python-Markdown, which a start does not need)

    return Shelf({}, {}, {}).renderer()


def cut(lines: tuple[str, ...]) -> Iterator[tuple[str, int, str, tuple[str, ...]]]:
    """Return id, level, title and lines of every section; what stands above the first heading has no id."""
    text = outside(lines, find_fences(lines))
    heads = [(index, found) for index, line in enumerate(lines) if text[index] and (found := _HEADING.fullmatch(line))]
    ends = [*(index for index, _ in heads), len(lines)]
    if ends[0]:
        yield "", 2, "", lines[: ends[0]]
    for (index, found), end in zip(heads, ends[1:], strict=True):
        title = found["title"]
        yield found["id"] or _anchor(title), len(found[1]), title, lines[index + 1 : end]


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
