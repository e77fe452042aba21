"""The headers that stand on every answer, errors and static files included."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
HTTPS_ONLY = [*ALWAYS, ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")]
UNSAID = ("Cache-Control", "private, no-store")  # a page that says nothing is somebody's own


class SecurityHeaders:
    """WSGI middleware: a list joined to a list, the cheapest place to put them."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the application does, with the headers added."""
        added = HTTPS_ONLY if environ["wsgi.url_scheme"] == "https" else ALWAYS

        def start_with_headers(status, headers, exc_info=None):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 (WSGI's own shape)
            if not any(name == "Cache-Control" for name, _value in headers):
                headers.append(UNSAID)
            return start_response(status, headers + added, exc_info)

        return self.application(environ, start_with_headers)
