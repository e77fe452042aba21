"""The visitor's choice of light or dark: a cookie of its own, which says nothing about the person."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.web.audience import Audience, open_to
from course.web.back import back_to
from course.web.cookies import cookie_value

COOKIE = "theme"
THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 3600

bp = Blueprint("theme", __name__)


def chosen_theme() -> str:
    """Return "light", "dark", or "" for what the device says."""
    theme = cookie_value(request.environ, COOKIE)
    return theme if theme in THEMES else ""


@bp.post("/theme")
@open_to(Audience.EVERYBODY)
def choose_theme() -> WerkzeugResponse:
    """Remember the choice and go back to the page it was made on."""
    response = back_to(request.form.get("back", ""))
    theme = request.form.get("theme", "")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=A_YEAR, secure=request.is_secure, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, secure=request.is_secure, samesite="Lax")
    return response
