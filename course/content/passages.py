"""What people read in a file, passage by passage: each with what it is for, and the place of every letter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from course.content.drafts import Draft, Item, body_end
from course.content.folders import Kind
from course.content.front_matter import FrontMatter, Scalar
from course.content.headings import Part
from course.content.limits import paragraphs
from course.content.source import Source

_FRONT = {"title": "title", "goal": "goal", "summary": "summary", "keypoints": "keypoint", "tomorrow": "tomorrow"}
_FIELDS = {"Topic": "topic", "Hint": "hint", "Why": "why", "Talk": "talk"}
_QUOTE = re.compile(r"(?:> ?)*")
_CALLOUT = re.compile(r" *\[![A-Z]+\]")
_ITEM = re.compile(r" *(?:[-*+]|[0-9]{1,9}[.)]) +")
_HEADING = re.compile(r" {0,3}#{1,6} +")
_ROW = re.compile(r" *\|")
_CELL = re.compile(r"[^|]+")
_PICTURE = re.compile(r" *!\[(?P<words>[^\[\]]*)\]\([^()\s]*(?: +\"(?P<title>[^\"]*)\")?\)")
_NO_PROSE = re.compile(r"\]\([^()\n]*\)|<https://[^<>\n]*>|https?://[^\s<>()]+|\{\{[^{}\n]*\}\}")
_QUOTED = re.compile(r"“[^“”]*”|„[^“”]*[“”]|«[^«»]*»|\"[^\"]*\"|‘[^‘’]*’")
_CONFUSED = re.compile(r"Confused with: *[^ ]+ - ")
_GLOSSARY_KEY = re.compile(r"(?:Confused with|Lesson):")


class Piece(NamedTuple):
    """A part of one line: its place, counted from 1, the text as it is written, and with its code blanked out."""

    line: int
    column: int
    raw: str
    prose: str


@dataclass(frozen=True)
class Passage:
    """Text that is read in one go, with what it is for; `untrue` says that the course does not mean it."""

    role: str
    pieces: tuple[Piece, ...]
    untrue: bool = False

    @cached_property
    def raw(self) -> str:
        """Return the text as it is written."""
        return "\n".join(piece.raw for piece in self.pieces)

    @cached_property
    def told(self) -> str:
        """Return the text as it is written, with something else for addresses and facts, of the same length."""
        return _NO_PROSE.sub(_blank, self.raw)

    @cached_property
    def text(self) -> str:
        """Return the text with something else for code, addresses and facts, of the same length."""
        return _NO_PROSE.sub(_blank, "\n".join(piece.prose for piece in self.pieces))

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of the letter at this offset in the text."""
        for piece in self.pieces:
            if offset <= len(piece.raw):
                return piece.line, piece.column + offset
            offset -= len(piece.raw) + 1
        last = self.pieces[-1]
        return last.line, last.column + len(last.raw)


def unquoted(text: str) -> str:
    """Return the text with something else for what stands in quotation marks, of the same length.

    A sentence that ends inside of them still ends there.
    """
    return _QUOTED.sub(lambda found: "x" * (len(found[0]) - 1) + (found[0][-2] if found[0][-2] in ".?!" else "x"), text)


def passages(
    front: FrontMatter, kind: Kind, prose: Sequence[str], parts: Sequence[Part], drafts: Sequence[Draft]
) -> tuple[Passage, ...]:
    """Return all passages of a lesson, a quiz, a unit or the glossary; `prose` is its lines with the code blanked."""
    return tuple(_Finder(front.source, kind, prose).find(front, parts, drafts))


class _Finder:
    """Finds the passages of one file."""

    def __init__(self, source: Source, kind: Kind, prose: Sequence[str]) -> None:
        self.source, self.kind, self.prose = source, kind, prose
        self.text = [not line.strip() or bool(blanked) for line, blanked in zip(source.lines, prose, strict=True)]

    def piece(self, line: int, column: int, length: int | None = None) -> Piece:
        end = None if length is None else column - 1 + length
        return Piece(
            line, column, self.source.lines[line - 1][column - 1 : end], self.prose[line - 1][column - 1 : end]
        )

    def find(self, front: FrontMatter, parts: Sequence[Part], drafts: Sequence[Draft]) -> Iterator[Passage]:
        yield from self._front(front)
        yield from self._markdown(front.body, parts[0].line - 1 if parts else len(self.source.lines))
        for draft in drafts:
            yield from self._question(draft)
        for part in parts if not drafts else ():
            yield self._titled(part, "heading")
            yield from self._markdown(part.first, part.end)

    def _titled(self, part: Part, role: str, *, untrue: bool = False) -> Passage:
        column = self.source.lines[part.line - 1].find(part.title) + 1
        return Passage(role, (self.piece(part.line, column, len(part.title)),), untrue)

    def _front(self, front: FrontMatter) -> Iterator[Passage]:
        for name, entry in front.entries.items():
            for scalar in (entry.value,) if isinstance(entry.value, Scalar) else entry.value:
                if name in _FRONT and scalar.text.strip():
                    yield Passage(_FRONT[name], tuple(self._scalar(scalar)))

    def _scalar(self, scalar: Scalar) -> Iterator[Piece]:
        found = self.source.lines[scalar.line - 1].find(scalar.text, scalar.column - 1)
        if found >= 0:
            yield self.piece(scalar.line, found + 1, len(scalar.text))
        else:  # over several lines, or with signs spelt in another way
            yield Piece(scalar.line, scalar.column, scalar.text, scalar.text)

    def _markdown(self, first: int, end: int) -> Iterator[Passage]:
        for start, stop in paragraphs(self.source.lines[first:end], self.text[first:end]):
            for pieces, role in self._blocks(range(first + start + 1, first + stop + 1)):
                yield Passage(role, tuple(pieces))

    def _blocks(self, numbers: Iterable[int]) -> Iterator[tuple[list[Piece], str]]:
        """Return the pieces that are read in one go: a list item, a heading, a cell and a picture stand alone."""
        open_: list[Piece] = []
        for number in numbers:
            line = self.source.lines[number - 1]
            start = _end(_QUOTE.match(line))
            item, heading = _ITEM.match(line, start), _HEADING.match(line, start)
            alone = self._alone(number, line, start)
            if (item or heading or alone is not None) and open_:
                yield open_, "text"
                open_ = []
            yield from alone or ()
            if alone is None:
                open_.append(self.piece(number, max(start, _end(item), _end(heading)) + 1))
            if heading:
                yield open_, "heading"
                open_ = []
        if open_:
            yield open_, "text"

    def _alone(self, number: int, line: str, start: int) -> list[tuple[list[Piece], str]] | None:
        """Return the pieces of a line that stands alone, whatever stands around it; None when it does not."""
        if picture := _PICTURE.match(line, start):
            return [
                ([self.piece(number, picture.start(name) + 1, len(picture[name]))], "picture")
                for name in ("words", "title")
                if picture[name]
            ]
        if _ROW.match(line, start):
            cells = [cell for cell in _CELL.finditer(line, start) if cell[0].strip(" :-")]
            return [([self.piece(number, cell.start() + 1, len(cell[0]))], "text") for cell in cells]
        if not line[start:].strip() or _CALLOUT.match(line, start) or line.startswith("Source:"):
            return []
        if self.kind == "glossary" and _GLOSSARY_KEY.match(line):
            why = _CONFUSED.match(line)
            return [([self.piece(number, why.end() + 1)], "why")] if why else []
        return None

    def _question(self, draft: Draft) -> Iterator[Passage]:
        part, answer = draft.part, draft.fields.get("Answer")
        yield self._titled(part, "stem", untrue=bool(answer and answer.value.casefold() == "false"))
        end = body_end(self.source, part, self.text)
        yield from self._markdown(part.first, end)
        starts = {item.line: item for item in (*draft.boxes, *draft.listed, *draft.nots)}
        fields = {field.line: (name, field) for name, field in draft.fields.items()}
        number = end + 1
        while number <= part.end:
            below = self._below(number, part.end)
            if number in starts:
                yield from self._item(starts[number], draft, below)
            elif number in fields and fields[number][0] in _FIELDS:
                name, field = fields[number]
                more = (self.piece(each, _indent(self.source.lines[each - 1]) + 1) for each in below)
                yield Passage(_FIELDS[name], (self.piece(number, field.column), *more))
            number += 1 + len(below)

    def _below(self, number: int, end: int) -> range:
        """Return the numbers of the indented lines that belong to this one."""
        last = number
        while last < end and self.source.lines[last].startswith("  "):
            last += 1
        return range(number + 1, last + 1)

    def _item(self, item: Item, draft: Draft, below: Iterable[int]) -> Iterator[Passage]:
        wrong = item.mark in ("( )", "[ ]", "Not") or (item.mark == "-" and "Order" in draft.fields)
        yield Passage("choice", (self.piece(item.line, item.column, len(item.text)),), wrong)
        said: list[Piece] = []
        for number in below:
            line = self.source.lines[number - 1]
            column = _indent(line)
            if line.startswith(">", column):
                said.append(self.piece(number, column + 2 + _indent(line[column + 1 :])))
            elif line.startswith("Idea:", column):
                column += len("Idea:")
                yield Passage("idea", (self.piece(number, column + 1 + _indent(line[column:])),), untrue=True)
        if said:
            yield Passage("feedback", tuple(said))


def _end(found: re.Match[str] | None) -> int:
    return found.end() if found else 0


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _blank(found: re.Match[str]) -> str:
    # The words of a link stay, its address goes; a fact and a written-out address are read as one word.
    if found[0].startswith("]"):
        return "]" + " " * (len(found[0]) - 1)
    return "x" * len(found[0])
