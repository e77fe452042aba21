"""What machines read: the sitemap and the rules for robots."""

from flask import Blueprint, Response, render_template, request

from course.web.audience import Audience, open_to
from course.web.state import library, settings

bp = Blueprint("site", __name__)

PAGES = ("/", "/glossary", "/about", "/privacy", "/docs")


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
    """List every public page, a lesson with the day its facts were checked."""
    pages = (*PAGES, "/paths") if library().learner_paths else PAGES
    return _for_an_hour(
        render_template("sitemap.xml", base=base_url(), pages=pages, lessons=library().lessons), "application/xml"
    )


def _for_an_hour(body: str, mimetype: str) -> Response:
    return Response(body, mimetype=mimetype, headers={"Cache-Control": "public, max-age=3600"})
