"""The page of one's own settings: name, address, password, where one is signed in, download, deletion."""

import json

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts import belongings, limits, operations, owned, queries
from course.accounts.access import browser, give_token, known_person, known_writing_person, take_token
from course.accounts.emails import normal_email
from course.accounts.entering import (
    REFUSALS,
    UNREADABLE,
    check_own_password,
    email_subject,
    form_page,
    refused,
)
from course.accounts.forms import DeletionForm, EmailForm, NameForm, PasswordForm
from course.accounts.passwords import hash_password
from course.db import utcnow
from course.web.audience import Audience, open_to
from course.web.forms import PageForm
from course.web.state import database, db

bp = Blueprint("own_settings", __name__)

LONGEST_ID = 18  # digits: what every database can compare


@bp.get("/settings")
@open_to(Audience.LEARNERS)
def settings() -> Response:
    """Show what somebody can change, take away and delete."""
    return show(NameForm(name=known_person().name))


@bp.post("/settings/name")
@open_to(Audience.LEARNERS)
def change_name() -> WerkzeugResponse:
    """Give whoever asks another name."""
    form = NameForm(request.form)
    if not form.validate():
        return show(form, UNREADABLE)
    operations.change_name(db(), user_id=known_writing_person().id, name=form.name.data or "")
    db().commit()
    return back("name")


@bp.post("/settings/email")
@open_to(Audience.ACCOUNTS)
def change_email() -> WerkzeugResponse:
    """Change the address of an account."""
    form = EmailForm(request.form)
    if not form.validate():
        return show(form, UNREADABLE)
    try:
        checked = check_own_password(form.password.data or "")
        operations.change_email(db(), checked, email=normal_email(form.email.data or ""), at=utcnow())
    except REFUSALS as error:
        return refused(error, form, lambda status: show(form, status))
    db().commit()
    return back("email")


@bp.post("/settings/password")
@open_to(Audience.ACCOUNTS)
def change_password() -> WerkzeugResponse:
    """Change the password of an account; this browser gets a new sign-in, all others end."""
    form = PasswordForm(request.form)
    if not form.validate():
        return show(form, UNREADABLE)
    new_hash = hash_password(form.new.data or "")
    try:
        checked = check_own_password(form.password.data or "")
        entered = operations.change_password(db(), checked, password_hash=new_hash, browser=browser(), at=utcnow())
    except REFUSALS as error:
        return refused(error, form, lambda status: show(form, status))
    db().commit()
    return give_token(back("password"), entered.token, guest=False)


@bp.post("/settings/sign-ins")
@open_to(Audience.LEARNERS)
def end_sign_in() -> WerkzeugResponse:
    """End a sign-in of whoever asks; somebody else's is not there."""
    person, sent = known_person(), request.form.get("id", "")
    known = len(sent) <= LONGEST_ID and sent.isascii() and sent.isdecimal()
    if not known or not operations.end_sign_in(db(), user_id=person.id, sign_in_id=int(sent)):
        abort(404)
    db().commit()
    return back("sign_ins")


@bp.get("/settings/data")
@open_to(Audience.LEARNERS)
def data() -> Response:
    """Send all that is kept about whoever asks."""
    person = known_person()
    with database().session() as session:
        found = belongings.download(session, user_id=person.id)
    response = Response(json.dumps(found, ensure_ascii=False, indent=2), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="openstack-from-zero.json"'
    return response


@bp.post("/settings/deletion")
@open_to(Audience.LEARNERS)
def delete_me() -> WerkzeugResponse:
    """Delete whoever asks, with everything."""
    form = DeletionForm(request.form)
    if not form.validate():
        return show(form, UNREADABLE)
    person = known_writing_person()
    account = queries.account_of_person(db(), user_id=person.id)
    limits.forget_failures(db(), email_subject(account.email if account else ""))
    owned.delete_person(db(), person_id=person.id)
    db().commit()
    return take_token(redirect("/?changed=deleted", 303))


def show(form: PageForm, status: int = 200) -> Response:
    """Return the page with one of its forms as it was sent and the others empty."""
    person, reading = known_person(), database().reading
    forms: dict[str, PageForm] = {
        one.page: one for one in (NameForm(name=person.name), EmailForm(), PasswordForm(), DeletionForm())
    }
    return form_page(
        "accounts/settings.html",
        form,
        status,
        forms=forms | {form.page: form},
        changed=request.args.get("changed", ""),
        person=person,
        account=queries.account_of_person(reading, user_id=person.id),
        browsers=queries.signed_in_browsers(reading, user_id=person.id, guest=person.guest, at=utcnow()),
    )


def back(part: str) -> WerkzeugResponse:
    """Return a redirect to the part of the page that was changed."""
    return redirect(f"/settings?changed={part}#own_{part}", 303)
