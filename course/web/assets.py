"""Static files: read and compressed once, kept by browsers for a year under a URL with their digest."""

import re
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from course.config import PACKAGE
from course.web.audience import Audience, open_to
from course.web.prepared import Prepared, prepare

FOLDER = PACKAGE / "static"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}

bp = Blueprint("assets", __name__)


class Assets:
    """The static files by name, and the URL of each."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, Prepared] = {}
        self._urls: dict[str, str] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in TYPES:
                self._add(path.relative_to(folder).as_posix(), path)

    def _add(self, name: str, path: Path) -> None:
        body = squeezed(path.read_text()).encode() if path.suffix == ".css" else path.read_bytes()
        prepared = prepare(body, content_type=TYPES[path.suffix], cache_control=FOR_EVER, vary="Accept-Encoding")
        self._files[name] = prepared
        self._urls[name] = f"/static/{name}?v={prepared.etag[:8]}"

    def url(self, name: str) -> str:
        """Return the URL of a file, with its digest; a name that is not there is a mistake of ours."""
        return self._urls[name]

    def file(self, name: str) -> Prepared | None:
        """Return a file, None when there is none of that name."""
        return self._files.get(name)


def squeezed(css: str) -> str:
    """Return a style sheet without comments and without space that means nothing, which phones need not fetch."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    tight = re.sub(r" ?([{};,>]) ?|(:) ", r"\1\2", re.sub(r"\s+", " ", without_comments))
    return tight.replace(";}", "}").strip()


def start(app: Flask) -> None:
    """Read the static files and let templates ask for their URLs."""
    assets = Assets(FOLDER)
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = assets.url


@bp.get("/static/<path:name>")
@open_to(Audience.EVERYBODY)
def static_file(name: str) -> Response:
    """Answer with a static file."""
    assets: Assets = current_app.extensions["assets"]
    prepared = assets.file(name)
    if prepared is None:
        abort(404)
    answer = prepared.answer()
    if "v" not in request.args:  # without its digest the name may mean another file tomorrow
        answer.headers["Cache-Control"] = FOR_AN_HOUR
    return answer


@bp.get("/favicon.ico")
@open_to(Audience.EVERYBODY)
def favicon() -> Response:
    """Answer browsers that ask for an icon without reading the page."""
    return static_file("favicon.svg")
