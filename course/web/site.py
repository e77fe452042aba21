"""What machines read: the sitemap and the rules for robots."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

from flask import Blueprint, Flask, Response, current_app, render_template, request
from sqlalchemy.exc import DBAPIError

from course.web.audience import Audience, open_to
from course.web.state import library, settings

bp = Blueprint("site", __name__)

PAGES = ("/", "/glossary", "/about", "/privacy", "/docs")
Listed: TypeAlias = Iterable[tuple[str, date | None]]  # paths of public pages, with the day they changed


def start(app: Flask, *features: Callable[[], Listed]) -> None:
    """Let features say which public pages they have besides."""
    app.extensions["listed"] = features


def base_url() -> str:
    """Return the address of the site, as set or as asked."""
    return settings().base_url.rstrip("/") or request.url_root.rstrip("/")


@bp.get("/robots.txt")
@open_to(Audience.EVERYBODY)
def robots() -> Response:
    """Let robots read the lessons and keep them out of the quizzes, whose forms are for people."""
    lines = ("User-agent: *", "Disallow: /quizzes/", f"Sitemap: {base_url()}/sitemap.xml", "")
    return _for_an_hour("\n".join(lines), "text/plain")


@bp.get("/sitemap.xml")
@open_to(Audience.EVERYBODY)
def sitemap() -> Response:
    """List every public page, a lesson with the day its facts were checked, a meetup with the day it changed."""
    lessons = [(f"/lessons/{lesson.slug}", lesson.checked) for lesson in library().lessons]
    pages = [(path, None) for path in ((*PAGES, "/paths") if library().learner_paths else PAGES)]
    text = render_template("sitemap.xml", base=base_url(), pages=[*pages, *lessons, *_of_features()])
    return _for_an_hour(text, "application/xml")


def _of_features() -> Listed:
    """Return what features list; without the database, what stands in files is list enough."""
    try:
        return [page for feature in current_app.extensions["listed"] for page in feature()]
    except DBAPIError:
        return []


def _for_an_hour(body: str, mimetype: str) -> Response:
    return Response(body, mimetype=mimetype, headers={"Cache-Control": "public, max-age=3600"})
