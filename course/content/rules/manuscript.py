"""A file as the rules read it: which lines are prose, and the prose with its code blanked out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from course.content.drafts import Draft, body_end, read_draft
from course.content.fences import Fence, find_fences, outside
from course.content.folders import Kind
from course.content.front_matter import Entry, front_matter
from course.content.headings import Part, split_parts
from course.content.lessons import Lesson, name_of
from course.content.library import Library
from course.content.limits import paragraphs
from course.content.nearest import did_you_mean
from course.content.passages import Passage, passages
from course.content.quizzes import slug_of
from course.content.rules.world import World
from course.content.source import Source

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()<>#+.!|-]")
_QUOTE = re.compile(r"(?:> ?)*")
_LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\[\]]*+)\]\((?P<address>[^\s()]*+)(?P<title>[^()]*+)\)")
_GLOSSARY_LINK = re.compile(r"\]\(glossary:([a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image as it is written."""

    is_image: bool
    words: str
    address: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is Markdown, and the one above it, both without the signs of the quote that they stand in."""

    number: int
    quote: str
    text: str
    before: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every file of a course may refer to, and the world around them all."""

    library: Library
    slugs: Mapping[str, Lesson | None]  # of a lesson that is being repaired only its slug is known
    broken: frozenset[str]  # paths of files whose newest version is not the one that is served
    first_uses: Mapping[str, str]  # the path of the first lesson that links a word of the glossary
    world: World
    _fixes: dict[str, str] = field(default_factory=dict)  # found once: a slug that is gone may be named everywhere

    @classmethod
    def of(cls, library: Library, world: World) -> "Surroundings":
        """Return what there is in this library, and around it."""
        slugs: dict[str, Lesson | None] = {repair.slug: None for repair in library.repairs}
        slugs |= {lesson.slug: lesson for lesson in library.lessons}
        first_uses: dict[str, str] = {}
        for lesson in library.lessons:
            for word in _GLOSSARY_LINK.findall(library.sources[lesson.path].text):
                first_uses.setdefault(word, lesson.path)
        return cls(library, slugs, frozenset(problem.path for problem in library.problems), first_uses, world)

    def dead_lesson(self, slug: str) -> str:
        """Return what to do about a slug that no lesson has, or nothing when one has it."""
        if slug in self.slugs:
            return ""
        if slug not in self._fixes:
            self._fixes[slug] = did_you_mean(slug, self.slugs, "write the slug of a lesson that exists")
        return self._fixes[slug]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One file with all that a rule may ask of it; `prose` has an x for every sign of code.

    Facts, paths and pictures are no Markdown: they have no line of prose.
    """

    around: Surroundings
    source: Source
    kind: Kind
    fences: tuple[Fence, ...] = ()
    prose: tuple[str, ...] = ()
    body: tuple[bool, ...] = ()  # for each line: is it Markdown of more than one line
    lines: tuple[Line, ...] = ()  # those of the body
    parts: tuple[Part, ...] = ()
    links: tuple[Link, ...] = ()
    drafts: tuple[Draft, ...] = ()  # the questions of a quiz
    passages: tuple[Passage, ...] = ()
    keys: Mapping[str, Entry] = field(default_factory=dict)  # of the front matter
    top: int = 0  # index of the first line after the front matter

    @property
    def library(self) -> Library:
        """Return the course that this file belongs to."""
        return self.around.library

    @property
    def slug(self) -> str:
        """Return the slug that the name of this file says, if it is a lesson or a quiz."""
        return name_of(self.source.path)[2] if self.kind == "lesson" else slug_of(self.source.path)

    @property
    def lesson(self) -> Lesson | None:
        """Return the lesson that this file is, or whose quiz it is; None when nothing is known of it."""
        return self.around.slugs.get(self.slug)

    def matches(self, pattern: re.Pattern[str], sign: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Return what matches in the prose, with the numbers of the lines; a line without `sign` is not looked at."""
        for number, line in enumerate(self.prose, 1):
            if sign in line:
                for found in pattern.finditer(line):
                    yield number, found

    @property
    def folder(self) -> str:
        """Return what the address of an image in this file is relative to."""
        path = self.lesson.path if self.lesson else self.source.path
        return path.rpartition("/")[0]


def manuscripts(library: Library, world: World) -> Iterator[Manuscript]:
    """Return the files whose newest version is the one that is served; the others are known to be broken."""
    around = Surroundings.of(library, world)
    kinds: Mapping[str, Kind] = {
        **{path: "unit" for path in library.sources if path.endswith("/unit.md")},
        **{lesson.path: "lesson" for lesson in library.lessons},
        **{quiz.path: "quiz" for quiz in library.quizzes.values()},
        "lessons/glossary.md": "glossary",
        "lessons/facts.toml": "facts",
        "lessons/paths.toml": "paths",
    }
    for path, source in library.sources.items():
        kind = "picture" if path.endswith(".svg") else kinds.get(path)
        if kind and path not in around.broken:
            is_markdown = path.endswith(".md")
            yield _read(around, source, kind) if is_markdown else Manuscript(around, source, kind)


def _read(around: Surroundings, source: Source, kind: Kind) -> Manuscript:
    fences = find_fences(source.lines)
    text = outside(source.lines, fences)
    front = front_matter(source)
    parts, _ = split_parts(source, front.body, text)
    body = _body(source, kind, parts, [index >= front.body and is_text for index, is_text in enumerate(text)])
    drafts = tuple(read_draft(source, part, text, []) for part in parts) if kind == "quiz" else ()
    prose = _prose(source.lines, text)
    return Manuscript(
        around,
        source,
        kind,
        fences=fences,
        prose=prose,
        body=tuple(body),
        lines=tuple(_lines(prose, body)),
        parts=tuple(parts),
        links=tuple(_links(source, prose)),
        drafts=drafts,
        passages=passages(front, kind, prose, parts, drafts),
        keys=front.entries,
        top=front.body,
    )


def _body(source: Source, kind: Kind, parts: Sequence[Part], text: Sequence[bool]) -> list[bool]:
    """Return for each line that is text whether it is Markdown: no heading, and in a quiz no choice or keyword."""
    body = list(text)
    for part in parts:
        body[part.line - 1] = False
        if kind == "quiz":
            end = body_end(source, part, text)
            body[end : part.end] = [False] * (part.end - end)
    return body


def _prose(lines: Sequence[str], text: Sequence[bool]) -> tuple[str, ...]:
    prose = [""] * len(lines)
    for first, end in paragraphs(lines, text):
        # Code may run over the end of a line, but not over the end of a paragraph.
        blanked = _CODE.sub(_blank, _ESCAPED.sub(_blank, "\n".join(lines[first:end])))
        prose[first:end] = blanked.split("\n")
    return tuple(prose)


def _blank(found: re.Match[str]) -> str:
    return "".join("\n" if sign == "\n" else "x" for sign in found[0])


def split_quote(line: str) -> tuple[str, str]:
    """Return the signs of the quote that a line stands in, and the rest of it."""
    if not line.startswith(">"):
        return "", line
    found = _QUOTE.match(line)
    end = found.end() if found else 0
    return line[:end], line[end:]


def _lines(prose: Sequence[str], body: Sequence[bool]) -> Iterator[Line]:
    before = ""
    for index, line in enumerate(prose):
        if body[index]:
            quote, text = split_quote(line)
            yield Line(index + 1, quote, text, before)
            before = text
        else:
            before = ""


def _links(source: Source, prose: Sequence[str]) -> Iterator[Link]:
    for number, line in enumerate(prose, 1):
        for found in _LINK.finditer(line) if "](" in line else ():
            words = source.lines[number - 1][found.start("words") : found.end("words")]
            yield Link(bool(found["image"]), words, found["address"], number, found.start() + 1)
