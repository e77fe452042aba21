"""What the pages that let somebody in have in common: passwords checked, forms refused, sign-ins begun."""

from collections.abc import Callable
from math import ceil

from flask import Response, abort, make_response, render_template
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts import limits, queries
from course.accounts.access import asking_person, give_token, known_writing_person, subject, to_sign_in
from course.accounts.limits import TooManyFailuresError
from course.accounts.operations import (
    Checked,
    EmailTakenError,
    Entered,
    OtherAccountError,
    WrongCodeError,
    WrongPasswordError,
)
from course.accounts.passwords import matches
from course.db import utcnow
from course.learning import operations as learning
from course.web.back import back_to
from course.web.forms import PageForm
from course.web.state import close_session, database, db, library

UNREADABLE, TOO_MANY = 422, 429
MINUTE = 60
TAKEN = "There is an account with this address already. Sign in to it, or use another address."
WRONG_CODE = "No device shows this code now. A code works once, for ten minutes: make a new one if it is older."
OTHER_ACCOUNT = "This code belongs to another account. Sign out here first: two accounts are never made one."
Refusal = EmailTakenError | OtherAccountError | TooManyFailuresError | WrongCodeError | WrongPasswordError
REFUSALS = (EmailTakenError, OtherAccountError, TooManyFailuresError, WrongCodeError, WrongPasswordError)


def email_subject(email: str) -> str:
    """Return what failures with this address count for."""
    return subject("email", email)


def check_password(email: str, password: str) -> Checked:
    """Compare a password before any transaction opens; raises TooManyFailuresError instead when the limit is reached.

    The operation that uses the result asks for the limit again, inside its transaction.
    """
    counted = email_subject(email)
    reading = database().reading
    limits.require_room(reading, limits.SIGN_IN, counted, at=utcnow())
    account = queries.account_of_email(reading, email=email)
    return Checked(account, matches(account.password_hash if account else None, password), counted)


def let_in(entered: Entered, wanted: str) -> WerkzeugResponse:
    """Answer somebody who signed in a moment ago; what two half lessons make whole is done from now on."""
    session = db()
    learning.complete_checked(session, learner_id=entered.user_id, lessons=library().lessons, at=utcnow())
    session.commit()
    return give_token(back_to(wanted or "/me"), entered.token, guest=entered.guest)


def form_page(template: str, form: PageForm, status: int = 200, **values: object) -> Response:
    """Return a page with a form as it was sent."""
    return make_response(render_template(template, form=form, **values), status)


def refused(error: Refusal, form: PageForm, show: Callable[[int], Response]) -> Response:
    """Show a form again with what only the database could tell; the failure that was noted is kept."""
    if not isinstance(error, TooManyFailuresError):
        db().commit()
        close_session()
        form.refuse(*_words(error, form))
        return show(UNREADABLE)
    close_session()
    minutes = ceil(error.seconds / MINUTE)
    when = "a minute" if minutes == 1 else f"{minutes} minutes"
    form.refuse(form.key_field, f"Too many tries went wrong. Please come back in {when}. Nothing was changed.")
    response = show(TOO_MANY)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _words(error: Refusal, form: PageForm) -> tuple[str, str]:
    if isinstance(error, EmailTakenError):
        return "email", TAKEN
    if isinstance(error, WrongPasswordError):
        return "password", form.wrong_key
    return "code", OTHER_ACCOUNT if isinstance(error, OtherAccountError) else WRONG_CODE


def check_own_password(password: str) -> Checked:
    """Compare the password of whoever asks; only then a transaction opens, in which nobody deletes them."""
    account = own_account()
    checked = check_password(account.email, password)
    known_writing_person()
    return checked


def own_account() -> queries.Account:
    """Return the account that asks, read outside the transaction."""
    person = asking_person()
    account = queries.account_of_person(database().reading, user_id=person.id) if person else None
    return account or abort(to_sign_in())
