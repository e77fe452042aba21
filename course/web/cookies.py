"""Reading one of our cookies without parsing all of them."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|;) *{re.escape(name)}=([A-Za-z0-9_/+-]{{0,100}})(?:;|$)")


def cookie_value(environ: "WSGIEnvironment", name: str) -> str:
    """Return what a cookie of ours holds, "" when it is not there or no value that we would have given."""
    sent = environ.get("HTTP_COOKIE")
    found = _pattern(name).search(sent) if sent else None
    return found[1] if found else ""
