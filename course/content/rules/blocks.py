"""How lines stand together: where Python-Markdown and the pages of a forge would show different things."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
from collections.abc import Iterator

from course.content.edits import Edit
from course.content.rules.examples import section
from course.content.rules.manuscript import Line, Manuscript, split_quote
from course.content.rules.nesting import ITEM, realigned
from course.content.rules.rule import Finding, rule

_HEADING = re.compile(r" {0,3}(#{1,6})(.*)")
_BEGINS_LIST = re.compile(r" {0,3}(?:[-*+]|1[.)]) +\S")  # where a forge sees one in the middle of a paragraph
_ROUND = re.compile(r" *[0-9]{1,9}(\)) +\S")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *")
_TABLE_RULE = re.compile(r" {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")

_SECTION = 2  # the level of the headings that cut a file


def _finding(line: Line, column: int, what: str, fix: str, *edits: Edit) -> Finding:
    """Return a finding at a column of the text of a line, counted from 1."""
    return Finding(line.number, len(line.quote) + column, what, fix, edits)


def _apart(line: Line, what: str) -> Finding:
    """Return a finding that an empty line above this one repairs."""
    return _finding(line, 1, what, "put an empty line above it", Edit(line.number, 1, "", f"{line.quote.rstrip()}\n"))


def _lacks_space(heading: re.Match[str]) -> bool:
    return bool(heading[2]) and not heading[2].startswith((" ", "\t"))


@rule("E410", bad=section("‸#### Whom Nova asks"), good=section("### Whom Nova asks"))
def heading_jump(manuscript: Manuscript) -> Iterator[Finding]:
    """Headings go down one step at a time, or those who hear the page lose their place."""
    starts = {part.line for part in manuscript.parts}
    level = _SECTION
    for index, line in enumerate(manuscript.prose):
        if index + 1 in starts:
            level = _SECTION
        found = _HEADING.fullmatch(line) if manuscript.body[index] else None
        if found is None or _lacks_space(found):
            continue
        depth = len(found[1])
        if depth <= _SECTION:
            what = "a heading with # is a title, one with ## a section"
            yield Finding(index + 1, 1, what, "use ## with an id, or ###")
        elif depth > level + 1:
            yield Finding(index + 1, 1, f"the heading jumps from {level} to {depth}", f"use {'#' * (level + 1)}")
        level = max(depth, _SECTION)


@rule("E411", bad=section("‸###Whom Nova asks"), good=section("### Whom Nova asks"))
def heading_space(manuscript: Manuscript) -> Iterator[Finding]:
    """Without a space a forge shows the signs, and we a heading."""
    starts = {part.line for part in manuscript.parts}
    for index, line in enumerate(manuscript.prose):
        quote, text = split_quote(line)
        found = _HEADING.fullmatch(text) if manuscript.body[index] or index + 1 in starts else None
        if found and _lacks_space(found):
            fix = "write a space after it for a heading, or \\# for the sign"
            column = len(quote) + found.end(1) + 1
            # One sign alone may be the name of a channel.
            edits = (Edit(index + 1, column, "", " "),) if len(found[1]) > 1 else ()
            yield Finding(index + 1, len(quote) + found.start(1) + 1, "there is no space after the #", fix, edits)


@rule("E412", bad=section("You need:\n‸- a token\n- an image"), good=section("You need:\n\n- a token\n- an image"))
def list_apart(manuscript: Manuscript) -> Iterator[Finding]:
    """Without an empty line above it a list is no list for us, but it is one on a forge."""
    in_list = False
    for line in manuscript.lines:
        if not line.before.strip():
            in_list = in_list and line.text.startswith(" ")
        begins = _BEGINS_LIST.match(line.text) and not in_list
        if begins and line.before.strip() and not _HEADING.fullmatch(line.before):
            yield _apart(line, "the list does not stand apart")
        in_list = in_list or bool(ITEM.match(line.text))


@rule(
    "E413",
    bad=section("- Nova\n  ‸- starts servers\n- Glance"),
    good=section("- Nova\n    - starts servers\n- Glance"),
)
def list_nesting(manuscript: Manuscript) -> Iterator[Finding]:
    """A list in a list is indented by four: less is the same list for us, and another one on a forge."""
    items = ((line, ITEM.match(line.text)) for line in manuscript.lines)
    odd = [(line, len(item[1])) for line, item in items if item and len(item[1]) % 4]
    edits = realigned(manuscript) if odd else {}
    for line, spaces in odd:
        fix = f"indent it by {4 * round(spaces / 4) or 4}, or not at all"
        what = f"the list is indented by {spaces}"
        yield _finding(line, spaces + 1, what, fix, *edits.get(line.number, ()))


@rule(
    "E414",
    bad=section("1. Ask for a list:\n\n   ‸```text\n   web-1\n   ```"),
    good=section("1. Ask for a list:\n\n    ```text\n    web-1\n    ```"),
)
def fence_indent(manuscript: Manuscript) -> Iterator[Finding]:
    """Code in a list is indented by four, or it does not belong to the list."""
    odd = [(fence, spaces) for fence in manuscript.fences if (spaces := len(split_quote(fence.prefix)[1])) % 4]
    edits = realigned(manuscript) if odd else {}
    for fence, spaces in odd:
        fix = "indent the whole block by four in a list, else not at all"
        what, column = f"the code is indented by {spaces}", len(fence.prefix) + 1
        yield Finding(fence.first + 1, column, what, fix, edits.get(fence.first + 1, ()))


@rule("E416", bad=section("Nova,‸\tthe compute service."), good=section("Nova, the compute service."))
def tab(manuscript: Manuscript) -> Iterator[Finding]:
    """How wide a tab is depends on who looks."""
    for line in manuscript.lines:
        if "\t" in line.text:
            places = ((len(line.quote) + column, spaces) for column, spaces in _spaces_for_tabs(line.text))
            edits = (Edit(line.number, column, "\t", spaces) for column, spaces in places)
            yield _finding(line, line.text.index("\t") + 1, "there is a tab", "write spaces", *edits)


def _spaces_for_tabs(text: str) -> Iterator[tuple[int, str]]:
    width = 0
    for column, sign in enumerate(text, 1):
        step = 4 - width % 4 if sign == "\t" else 1
        if sign == "\t":
            yield column, " " * step
        width += step


@rule("E417", bad=section("Whom Nova asks\n‸--------------"), good=section("### Whom Nova asks"))
def underlined(manuscript: Manuscript) -> Iterator[Finding]:
    """On a forge a line of dashes makes a heading of the line above it."""
    for line in manuscript.lines:
        if line.before.strip() and _UNDERLINE.fullmatch(line.text) and "|" not in line.before:
            fix = "write ### before the heading, or an empty line above the dashes"
            yield _finding(line, 1, "this line would make a heading of the one above", fix)


@rule(
    "E418",
    bad=section("Your servers:\n\n‸    web-1"),
    good=section("Your servers:\n\n```text\nweb-1\n```"),
)
def indented_code(manuscript: Manuscript) -> Iterator[Finding]:
    """Outside of a list four spaces make code on a forge, and nothing here."""
    in_list = False
    for line in manuscript.lines:
        text = line.text.expandtabs(4)
        if ITEM.match(text) and (in_list or not text.startswith("    ")):
            in_list = True
        elif text.strip() and not text.startswith(" ") and not line.before.strip():
            in_list = False
        if text.startswith("    ") and text.strip() and not line.before.strip() and not in_list:
            yield _finding(line, 1, "this is indented by four, but in no list", "use three backticks for code")


@rule(
    "E419",
    bad=section("Two services:\n‸| name | job |\n|---|---|\n| Nova | servers |"),
    good=section("Two services:\n\n| name | job |\n|---|---|\n| Nova | servers |"),
)
def table_apart(manuscript: Manuscript) -> Iterator[Finding]:
    """Without an empty line above it a table is none for us, but it is one on a forge."""
    head: Line | None = None
    for line in manuscript.lines:
        is_rule = "|" in line.text and "-" in line.text and _TABLE_RULE.fullmatch(line.text)
        if is_rule and head and "|" in line.before and head.number == line.number - 1 and head.before.strip():
            yield _apart(head, "the table does not stand apart")
        head = line


@rule("E420", bad=section("1‸) Get a token\n2. Ask for a server"), good=section("1. Get a token\n2. Ask for a server"))
def round_number(manuscript: Manuscript) -> Iterator[Finding]:
    """A forge takes 1) for the start of a list, and we do not."""
    for line in manuscript.lines:
        found = _ROUND.match(line.text)
        if found and (not line.before.strip() or _BEGINS_LIST.match(line.text) or ITEM.match(line.before)):
            edit = Edit(line.number, len(line.quote) + found.start(1) + 1, ")", ".")
            yield _finding(line, found.start(1) + 1, "this is no list here", "write 1. with a full stop", edit)
