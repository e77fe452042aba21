"""What no text may hold, because the Markdown library takes for ever over it. Looked at before anything is parsed.

The numbers were measured: a text within them costs less than 20 ms a kilobyte, whatever it says.
"""

import re
from collections.abc import Iterator, Sequence

from course.content.errors import BrokenFileError, ContentError
from course.content.fences import Fence, find_fences, outside
from course.content.source import Source

LONGEST_RUN = 100
LONGEST_PARAGRAPH = 6000  # characters
MOST_LINES = 200  # in a paragraph
MOST_BRACKETS = 100  # in a paragraph: each is searched for its partner up to the end
MOST_CELLS = 2000  # in a table: rows times columns, since short rows are filled up
MOST_PICTURES = 20  # in a file: each is written into the page as often as it is shown
DEEPEST = 6  # quotes and lists in each other

_RUN = re.compile(rf"([^\w\s])\1{{{LONGEST_RUN}}}")
_START = re.compile(r"(?:[> ]|[-*+] |[0-9]{1,9}[.)] )*+")
_PICTURE = re.compile(r"\]\(\s*<?images/")
_BEGIN = frozenset("> \t-*+0123456789")
_MARKER = re.compile(r">|[-*+] |[.)] ")


def survey(source: Source) -> tuple[tuple[Fence, ...], list[bool]]:
    """Return the fences of a file and for each line whether it is text, or raise BrokenFileError if it is too much."""
    fences = find_fences(source.lines)
    text = outside(source.lines, fences)
    errors = [*_lines_too_much(source, text), *_paragraphs_too_much(source, text), *_pictures_too_much(source, text)]
    for fence in fences:
        if not fence.closed:
            fix = "end it with a line that holds only the same three signs"
            column = len(fence.prefix) + 1
            errors.append(source.error(fence.first + 1, "E113", "the code is never closed", fix, column=column))
    if errors:
        raise BrokenFileError(errors)
    return fences, text


def _lines_too_much(source: Source, text: Sequence[bool]) -> Iterator[ContentError]:
    has_run = _RUN.search(source.text)  # once for the whole file: hardly one has any
    for number, line in enumerate(source.lines, 1):
        if not text[number - 1] or not (has_run or line[:1] in _BEGIN):
            continue
        if run := _RUN.search(line) if has_run else None:
            what = f"there are more than {LONGEST_RUN} of {run[1]} in a row"
            yield source.error(number, "E120", what, "take some away", column=run.start() + 1)
        start = _START.match(line.expandtabs(4))
        assert start is not None  # it matches the empty text
        spaces = len(start[0]) - len(start[0].lstrip(" "))
        if len(_MARKER.findall(start[0])) + spaces // 4 > DEEPEST:
            what = f"lists and quotes stand more than {DEEPEST} deep in each other"
            yield source.error(number, "E121", what, "say it more simply")


def _paragraphs_too_much(source: Source, text: Sequence[bool]) -> Iterator[ContentError]:
    for first, end in paragraphs(source.lines, text):
        lines = source.lines[first:end]
        if sum(map(len, lines)) > LONGEST_PARAGRAPH:
            what = f"this paragraph has more than {LONGEST_PARAGRAPH} characters"
            yield source.error(first + 1, "E122", what, "put an empty line into it")
        elif len(lines) > MOST_LINES:
            what = f"this paragraph has more than {MOST_LINES} lines"
            yield source.error(first + 1, "E122", what, "put an empty line into it")
        elif sum(line.count("[") for line in lines) > MOST_BRACKETS:
            what = f"this paragraph has more than {MOST_BRACKETS} brackets"
            yield source.error(first + 1, "E122", what, "put an empty line into it, or code in a fence")
        elif len(lines) * max(line.count("|") for line in lines) > MOST_CELLS:
            what = f"this table has more than {MOST_CELLS} cells"
            yield source.error(first + 1, "E122", what, "make two of it")


def _pictures_too_much(source: Source, text: Sequence[bool]) -> Iterator[ContentError]:
    if source.text.count("images/") <= MOST_PICTURES:
        return
    shown = 0
    for number, line in enumerate(source.lines, 1):
        before, shown = shown, shown + (len(_PICTURE.findall(line)) if text[number - 1] else 0)
        if before <= MOST_PICTURES < shown:
            what = f"there are more than {MOST_PICTURES} pictures in this file"
            yield source.error(number, "E123", what, "take some away, or split the lesson")


def paragraphs(lines: Sequence[str], text: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Return the indexes, as of a slice, of every run of lines that are text and not empty."""
    first: int | None = None
    for index, line in enumerate(lines):
        if text[index] and line.strip():
            first = index if first is None else first
        elif first is not None:
            yield first, index
            first = None
    if first is not None:
        yield first, len(lines)
