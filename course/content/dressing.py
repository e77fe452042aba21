"""From the plain elements that Markdown knows to ours: words, links, callouts, pictures, tables."""

# ruff: noqa: SIM905 - a long list of names is easier to read in lines of text

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from course.content.facts import Fact
from course.content.glossary import Word
from course.content.pictures import Pictures

CALLOUTS = ("NOTE", "TIP", "WARNING", "HOST")

LONGEST_WHOLE = 12
"""Characters of code in a sentence that fit into a line of the narrowest phone, and are not broken at a hyphen."""

_CALLOUT = re.compile(rf"\s*\[!({'|'.join(CALLOUTS)})\]\s*")
_LESSON = re.compile(r"lesson:([a-z][a-z0-9-]*)(#[a-z][a-z0-9-]*)?")
_DOCUMENT = re.compile(r"([a-z][a-z0-9-]*)\.md(#[a-z0-9-]+)?")  # of those at /docs, which refer to each other
_SITE = re.compile(r"https://[^\s\"'<>\\]+")
_ANCHOR = re.compile(r"#[a-z][a-z0-9-]*")
_MONTHS = "January February March April May June July August September October November December".split()


class Dresser:
    """Dresses the trees of one page; remembers the words they use and the pictures they show."""

    def __init__(
        self, words: Mapping[str, Word], pictures: Pictures, *, words_as_links: bool, host_notes: bool
    ) -> None:
        self.words = words
        self.pictures = pictures
        self.words_as_links = words_as_links
        self.host_notes = host_notes
        self.plain_words = False
        self.used: list[str] = []

    def dress(self, root: Element) -> None:
        """Change the tree in place."""
        for parent in list(root.iter()):
            _part_callouts(parent)
        for parent in list(root.iter()):
            for child in list(parent):
                self._dress_child(parent, child)

    def _dress_child(self, parent: Element, child: Element) -> None:
        match child.tag:
            case "blockquote":
                self._callout(parent, child)
            case "p" if len(child) == 1 and child[0].tag == "img" and not (child.text or child[0].tail or "").strip():
                self._picture(child)
            case "img" if "data-picture" not in child.attrib:
                _replace_by_text(child, child.get("alt", ""))
            case "table":
                _wrap_table(parent, child)
            case "th" if not (child.text or "").strip() and not len(child):
                child.tag = "td"  # above a column of names; a heading that says nothing only disturbs who listens
                child.attrib.clear()
            case "th" | "td" if "align" in child.attrib:
                child.set("class", child.attrib.pop("align"))
            case "h1" | "h2":
                child.tag = "h3"
            case "a":
                self._link(child)
            case "code" if len(child.text or "") <= LONGEST_WHOLE:
                child.set("class", "whole")
            case _:
                pass

    def _callout(self, parent: Element, quote: Element) -> None:
        first = quote[0] if len(quote) else None
        found = _CALLOUT.match(first.text or "") if first is not None and first.tag == "p" else None
        if first is None or found is None:
            return
        if found[1] == "HOST" and not self.host_notes:
            parent.remove(quote)
            return
        first.text = (first.text or "")[found.end() :]
        if not first.text and not len(first):
            quote.remove(first)
        quote.tag = "div"
        quote.attrib.update({"class": f"callout {found[1].lower()}", "role": "note"})
        title = Element("p", {"class": "callout-title"})
        title.text = "For the host" if found[1] == "HOST" else found[1].capitalize()
        quote.insert(0, title)

    def _link(self, link: Element) -> None:
        href = link.get("href", "")
        link.attrib.clear()
        if href.startswith("glossary:"):
            self._word(link, href.removeprefix("glossary:"))
        elif lesson := _LESSON.fullmatch(href):
            link.set("href", f"/lessons/{lesson[1]}{lesson[2] or ''}")
        elif document := _DOCUMENT.fullmatch(href):
            link.set("href", f"/docs/{document[1]}{document[2] or ''}")
        elif _SITE.fullmatch(href) or _ANCHOR.fullmatch(href):
            link.set("href", href)
        else:
            link.tag = "span"

    def _word(self, link: Element, name: str) -> None:
        if name not in self.words or self.plain_words:
            link.tag = "span"
        elif self.words_as_links:
            link.set("href", f"/glossary#w-{name}")
        else:
            link.tag = "button"
            link.attrib.update({"type": "button", "class": "term", "popovertarget": f"w-{name}"})
            if name not in self.used:
                self.used.append(name)

    def _picture(self, paragraph: Element) -> None:
        image = paragraph[0]
        number = self.pictures.draw(image.get("src", ""), image.get("alt", ""))
        if number is None:
            return  # the image becomes its text when its turn comes
        caption = image.get("title", "")
        paragraph.tag = "figure"
        paragraph.set("class", "flow")
        image.attrib.clear()
        image.set("data-picture", str(number))
        if caption:
            SubElement(paragraph, "figcaption").text = caption


def fact_element(fact: Fact) -> Element:
    """Return the value of a fact with the day it was true."""
    span = Element("span", {"class": "fact"})
    span.text = f"{fact.value} "
    day = f"{fact.as_of.day} {_MONTHS[fact.as_of.month - 1]} {fact.as_of.year}"
    SubElement(span, "small").text = f"(as of {day})"
    return span


def _part_callouts(parent: Element) -> None:
    """Make each callout a quote of its own: Markdown joins two that only an empty line keeps apart."""
    for index, quote in reversed(list(enumerate(parent))):
        if quote.tag != "blockquote":
            continue
        begins = [at for at, child in enumerate(quote) if at and _begins_callout(child)]
        for at in reversed(begins):
            part = Element("blockquote")
            part.tail, part[:] = quote.tail, list(quote)[at:]
            quote[at:], quote.tail = [], "\n"
            parent.insert(index + 1, part)


def _begins_callout(child: Element) -> bool:
    return child.tag == "p" and _CALLOUT.match(child.text or "") is not None


def _wrap_table(parent: Element, table: Element) -> None:
    if parent.get("class") == "table":
        return
    box = Element("div", {"class": "table", "tabindex": "0", "role": "group", "aria-label": "Table"})
    box.tail, table.tail = table.tail, None
    parent[list(parent).index(table)] = box
    box.append(table)


def _replace_by_text(image: Element, alt: str) -> None:
    image.tag = "span"
    image.attrib.clear()
    image.text = alt
