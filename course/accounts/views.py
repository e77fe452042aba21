"""The pages at the door: sign up, sign in, sign out, and what is kept about people."""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts import limits, operations
from course.accounts.access import (
    answer_page,
    asking_person,
    browser,
    current_user,
    known_writing_person,
    needs_account,
    take_token,
    writing_person,
)
from course.accounts.emails import normal_email
from course.accounts.entering import (
    REFUSALS,
    UNREADABLE,
    check_password,
    email_subject,
    form_page,
    let_in,
    refused,
)
from course.accounts.forms import SignInForm, SignUpForm
from course.accounts.passwords import hash_password
from course.db import utcnow
from course.web.audience import Audience, open_to
from course.web.state import database, db, settings

bp = Blueprint("accounts", __name__)


@bp.get("/sign-up")
@open_to(Audience.EVERYBODY)
def sign_up() -> WerkzeugResponse:
    """Show the form that keeps a guest's progress."""
    person = current_user()
    if person is not None and not person.guest:
        return redirect("/settings", 303)
    return show_sign_up(SignUpForm(next=request.args.get("next", "")))


@bp.post("/sign-up")
@open_to(Audience.EVERYBODY)
def make_account() -> WerkzeugResponse:
    """Make an account; a guest becomes it."""
    person = asking_person()
    if person is not None and not person.guest:
        return redirect("/settings", 303)
    form = SignUpForm(request.form)
    if not form.validate():
        return show_sign_up(form, UNREADABLE)
    try:
        entered = store_account(form)
    except REFUSALS as error:
        return refused(error, form, lambda status: show_sign_up(form, status))
    return let_in(entered, form.next.data or "")


@bp.get("/sign-in")
@open_to(Audience.EVERYBODY)
def sign_in() -> WerkzeugResponse:
    """Show the form for the address and the password."""
    person = current_user()
    if person is not None and not person.guest:
        return redirect("/settings", 303)
    return show_sign_in(SignInForm(next=request.args.get("next", "")))


@bp.post("/sign-in")
@open_to(Audience.EVERYBODY)
def enter() -> WerkzeugResponse:
    """Sign somebody in; the guest of this browser becomes part of the account."""
    form = SignInForm(request.form)
    if not form.validate():
        return show_sign_in(form, UNREADABLE)
    try:
        checked = check_password(normal_email(form.email.data or ""), form.password.data or "")
        entered = operations.sign_in(db(), checked, here=writing_person(), browser=browser(), at=utcnow())
    except REFUSALS as error:
        return refused(error, form, lambda status: show_sign_in(form, status))
    return let_in(entered, form.next.data or "")


@bp.post("/sign-out")
@open_to(Audience.ACCOUNTS)
def sign_out() -> WerkzeugResponse:
    """End this sign-in, with every copy of its cookie."""
    operations.sign_out(db(), sign_in_id=known_writing_person().sign_in_id)
    db().commit()
    return take_token(redirect("/", 303))


@bp.get("/privacy")
@open_to(Audience.EVERYBODY)
def privacy() -> Response:
    """Show what is kept about people, and for how long."""
    canonical = settings().base_url.rstrip("/") + "/privacy"
    return answer_page(current_user(), lambda: render_template("accounts/privacy.html", canonical=canonical))


def store_account(form: SignUpForm) -> operations.Entered:
    """Make the account of a valid form; the password is hashed before the transaction opens."""
    email = normal_email(form.email.data or "")
    counted = email_subject(email)
    limits.require_room(database().reading, limits.SIGN_UP, counted, at=utcnow())
    password_hash = hash_password(form.password.data or "")
    return operations.sign_up(
        db(),
        email=email,
        name=form.name.data or "",
        password_hash=password_hash,
        here=writing_person(),
        subject=counted,
        browser=browser(),
        at=utcnow(),
    )


def show_sign_up(form: SignUpForm, status: int = 200) -> Response:
    """Return the page that makes an account."""
    return form_page("accounts/sign_up.html", form, status, needed=needs_account(form.next.data or ""))


def show_sign_in(form: SignInForm, status: int = 200) -> Response:
    """Return the page that asks for the password."""
    return form_page("accounts/sign_in.html", form, status, needed=needs_account(form.next.data or ""))
