"""A gate before the bodies of requests: whoever sends a form a byte at a time must not hold every thread."""

import io
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

READERS = 8  # bodies read at once; half of the server's threads stay for those who read pages
PATIENCE = 0.25  # seconds to wait for a place; a body that has arrived already is read in far less
BUSY = b"Too many forms arrive at once. Nothing was stored. Please send yours again in a moment.\n"


class BodyGate:
    """WSGI middleware: reads a body whole, in one of a few places, before the application sees the request."""

    def __init__(self, application: "WSGIApplication", most: int) -> None:
        self.application = application
        self.most = most
        self._places = threading.BoundedSemaphore(READERS)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the application does; 503 when no place becomes free."""
        length = environ.get("CONTENT_LENGTH") or ""
        chunked = "HTTP_TRANSFER_ENCODING" in environ
        if not chunked and (not length.isdecimal() or not 0 < int(length) <= self.most):
            return self.application(environ, start_response)  # nothing to read, or refused unread
        if not self._places.acquire(timeout=PATIENCE):
            headers = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "5")]
            start_response("503 SERVICE UNAVAILABLE", [*headers, ("Cache-Control", "no-store")])
            return [BUSY]
        try:
            body = environ["wsgi.input"].read(self.most + 1 if chunked else int(length))
        finally:
            self._places.release()
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self.application(environ, start_response)


def start(app: Flask) -> None:
    """Put the gate before the application."""
    app.wsgi_app = BodyGate(app.wsgi_app, app.config["MAX_CONTENT_LENGTH"])  # type: ignore[method-assign]
