"""Carrying progress to another device: a short code to type or to scan, once, within ten minutes."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts import operations
from course.accounts.access import browser, known_writing_person, subject, writing_person
from course.accounts.entering import REFUSALS, UNREADABLE, form_page, let_in, refused
from course.accounts.forms import MoveForm
from course.db import utcnow
from course.web.audience import Audience, open_to
from course.web.qr import qr_code
from course.web.site import base_url
from course.web.state import db

bp = Blueprint("moving", __name__)

HALF = operations.CODE_LENGTH // 2


@bp.get("/move")
@open_to(Audience.EVERYBODY)
def move() -> Response:
    """Show how to bring progress here and how to take it elsewhere; a scanned code stands in the form."""
    return show(MoveForm(code=request.args.get("code", "")[:20]))


@bp.post("/move")
@open_to(Audience.EVERYBODY)
def bring_here() -> WerkzeugResponse:
    """Bring the progress of a code to this browser."""
    form = MoveForm(request.form)
    if not form.validate():
        return show(form, UNREADABLE)
    counted = subject("address", request.remote_addr or "")
    try:
        entered = operations.use_move_code(
            db(), code=form.plain_code, here=writing_person(), subject=counted, browser=browser(), at=utcnow()
        )
    except REFUSALS as error:
        return refused(error, form, lambda status: show(form, status))
    return let_in(entered, "/me")


@bp.post("/move/code")
@open_to(Audience.LEARNERS)
def make_code() -> Response:
    """Make a code and show it; it is stored hashed, so this answer is the only one that can."""
    code = operations.make_move_code(db(), user_id=known_writing_person().id, at=utcnow())
    db().commit()
    words = f"{code[:HALF]}-{code[HALF:]}"
    address = f"{base_url()}/move?code={words}"
    return form_page("accounts/code.html", MoveForm(), code=words, picture=qr_code(address))


def show(form: MoveForm, status: int = 200) -> Response:
    """Return the page."""
    return form_page("accounts/move.html", form, status)
