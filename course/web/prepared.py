"""Whole answers made once: static files and the pages every visitor shares."""

import gzip
import hashlib
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from flask import Flask, Response, current_app, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

T = TypeVar("T")

OK, NOT_MODIFIED = 200, 304
PUBLIC_PAGE = "public, no-cache"  # kept by everyone, asked about every time: the ETag answers
MOST_PAGES = 500  # a flood of odd addresses must not fill the memory
_NO_GZIP = re.compile(r"gzip *; *q=0(?:\.0*)? *(?:,|$)")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A body with its compressed twin and the headers of both."""

    body: bytes
    compressed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]

    def reply(self, environ: "WSGIEnvironment") -> tuple[int, list[tuple[str, str]], bytes]:
        """Return status, headers and body: compressed if the browser reads that, 304 if it has it."""
        compressed = len(self.compressed) < len(self.body) and reads_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'"{self.etag}-gz"' if compressed else f'"{self.etag}"'
        headers = [*self.headers, ("ETag", etag)]
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and (etag in known or known == "*"):
            return NOT_MODIFIED, headers, b""
        body = self.compressed if compressed else self.body
        headers.append(("Content-Length", str(len(body))))
        if compressed:
            headers.append(("Content-Encoding", "gzip"))
        return OK, headers, body

    def answer(self) -> Response:
        """Return the answer to this request."""
        status, headers, body = self.reply(request.environ)
        return Response(body, status, headers)


def reads_gzip(accepted: str) -> bool:
    """Tell whether a browser that accepts these encodings reads gzip: it can be named to be refused."""
    return "gzip" in accepted and not _NO_GZIP.search(accepted)


def prepare(body: bytes, *, content_type: str, cache_control: str, vary: str) -> Prepared:
    """Compress a body and work out its ETag, once."""
    headers = (("Content-Type", content_type), ("Cache-Control", cache_control), ("Vary", vary))
    etag = hashlib.sha256(body).hexdigest()[:20]
    return Prepared(body, gzip.compress(body, 9, mtime=0), etag, headers)


class Kept(Generic[T]):
    """Things made once from one snapshot of the content; all go when it changes, or when there are too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        # The digest and its things change hands together: no thread sees one without the other.
        self._shelf: tuple[str, dict[Hashable, T]] = ("", {})

    def find(self, digest: str, key: Hashable) -> T | None:
        """Return what is kept under `key` for the content of this digest."""
        kept_digest, things = self._shelf
        return things.get(key) if digest == kept_digest else None

    def get(self, digest: str, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under `key`, making it the first time."""
        kept_digest, things = self._shelf
        if digest != kept_digest or len(things) > self._most:
            things = {}
            self._shelf = (digest, things)
        thing = things.get(key)
        if thing is None:
            thing = things[key] = make()
        return thing


class VisitorPages:
    """WSGI middleware: a page that every visitor sees alike is answered without waking the application.

    Only a GET without cookies and without a query can be such a page. The host belongs to the key, so a page
    is kept for hosts that the application has answered itself.
    """

    def __init__(self, application: "WSGIApplication", digest: Callable[[], str]) -> None:
        self.application = application
        self.digest = digest
        self.pages: Kept[Prepared] = Kept(MOST_PAGES)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from the shelf, or as the application does."""
        page = self.pages.find(self.digest(), _key(environ)) if _from_anybody(environ) else None
        if page is None:
            return self.application(environ, start_response)
        status, headers, body = page.reply(environ)
        start_response("304 NOT MODIFIED" if status == NOT_MODIFIED else "200 OK", headers)
        return [body]

    def answer(
        self, make: Callable[[], str | bytes], *, digest: str, theme: str, also: tuple[Hashable, ...] = ()
    ) -> Response:
        """Answer with a page of the content of this digest, rendered by `make` the first time.

        A page that depends on more (`also`) is kept, too, but the application says each time which one it is.
        """
        if current_app.debug or request.query_string:
            return _page(make()).answer()
        key = (*_key(request.environ), theme, *also) if theme or also else _key(request.environ)
        return self.pages.get(digest, key, lambda: _page(make())).answer()


def _from_anybody(environ: "WSGIEnvironment") -> bool:
    return environ["REQUEST_METHOD"] == "GET" and "HTTP_COOKIE" not in environ and not environ.get("QUERY_STRING")


def _key(environ: "WSGIEnvironment") -> tuple[str, str, str]:
    return environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), environ["PATH_INFO"]


def _page(text: str | bytes) -> Prepared:
    return prepare(
        text.encode() if isinstance(text, str) else text,
        content_type="text/html; charset=utf-8",
        cache_control=PUBLIC_PAGE,
        vary="Cookie, Accept-Encoding",
    )


def start(app: Flask) -> None:
    """Put the shelf of pages before the application."""
    reader = app.extensions["library"]
    pages = VisitorPages(app.wsgi_app, lambda: reader.current().digest)
    app.extensions["visitor_pages"] = pages
    app.wsgi_app = pages  # type: ignore[method-assign] # Flask's own way to wrap


def visitor_page(
    make: Callable[[], str | bytes], *, digest: str, theme: str, also: tuple[Hashable, ...] = ()
) -> Response:
    """Answer with a page that looks the same to every visitor; `make` renders it the first time."""
    pages: VisitorPages = current_app.extensions["visitor_pages"]
    return pages.answer(make, digest=digest, theme=theme, also=also)
