"""The names under which this course answers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from course.config import LOOPBACK, in_url

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Bracketed(str):
    """An IPv6 address in brackets: werkzeug would cut it at its first colon, as if a port came there."""

    __slots__ = ()

    def partition(self, _sep: str, /) -> tuple[str, str, str]:
        """Return the whole address, and no port."""
        return str(self), "", ""


def trusted_hosts(base_url: str) -> list[str] | None:
    """Return Flask's TRUSTED_HOSTS; without an address of our own we cannot know them."""
    host = urlsplit(base_url).hostname
    if not host:
        return None
    return [Bracketed(in_url(one)) if ":" in one else one for one in (host, *LOOPBACK)]


class SmallHost:
    """WSGI middleware: a host is the same in capitals, so everything behind it sees small letters."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the application does."""
        if "HTTP_HOST" in environ:
            environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
        return self.application(environ, start_response)
