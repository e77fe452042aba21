"""Going back to where somebody came from, never to another site."""

from urllib.parse import urlsplit

from flask import redirect
from werkzeug.wrappers import Response


def own_path(wanted: str) -> str:
    """Return `wanted` if it is a path of this site, "/" for everything else."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    strange = any(not char.isprintable() or char in "\\ " for char in wanted)
    ours = wanted.startswith("/") and not wanted.startswith("//") and not parts.scheme and not parts.netloc
    return wanted if ours and not strange else "/"


def back_to(wanted: str) -> Response:
    """Return a redirect to a path of this site."""
    return redirect(own_path(wanted), 303)
