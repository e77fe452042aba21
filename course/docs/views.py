"""The pages of the documents."""

from flask import Blueprint, Response, abort, render_template

from course.accounts.access import answer_page, current_user
from course.docs.documents import documents, sections
from course.web.audience import Audience, open_to
from course.web.state import settings

bp = Blueprint("docs", __name__)


@bp.get("/docs")
@open_to(Audience.EVERYBODY)
def contents() -> Response:
    """List all documents."""
    canonical = settings().base_url.rstrip("/") + "/docs"
    return answer_page(
        current_user(),
        lambda: render_template("docs/contents.html", documents=documents().values(), canonical=canonical),
    )


@bp.get("/docs/<name>")
@open_to(Audience.EVERYBODY)
def document(name: str) -> Response:
    """Show a document."""
    found = documents().get(name) or abort(404)
    canonical = f"{settings().base_url.rstrip('/')}/docs/{name}"
    return answer_page(
        current_user(),
        lambda: render_template("docs/document.html", document=found, sections=sections(name), canonical=canonical),
    )
