"""The cross-site guard: one check for every request that could change something."""

from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import Forbidden

from course.web.state import SAFE_METHODS

REFUSED = (
    "This request came from another site, or your browser did not say where it came from. "
    "Nothing was changed. Open the page here and send the form again."
)


def start(app: Flask) -> None:
    """Put the guard before every view."""
    app.before_request(refuse_cross_site)


def refuse_cross_site() -> None:
    """Refuse an unsafe request unless the browser says that it comes from this site."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Forbidden(REFUSED)
        return
    try:
        origin = urlsplit(request.headers.get("Origin", ""))
    except ValueError:
        raise Forbidden(REFUSED) from None
    if (origin.scheme, origin.netloc) != (request.scheme, request.host):
        raise Forbidden(REFUSED)
