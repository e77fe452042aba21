"""What stands inside a line: links, images, HTML, attributes."""

# ruff: noqa: D401 - the docstring of a rule says why it is one

import re
import sys
from collections.abc import Iterator

from course.content.dressing import CALLOUTS
from course.content.edits import Edit
from course.content.nearest import did_you_mean
from course.content.rules.examples import section
from course.content.rules.manuscript import Manuscript
from course.content.rules.rule import Finding, rule
from course.content.source import hidden_sign

_HTML = re.compile(r"<(?!https://)[/!?]?[A-Za-z-][^<>\n]{0,80}>?")
_ATTRIBUTES = re.compile(r"\{(?:#|\.|:)[^{}\n]*\}")
_REFERENCE = re.compile(r"(?<!\])\[[^\[\]\n]+\]\[[^\[\]\n]*\]|^ {0,3}\[[^\[\]\n]+\]:(?= )")
_SPELT = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}));")
_OPEN_TO = ("https://", "lesson:", "glossary:", "#")
_PICTURE = re.compile(r"images/[A-Za-z0-9][\w.-]*\.svg")
_CALLOUT = re.compile(r"[> ]*> ?\[!([^\[\]\n]+)\]")
_ALONE = re.compile(r"[> ]*!\[[^\[\]]*\]\([^()]*\) *")


@rule("E401", bad=section("Write ‸<object> in its place."), good=section("Write `<object>` in its place."))
def raw_html(manuscript: Manuscript) -> Iterator[Finding]:
    """Raw HTML is not in the format: what is shown must not depend on who wrote it."""
    for number, found in manuscript.matches(_HTML, "<"):
        if _is_html(found[0]):
            fix = "put it in backticks if it is code, or take it out"
            yield Finding(number, found.start() + 1, f"{found[0][:40]} would be HTML", fix)


def _is_html(text: str) -> bool:
    return text.endswith(">") or text.startswith(("<!--", "</"))


@rule("E402", bad=section("### A smaller heading ‸{#smaller}"), good=section("### A smaller heading"))
def attribute(manuscript: Manuscript) -> Iterator[Finding]:
    """Ids stand at the end of headings and choices; no other attribute is in the format."""
    heads = {part.line for part in manuscript.parts}
    for number, found in manuscript.matches(_ATTRIBUTES, "{"):
        at_end = not found.string[found.end() :].strip() and found[0].startswith("{#")
        choice = manuscript.kind == "quiz" and not manuscript.body[number - 1]
        if not (at_end and (number in heads or choice)):
            fix = "take it out: only the headings with ## and choices have an id"
            yield Finding(number, found.start() + 1, f"{found[0][:40]} is an attribute", fix)


@rule(
    "E403",
    bad=section("Read the ‸[documentation](http://docs.openstack.org/)."),
    good=section("Read the [documentation](https://docs.openstack.org/)."),
)
def link_address(manuscript: Manuscript) -> Iterator[Finding]:
    """A link leads to a lesson, a word, a place on the page, or by https to another site."""
    for link in manuscript.links:
        if not link.is_image and not link.address.startswith(_OPEN_TO):
            fix = "start the address with https://, lesson:, glossary: or #"
            what = f"{link.address[:60]!r} cannot be linked"
            yield Finding(link.line, link.column, what, fix, tuple(_with_https(manuscript, link.line, link.address)))


def _with_https(manuscript: Manuscript, number: int, address: str) -> Iterator[Edit]:
    if address.startswith("http://"):
        for found in re.finditer(re.escape(f"]({address}"), manuscript.prose[number - 1]):
            yield Edit(number, found.start() + 3, "http://", "https://")


@rule("E404", bad=section("‸![](images/ask.svg)"), good=section("![A person asks Nova](images/ask.svg)"))
def image_text(manuscript: Manuscript) -> Iterator[Finding]:
    """An image says in words what it shows, for those who cannot see it."""
    for link in manuscript.links:
        if link.is_image and not link.words.strip():
            yield Finding(link.line, link.column, "the image has no text", "say between the brackets what it shows")


@rule(
    "E405",
    bad=section("You ask: ‸![A person asks Nova](images/ask.svg)"),
    good=section("You ask:\n\n![A person asks Nova](images/ask.svg)"),
)
def picture_alone(manuscript: Manuscript) -> Iterator[Finding]:
    """An image is an SVG of ours and a paragraph of its own: it is drawn into the page, not beside a word."""
    for link in manuscript.links:
        if not link.is_image:
            continue
        if not _PICTURE.fullmatch(link.address):
            fix = "put an SVG file into the folder images of the unit and write images/its-name.svg"
            yield Finding(link.line, link.column, f"{link.address[:60]!r} is no picture of ours", fix)
        elif not _is_alone(manuscript, link.line):
            fix = "give it a line of its own, between two empty lines"
            yield Finding(link.line, link.column, "the image stands in a line of text", fix)


def _is_alone(manuscript: Manuscript, number: int) -> bool:
    prose = manuscript.prose
    before = prose[number - 2] if number > 1 else ""
    after = prose[number] if number < len(prose) else ""
    alone = manuscript.body[number - 1] and _ALONE.fullmatch(prose[number - 1])
    return bool(alone) and not _CALLOUT.sub("", before).strip("> ") and not after.strip("> ")


@rule(
    "E406",
    bad=section("Ask ‸[Nova][service] for it."),
    good=section("Ask [Nova](glossary:nova) for it."),
)
def link_elsewhere(manuscript: Manuscript) -> Iterator[Finding]:
    """A link carries its own address: one that is looked up elsewhere breaks when a part of the file moves."""
    for number, found in manuscript.matches(_REFERENCE, "["):
        what = "the address of this link stands elsewhere"
        yield Finding(number, found.start() + 1, what, "write [words](address)")


@rule(
    "E407",
    bad=section("Go on: ‸[](lesson:second)"),
    good=section("Go on: [who keeps images](lesson:second)"),
)
def link_words(manuscript: Manuscript) -> Iterator[Finding]:
    """A link without words cannot be seen or followed."""
    for link in manuscript.links:
        if not link.is_image and not link.words.strip():
            yield Finding(link.line, link.column, "the link has no words", "write some between the brackets")


@rule(
    "E408",
    bad=section("You ask‸&#x202e; Nova."),
    good=section("You ask Nova."),
)
def spelt_sign(manuscript: Manuscript) -> Iterator[Finding]:
    """A sign that nobody sees is left out of the page, however it is spelt."""
    for number, found in manuscript.matches(_SPELT, "&#"):
        code = int(found[1], 16) if found[1] else int(found[2])
        if code <= sys.maxunicode and hidden_sign(chr(code)):
            what = f"{found[0]} spells the invisible character U+{code:04X}"
            edits = (Edit(number, found.start() + 1, found[0], ""),)
            alone = not found.string.replace(found[0], "").strip()  # an empty line would part what stands together
            yield Finding(number, found.start() + 1, what, "take it out", () if alone else edits)


@rule(
    "E409",
    bad=section("> ‸[!note]\n> Nova asks the others."),
    good=section("> [!NOTE]\n> Nova asks the others."),
)
def callout(manuscript: Manuscript) -> Iterator[Finding]:
    """There are four callouts; the name of another one would stand in the text as it is."""
    for number, line in enumerate(manuscript.prose, 1):
        found = _CALLOUT.match(line) if manuscript.body[number - 1] else None
        if found and found[1] not in CALLOUTS:
            fix = did_you_mean(found[1], CALLOUTS, f"the callouts are {', '.join(CALLOUTS)}")
            edits = (Edit(number, found.start(1) + 1, found[1], found[1].upper()),)
            known = found[1].upper() in CALLOUTS
            what = f"[!{found[1][:40]}] is no callout"
            yield Finding(number, found.start(1) - 1, what, fix, edits if known else ())
