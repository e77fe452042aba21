"""Whether the process is up, and whether it is fit to serve."""

from flask import Blueprint, Response, request
from sqlalchemy import column, select, table
from sqlalchemy.exc import DBAPIError

from course.migrations.head import head_revision
from course.reading import Query
from course.web.audience import Audience, open_to
from course.web.state import database, library, reader

bp = Blueprint("health", __name__)

_REVISION = Query(select(column("version_num")).select_from(table("alembic_version")))


@bp.get("/healthz")
@open_to(Audience.EVERYBODY)
def healthz() -> Response:
    """Answer while the process is up."""
    return _plain("ok\n", 200)


@bp.get("/readyz")
@open_to(Audience.EVERYBODY)
def readyz() -> Response:
    """Answer 200 when database, migrations and content are ready, 503 with what is not."""
    missing = [*_database_problems(), *_content_problems()]
    return _plain("".join(f"{line}\n" for line in missing) or "ready\n", 503 if missing else 200)


def _database_problems() -> list[str]:
    try:
        rows = _REVISION.rows(reader())
        database().require_file()
    except DBAPIError:
        return ["database: cannot be read"]
    return [] if rows == [(head_revision(),)] else ["database: migrations are missing, run `course db upgrade`"]


def _content_problems() -> list[str]:
    return [] if library().lessons else ["content: no lesson can be served"]


def _plain(words: str, status: int) -> Response:
    headers = {"Cache-Control": "no-store"}
    if status == 503:  # noqa: PLR2004 (the status of "not now")
        headers["Retry-After"] = "5"
    return Response(words if request.method == "GET" else "", status, headers, mimetype="text/plain")
