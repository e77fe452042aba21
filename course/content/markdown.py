"""Markdown to HTML that is safe to print: the only module that knows Python-Markdown and the sanitiser.

Import it only where something is rendered: it brings Python-Markdown and Pygments with it.
"""

# ruff: noqa: SIM905 - a long list of names is easier to read in lines of text

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape
from pygments.token import STANDARD_TYPES

from course.content.dressing import Dresser, fact_element
from course.content.facts import Fact
from course.content.fences import Fence, find_fences
from course.content.glossary import Word
from course.content.highlighting import code_html
from course.content.pictures import Pictures
from course.content.source import without_hidden_signs
from course.content.terminal.console import console_html

if TYPE_CHECKING:
    from re import Match

_FACT = r"\{\{ {0,3}fact:([a-z][a-z0-9-]{0,79}) {0,3}\}\}"
_SPECIAL = re.compile(r"[\\`*_\[<&{]")  # without one of these, a line is what it says
_PICTURE = re.compile(r'<img data-picture="([0-9]+)">')

# Raw HTML, footnote-like references, underlined headings and code by indentation are not in the format.
_TAKEN_OUT = {
    "preprocessors": ("html_block",),
    "inlinePatterns": (
        "html",
        "automail",
        "reference",
        "image_reference",
        "short_reference",
        "short_image_ref",
    ),
    "blockprocessors": ("setextheader", "code", "reference"),
}

_SANITISER = nh3.Cleaner(
    tags=set(
        "a aside blockquote br button code div em figcaption figure h3 h4 h5 h6 hr img li ol p pre small span strong"
        " table tbody td th thead tr ul".split()
    ),
    clean_content_tags={"script", "style"},
    attributes={
        "a": {"href"},
        "button": {"type", "popovertarget", "data-copy", "hidden"},
        "div": {"tabindex", "role", "aria-label"},
        "pre": {"tabindex", "role", "aria-label", "data-cmd"},
        "img": {"data-picture"},
        "ol": {"start"},
    },
    allowed_classes={
        "button": {"term"},
        "code": {"whole"},
        "div": {"table", "callout", "note", "tip", "warning", "host"},
        "figure": {"term-box", "code", "flow"},
        "p": {"callout-title"},
        "pre": {"out"},
        "span": {"fact", "p", "a", *filter(None, STANDARD_TYPES.values())},
        "td": {"left", "center", "right"},
        "th": {"left", "center", "right"},
    },
    url_schemes={"https"},
    link_rel="noopener noreferrer",
)


class Renderer:
    """Renders the texts of one page; notes in `used` which words they use, in the order of first use."""

    def __init__(
        self,
        words: Mapping[str, Word],
        facts: Mapping[str, Fact],
        pictures: Pictures,
        *,
        words_as_links: bool = False,
        host_notes: bool = False,
    ) -> None:
        self.facts = facts
        self.dresser = Dresser(words, pictures, words_as_links=words_as_links, host_notes=host_notes)
        self._block = _markdown(self)
        self._inline = _markdown(self)
        for name in ("indent", "hashheader", "hr", "quote", "table", "olist", "ulist"):
            self._inline.parser.blockprocessors.deregister(name)

    @property
    def used(self) -> list[str]:
        """Return the ids of the words that were used so far."""
        return self.dresser.used

    def block(self, text: str) -> Markup:
        """Return paragraphs, lists, tables, code and pictures."""
        return self._finish(self._block.reset().convert(text)) if text.strip() else Markup()

    def inline(self, text: str, *, plain_words: bool = False) -> Markup:
        """Return one line; with `plain_words` glossary words are no buttons, so that it can stand in a label."""
        if not _SPECIAL.search(text):
            return escape(without_hidden_signs(" ".join(text.split())))
        self.dresser.plain_words = plain_words
        html = self._inline.reset().convert(" ".join(text.split()))
        self.dresser.plain_words = False
        return self._finish(html.removeprefix("<p>").removesuffix("</p>"))

    def _finish(self, html: str) -> Markup:
        clean = _SANITISER.clean(html)
        # Pictures are sanitised by rules of their own, which nh3 does not have for SVG.
        whole = _PICTURE.sub(lambda found: self.dresser.pictures.drawn[int(found[1])], clean)
        # No source holds a sign that nobody sees, but &#30; has become one by now; pages mark their slots with some.
        return Markup(without_hidden_signs(whole))  # noqa: S704


def _markdown(renderer: Renderer) -> Markdown:
    made = Markdown(output_format="html", extensions=[TableExtension(use_align_attribute=True), SaneListExtension()])
    registries: dict[str, Any] = {
        "preprocessors": made.preprocessors,
        "inlinePatterns": made.inlinePatterns,
        "blockprocessors": made.parser.blockprocessors,
    }
    for registry, names in _TAKEN_OUT.items():
        for name in names:
            registries[registry].deregister(name)
    made.preprocessors.register(_Fences(made), "fences", 25)
    made.inlinePatterns.register(_Facts(_FACT, renderer.facts), "fact", 185)
    made.treeprocessors.register(_Dressing(renderer.dresser), "dressing", 15)
    return made


class _Fences(Preprocessor):
    """Takes code out before anything else looks at the text."""

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        after = 0
        for fence in find_fences(lines):
            blank = fence.prefix.rstrip()
            # Kept apart by empty lines, the block is a paragraph of its own, in a list or a quote as well.
            kept = self.md.htmlStash.store(_fence_html(fence))
            out += [*lines[after : fence.first], blank, fence.prefix + kept, blank]
            after = fence.last + 1
        return out + lines[after:]


def _fence_html(fence: Fence) -> str:
    if fence.language == "console":
        return console_html(fence.code, sketch="sketch" in fence.info.split()[1:])
    return code_html(fence.code, fence.language)


class _Facts(InlineProcessor):
    def __init__(self, pattern: str, facts: Mapping[str, Fact]) -> None:
        super().__init__(pattern)
        self.facts = facts

    def handleMatch(self, m: "Match[str]", data: str) -> tuple[Element | str, int, int]:  # type: ignore[override]  # noqa: N802
        del data
        fact = self.facts.get(m[1])
        return (fact_element(fact) if fact else m[1]), m.start(), m.end()


class _Dressing(Treeprocessor):
    def __init__(self, dresser: Dresser) -> None:
        super().__init__()
        self.dresser = dresser

    def run(self, root: Element) -> None:
        self.dresser.dress(root)
