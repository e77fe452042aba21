"""Whole answers made once: static files and the pages every visitor shares."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, request

PUBLIC_PAGE = "public, no-cache"  # kept by everyone, asked about every time: the ETag answers
MOST_PAGES = 500  # a flood of odd addresses must not fill the memory


@dataclass(frozen=True, slots=True)
class Prepared:
    """A body with its compressed twin and the headers of both."""

    body: bytes
    compressed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]

    def answer(self) -> Response:
        """Return the answer to this request: compressed if the browser reads that, 304 if it has it."""
        environ = request.environ
        compressed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and len(self.compressed) < len(self.body)
        etag = f'"{self.etag}-gz"' if compressed else f'"{self.etag}"'
        headers = [*self.headers, ("ETag", etag)]
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and (etag in known or known == "*"):
            return Response(status=304, headers=headers)
        if compressed:
            headers.append(("Content-Encoding", "gzip"))
        return Response(self.compressed if compressed else self.body, headers=headers)


def prepare(body: bytes, *, content_type: str, cache_control: str, vary: str) -> Prepared:
    """Compress a body and work out its ETag, once."""
    headers = (("Content-Type", content_type), ("Cache-Control", cache_control), ("Vary", vary))
    etag = hashlib.sha256(body).hexdigest()[:20]
    return Prepared(body, gzip.compress(body, 9, mtime=0), etag, headers)


class VisitorPages:
    """The pages of one snapshot of the content as every visitor sees them."""

    def __init__(self) -> None:
        # The digest and its pages change hands together: no thread sees one without the other.
        self._shelf: tuple[str, dict[tuple[str, ...], Prepared]] = ("", {})

    def get(self, digest: str, key: tuple[str, ...], make: Callable[[], str]) -> Prepared:
        """Return the page kept under `key`, making it when the content (its `digest`) has changed."""
        kept_digest, pages = self._shelf
        if digest != kept_digest or len(pages) > MOST_PAGES:
            pages = {}
            self._shelf = (digest, pages)
        page = pages.get(key)
        if page is None:
            page = pages[key] = prepare(
                make().encode(),
                content_type="text/html; charset=utf-8",
                cache_control=PUBLIC_PAGE,
                vary="Cookie, Accept-Encoding",
            )
        return page


def start(app: Flask) -> None:
    """Give the application its shelf of pages."""
    app.extensions["visitor_pages"] = VisitorPages()


def visitor_page(digest: str, key: tuple[str, ...], make: Callable[[], str]) -> Response:
    """Answer with a page that looks the same to every visitor; `make` renders it the first time."""
    pages: VisitorPages = current_app.extensions["visitor_pages"]
    return pages.get(digest, key, make).answer()
