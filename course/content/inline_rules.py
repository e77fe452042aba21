"""Rules for what stands inside a line: links, images, HTML, attributes."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
import sys
from collections.abc import Iterator

from course.content.reading import Reading
from course.content.rule import Finding, rule
from course.content.source import hidden_sign

_HTML = re.compile(r"<(?!https://)[/!?]?[A-Za-z-][^<>\n]{0,80}>?")
_ATTRIBUTES = re.compile(r"\{(?:#|\.|:)[^{}\n]*\}")
_REFERENCE = re.compile(r"(?<!\])\[[^\[\]\n]+\]\[[^\[\]\n]*\]|^ {0,3}\[[^\[\]\n]+\]:(?= )")
_SPELT = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));")
_OPEN_TO = ("https://", "lesson:", "glossary:", "#")
_PICTURE = re.compile(r"images/[A-Za-z0-9][\w.-]*\.svg")
_CALLOUT = re.compile(r"> ?\[![A-Z]+\]")
_ALONE = re.compile(r"[> ]*!\[[^\[\]]*\]\([^()]*\) *")


@rule("E401")
def raw_html(reading: Reading) -> Iterator[Finding]:
    """Raw HTML is not in the format: what is shown must not depend on who wrote it."""
    for number, line in enumerate(reading.prose, 1):
        for found in _HTML.finditer(line):
            if _is_html(found[0]):
                fix = "put it in backticks if it is code, or take it out"
                yield Finding(number, found.start() + 1, f"{found[0][:40]} would be HTML", fix)


def _is_html(text: str) -> bool:
    return text.endswith(">") or text.startswith(("<!--", "</"))


@rule("E402")
def attributes(reading: Reading) -> Iterator[Finding]:
    """Ids stand at the end of headings and choices; no other attribute is in the format."""
    heads = {part.line for part in reading.parts}
    for number, line in enumerate(reading.prose, 1):
        for found in _ATTRIBUTES.finditer(line):
            at_end = not line[found.end() :].strip() and found[0].startswith("{#")
            choice = reading.kind == "quiz" and not reading.body[number - 1]
            if not (at_end and (number in heads or choice)):
                fix = "take it out: only the headings with ## and choices have an id"
                yield Finding(number, found.start() + 1, f"{found[0][:40]} is an attribute", fix)


@rule("E403")
def address(reading: Reading) -> Iterator[Finding]:
    """A link leads to a lesson, a word, a place on the page, or by https to another site."""
    for link in reading.links():
        if not link.is_image and not link.address.startswith(_OPEN_TO):
            fix = "start the address with https://, lesson:, glossary: or #"
            yield Finding(link.line, link.column, f"{link.address[:60]!r} cannot be linked", fix)


@rule("E404")
def alternative(reading: Reading) -> Iterator[Finding]:
    """An image says in words what it shows, for those who cannot see it."""
    for link in reading.links():
        if link.is_image and not link.words.strip():
            fix = "say between the brackets what it shows"
            yield Finding(link.line, link.column, "the image has no text", fix)


@rule("E405")
def picture_alone(reading: Reading) -> Iterator[Finding]:
    """An image is an SVG of ours and a paragraph of its own: it is drawn into the page, not beside a word."""
    for link in reading.links():
        if not link.is_image:
            continue
        if not _PICTURE.fullmatch(link.address):
            fix = "put an SVG file into the folder images of the unit and write images/its-name.svg"
            yield Finding(link.line, link.column, f"{link.address[:60]!r} is no picture of ours", fix)
        elif not _is_alone(reading, link.line):
            fix = "give it a line of its own, between two empty lines"
            yield Finding(link.line, link.column, "the image stands in a line of text", fix)


def _is_alone(reading: Reading, number: int) -> bool:
    lines = ("", *reading.prose, "")
    neighbours = (_CALLOUT.sub("", lines[number - 1]), lines[number + 1])
    return bool(
        reading.body[number - 1]
        and _ALONE.fullmatch(lines[number])
        and not any(line.strip("> ") for line in neighbours)
    )


@rule("E406")
def reference(reading: Reading) -> Iterator[Finding]:
    """A link carries its own address: one that is looked up elsewhere breaks when a part of the file moves."""
    for number, line in enumerate(reading.prose, 1):
        if found := _REFERENCE.search(line):
            yield Finding(
                number, found.start() + 1, "the address of this link stands elsewhere", "write [words](address)"
            )


@rule("E407")
def words(reading: Reading) -> Iterator[Finding]:
    """A link without words cannot be seen or followed."""
    for link in reading.links():
        if not link.is_image and not link.words.strip():
            yield Finding(link.line, link.column, "the link has no words", "write some between the brackets")


@rule("E408")
def spelt_sign(reading: Reading) -> Iterator[Finding]:
    """A sign that nobody sees is left out of the page, however it is spelt."""
    for number, line in enumerate(reading.prose, 1):
        for found in _SPELT.finditer(line):
            code = int(found[1], 16) if found[1] else int(found[2])
            if code <= sys.maxunicode and hidden_sign(chr(code)):
                what = f"{found[0]} spells the invisible character U+{code:04X}"
                yield Finding(number, found.start() + 1, what, "take it out")


RULES = (raw_html, attributes, address, alternative, picture_alone, reference, words, spelt_sign)
