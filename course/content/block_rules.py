"""Rules for how lines stand together: where Python-Markdown and the pages of a forge would show different things."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
from collections.abc import Iterator

from course.content.languages import LANGUAGES
from course.content.nearest import did_you_mean
from course.content.reading import Reading
from course.content.rule import Finding, rule

_HEADING = re.compile(r" {0,3}(#{1,6})(.*)")
_ITEM = re.compile(r"( *)(?:[-*+]|[0-9]{1,9}[.)]) +\S")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *")
_TABLE_RULE = re.compile(r" {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")

_SECTION = 2  # the level of the headings that cut a file


def _lines(reading: Reading) -> Iterator[tuple[int, str, str]]:
    """Return number, text and the text of the line before, for lines that are Markdown; quotes are opened."""
    for index, line in enumerate(reading.prose):
        if reading.body[index]:
            before = reading.prose[index - 1] if index and reading.body[index - 1] else ""
            yield index + 1, _opened(line), _opened(before)


def _opened(line: str) -> str:
    while line.startswith(">"):
        line = line[1:].removeprefix(" ")
    return line


@rule("E410")
def heading_jump(reading: Reading) -> Iterator[Finding]:
    """Headings go down one step at a time, or those who hear the page lose their place."""
    starts = {part.line for part in reading.parts}
    level = _SECTION
    for index, line in enumerate(reading.prose):
        if index + 1 in starts:
            level = _SECTION
        found = _HEADING.fullmatch(line) if reading.body[index] else None
        if found is None or (found[2] and not found[2].startswith((" ", "\t"))):
            continue
        depth = len(found[1])
        if depth <= _SECTION:
            what = "a heading with # is a title, one with ## a section"
            yield Finding(index + 1, 1, what, "use ## with an id, or ###")
        elif depth > level + 1:
            yield Finding(index + 1, 1, f"the heading jumps from {level} to {depth}", f"use {'#' * (level + 1)}")
        level = max(depth, _SECTION)


@rule("E411")
def heading_space(reading: Reading) -> Iterator[Finding]:
    """Without a space a forge shows the signs, and we a heading."""
    for number, line, _ in _lines(reading):
        found = _HEADING.fullmatch(line)
        if found and found[2] and not found[2].startswith((" ", "\t")):
            fix = "write a space after it for a heading, or \\# for the sign"
            yield Finding(number, 1, "there is no space after the #", fix)


@rule("E412")
def list_apart(reading: Reading) -> Iterator[Finding]:
    """Without an empty line above it a list is no list for us, but it is one on a forge."""
    in_list = False
    for number, line, before in _lines(reading):
        is_item = _ITEM.match(line)
        if not before.strip():
            in_list = in_list and line.startswith(" ")
        if is_item and before.strip() and not in_list and not _HEADING.fullmatch(before):
            yield Finding(number, 1, "the list does not stand apart", "put an empty line above it")
        in_list = in_list or bool(is_item)


@rule("E413")
def list_nesting(reading: Reading) -> Iterator[Finding]:
    """A list in a list is indented by four: less is the same list for us, and another one on a forge."""
    for number, line, _ in _lines(reading):
        found = _ITEM.match(line)
        if found and len(found[1]) % 4:
            fix = f"indent it by {4 * round(len(found[1]) / 4) or 4}, or not at all"
            yield Finding(number, len(found[1]) + 1, f"the list is indented by {len(found[1])}", fix)


@rule("E414")
def fence_indent(reading: Reading) -> Iterator[Finding]:
    """Code in a list is indented by four, or it does not belong to the list."""
    for fence in reading.fences:
        spaces = len(fence.prefix.replace("> ", "").replace(">", ""))
        if spaces % 4:
            fix = "indent the whole block by four in a list, else not at all"
            yield Finding(fence.first + 1, len(fence.prefix) + 1, f"the code is indented by {spaces}", fix)


@rule("E415")
def fence_language(reading: Reading) -> Iterator[Finding]:
    """Code says what it is: readers hear it, and its colours depend on it."""
    known = ("console", *LANGUAGES)
    for fence in reading.fences:
        column = len(fence.prefix) + 1
        if not fence.language:
            fix = "write console, or text if it is no language, after the three signs"
            yield Finding(fence.first + 1, column, "the code names no language", fix)
        elif fence.language not in known:
            fix = did_you_mean(fence.language, known, f"use one of {', '.join(known)}")
            yield Finding(fence.first + 1, column, f"{fence.language[:40]!r} is no language we know", fix)


@rule("E416")
def tab(reading: Reading) -> Iterator[Finding]:
    """How wide a tab is depends on who looks."""
    for number, line, _ in _lines(reading):
        if "\t" in line:
            yield Finding(number, line.index("\t") + 1, "there is a tab", "write spaces")


@rule("E417")
def underlined(reading: Reading) -> Iterator[Finding]:
    """On a forge a line of dashes makes a heading of the line above it."""
    for number, line, before in _lines(reading):
        if before.strip() and _UNDERLINE.fullmatch(line) and "|" not in before:
            fix = "write ### before the heading, or an empty line above the dashes"
            yield Finding(number, 1, "this line would make a heading of the one above", fix)


@rule("E418")
def indented_code(reading: Reading) -> Iterator[Finding]:
    """Outside of a list four spaces make code on a forge, and nothing here."""
    in_list = False
    for number, line, before in _lines(reading):
        if _ITEM.match(line) and (in_list or not line.startswith("    ")):
            in_list = True
        elif line.strip() and not line.startswith(" ") and not before.strip():
            in_list = False
        if line.startswith("    ") and line.strip() and not before.strip() and not in_list:
            yield Finding(number, 1, "this is indented by four, but in no list", "use three backticks for code")


@rule("E419")
def table_apart(reading: Reading) -> Iterator[Finding]:
    """Without an empty line above it a table is none for us, but it is one on a forge."""
    index_of = {number: (line, before) for number, line, before in _lines(reading)}
    for number, (line, before) in index_of.items():
        is_rule = "|" in line and "-" in line and _TABLE_RULE.fullmatch(line)
        if is_rule and "|" in before and index_of.get(number - 1, ("", ""))[1].strip():
            yield Finding(number - 1, 1, "the table does not stand apart", "put an empty line above it")


RULES = (
    heading_jump,
    heading_space,
    list_apart,
    list_nesting,
    fence_indent,
    fence_language,
    tab,
    underlined,
    indented_code,
    table_apart,
)
