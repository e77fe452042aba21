"""A file as the rules read it: which lines are prose, and the prose with its code blanked out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from course.content.drafts import body_end
from course.content.fences import Fence, find_fences, outside
from course.content.front_matter import front_matter
from course.content.headings import Part, split_parts
from course.content.library import Library
from course.content.limits import paragraphs
from course.content.source import Source

Kind = Literal["lesson", "quiz", "unit", "glossary"]

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()<>#+.!|-]")
_LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\[\]]*+)\]\((?P<address>[^\s()]*+)(?P<title>[^()]*+)\)")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image as it is written."""

    is_image: bool
    words: str
    address: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One file with all that a rule may ask of it; `prose` has an x for every sign of code."""

    library: Library
    source: Source
    kind: Kind
    fences: tuple[Fence, ...]
    prose: tuple[str, ...]
    body: tuple[bool, ...]  # for each line: is it Markdown of more than one line
    parts: tuple[Part, ...]
    top: int  # index of the first line after the front matter

    def links(self) -> Iterator[Link]:
        """Return all links and images."""
        for number, line in enumerate(self.prose, 1):
            for found in _LINK.finditer(line):
                words = self.source.lines[number - 1][found.start("words") : found.end("words")]
                yield Link(bool(found["image"]), words, found["address"], number, found.start() + 1)

    def folder(self) -> str:
        """Return what the address of an image in this file is relative to."""
        if self.kind == "lesson":
            return self.source.path.rpartition("/")[0]
        quiz_of = {lesson.slug: lesson for lesson in self.library.lessons}
        slug = self.source.path.rpartition("/")[2].removesuffix(".md")
        return quiz_of[slug].path.rpartition("/")[0] if slug in quiz_of else ""


def readings(library: Library) -> Iterator[Reading]:
    """Return the files whose newest version is the one that is served; the others are known to be broken."""
    broken = {problem.path for problem in library.problems}
    kinds: Mapping[str, Kind] = {
        **{path: "unit" for path in library.sources if path.endswith("/unit.md")},
        **{lesson.path: "lesson" for lesson in library.lessons},
        **{quiz.path: "quiz" for quiz in library.quizzes.values()},
        "lessons/glossary.md": "glossary",
    }
    for path, source in library.sources.items():
        if path in kinds and path not in broken:
            yield _read(library, source, kinds[path])


def _read(library: Library, source: Source, kind: Kind) -> Reading:
    fences = find_fences(source.lines)
    text = outside(source.lines, fences)
    top = front_matter(source).body
    parts, _ = split_parts(source, top, text)
    body = [index >= top and is_text for index, is_text in enumerate(text)]
    if kind == "quiz":
        for part in parts:
            end = body_end(source, part, text)
            body[end : part.end] = [False] * (part.end - end)
    for part in parts:
        body[part.line - 1] = False
    return Reading(library, source, kind, fences, _prose(source.lines, text), tuple(body), tuple(parts), top)


def _prose(lines: Sequence[str], text: Sequence[bool]) -> tuple[str, ...]:
    prose = [""] * len(lines)
    for first, end in paragraphs(lines, text):
        # Code may run over the end of a line, but not over the end of a paragraph.
        blanked = _CODE.sub(_blank, _ESCAPED.sub(_blank, "\n".join(lines[first:end])))
        prose[first:end] = blanked.split("\n")
    return tuple(prose)


def _blank(found: re.Match[str]) -> str:
    return "".join("\n" if sign == "\n" else "x" for sign in found[0])
