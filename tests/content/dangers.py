"""What in a piece of HTML could run or fetch something."""

import re
from html.parser import HTMLParser

TAGS = {
    "a",
    "blockquote",
    "br",
    "button",
    "code",
    "div",
    "em",
    "figcaption",
    "figure",
    "h3",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "rect",
    "small",
    "span",
    "strong",
    "svg",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
}
ATTRIBUTES = {
    "aria-label",
    "aria-labelledby",
    "class",
    "data-cmd",
    "data-copy",
    "hidden",
    "href",
    "id",
    "popovertarget",
    "rel",
    "role",
    "start",
    "tabindex",
    "type",
    "viewbox",
    "width",
}


def dangers(html: str) -> list[str]:
    """Return every element, attribute and address that lessons never hold."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"<{tag}>"] if tag not in TAGS else []
        self.found += [f"<{tag} {name}>" for name, _ in attrs if name not in ATTRIBUTES]
        addresses = [value or "" for name, value in attrs if name == "href"]
        self.found += [address for address in addresses if not re.match("https://|#|/", address)]

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")
