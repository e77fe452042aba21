"""The pages of those who come: all meetups, one meetup, joining and leaving it, the short link."""

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.access import current_or_new_user, current_user, give_token, known_writing_person, subject
from course.accounts.entering import TOO_MANY, UNREADABLE, form_page
from course.accounts.limits import JOIN, TooManyFailuresError, TooManyGuestsError, note_failure, require_room
from course.accounts.operations import change_name
from course.db import utcnow
from course.learning import queries as learning
from course.learning.progress import LessonTally
from course.meetups import attendance, operations, planned, queries
from course.meetups.clocks import own_time, times_of
from course.meetups.finding import LIST, find_meetup, hosting
from course.meetups.forms import EnrolmentForm
from course.meetups.models import Status
from course.meetups.operations import NotOpenError
from course.meetups.pages import listing, rack_of, to_go_words, when_words
from course.meetups.planned import PlannedMeetup
from course.web.audience import Audience, open_to
from course.web.errors import error_page
from course.web.site import base_url
from course.web.state import close_session, database, db, library, reader

bp = Blueprint("meetups", __name__)

PATIENCE = 1.0  # seconds that a reader with a wrong code waits for those who write
LONGEST_CODE = 20  # characters of a code with what people type around it
AGAIN = ("Type the code again", "/meetups#code")
CROWDED = "Very many people begin at this moment, so you are not on the list yet. Please send this again in a minute."
NOT_YET = "Its host is still preparing it. Please try this link again later."


@bp.get("/meetups")
@open_to(Audience.EVERYBODY)
def meetups() -> Response:
    """Show the meetups of whoever asks, and those that everybody may join."""
    person, now = current_user(), utcnow()
    hosted = listing(planned.meetups_hosted(reader(), host_id=person.id) if person else (), at=now)
    next_held = next((one for one in hosted.coming if one.status is not Status.CANCELLED), None)
    joined = listing(planned.meetups_joined(reader(), learner_id=person.id) if person else (), at=now)
    mine = {one.id for one in hosted.coming + joined.coming}
    page = render_template(
        "meetups/meetups.html",
        hosted=hosted,
        joined=joined,
        asked=planned.meetups_asked(reader(), host_id=person.id, at=now) if person else (),
        upcoming=[one for one in planned.upcoming(reader(), at=now) if one.id not in mine],
        next_held=next_held,
        turnout=turnout_of(next_held) if next_held else None,
        times_of=times_of,
    )
    return make_response(page)


@bp.get("/meetups/<slug>")
@open_to(Audience.EVERYBODY)
def meetup(slug: str) -> Response:
    """Show a meetup: when and where, what to read before, and whether whoever asks comes."""
    return show(find_meetup(slug))


@bp.post("/meetups/<slug>/enrolment")
@open_to(Audience.EVERYBODY)
def enrol(slug: str) -> WerkzeugResponse:
    """Note that somebody means to come, whom the host may know, or that they do not come any more."""
    found, form = find_meetup(slug), EnrolmentForm(request.form)
    if not form.validate():
        return show(found, form, UNREADABLE)
    tokens: list[str] = []
    try:
        leave(found) if form.leaves else join(found, form, tokens)
    except (NotOpenError, TooManyGuestsError) as error:
        return refused(found, form, error)
    db().commit()
    answer = redirect(f"/meetups/{slug}?changed={'not-coming' if form.leaves else 'coming'}#enrolment", 303)
    return give_token(answer, tokens[0]) if tokens else answer


@bp.get("/j")
@open_to(Audience.EVERYBODY)
def typed_code() -> WerkzeugResponse:
    """Lead to the meetup of a code that was typed."""
    return redirect(f"/j/{plain_code(request.args.get('code', '')) or '-'}", 303)


@bp.get("/j/<code>")
@open_to(Audience.EVERYBODY)
def join_link(code: str) -> WerkzeugResponse:
    """Lead to the meetup of a short link; wrong codes are counted, so that nobody can try them all.

    One that is listed for everybody is found however many were wrong: a room full of people has one address.
    """
    found = planned.meetup_of_code(reader(), code=plain_code(code))
    if found and (found.public or hosting(found)):
        return redirect(f"/meetups/{found.slug}", 303)
    counted = subject("address", request.remote_addr or "")
    try:
        require_room(reader(), JOIN, counted, at=utcnow())
    except TooManyFailuresError as error:
        sentence = "Too many codes were wrong. Please wait a moment, or choose a meetup from the list."
        return error_page(429, heading="Please wait", sentence=sentence, links=LIST, retry_after=error.seconds)
    if found:
        return error_page(404, heading="This meetup is not open yet", sentence=NOT_YET, links=LIST)
    note_wrong_code(counted)
    heading = "There is no meetup with this code"
    return error_page(404, heading=heading, sentence=wrong_code(code), links=(AGAIN, *LIST))


def refused(found: PlannedMeetup, form: EnrolmentForm, error: NotOpenError | TooManyGuestsError) -> Response:
    """Show the page again with what was typed and why nobody joined."""
    close_session()
    if isinstance(error, NotOpenError):
        form.refuse("coming", str(error))
        return show(found, form, UNREADABLE)
    form.refuse("coming", CROWDED)
    response = show(found, form, TOO_MANY)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def join(found: PlannedMeetup, form: EnrolmentForm, tokens: list[str]) -> None:
    """Let whoever asks join, under the name they gave; a visitor becomes a guest, whose token is added to `tokens`."""
    learner = current_or_new_user(tokens)
    if form.name.data and form.name.data != learner.name:
        change_name(db(), user_id=learner.id, name=form.name.data)
    known = bool(form.host_may_know.data)
    operations.join(db(), meetup_id=found.id, learner_id=learner.id, host_may_know=known, at=utcnow())


def leave(found: PlannedMeetup) -> None:
    """Let whoever asks leave."""
    operations.leave(db(), meetup_id=found.id, learner_id=known_writing_person().id)


def show(found: PlannedMeetup, form: EnrolmentForm | None = None, status: int = 200) -> Response:
    """Return the page of a meetup, with the form as it was sent, else as it was answered before."""
    person, now = current_user(), utcnow()
    known = queries.host_may_know(reader(), meetup_id=found.id, learner_id=person.id) if person else None
    rack = rack_of(library(), found, tallies_of_learner())
    return form_page(
        "meetups/meetup.html",
        form or EnrolmentForm(name=person.name if person else "", host_may_know="yes" if known else ""),
        status,
        meetup=found,
        times=times_of(found),
        rack=rack,
        to_go=to_go_words(rack.reading, when_words(own_time(found.details.starts_at, found.details.zone), at=now)),
        over=found.over(now),
        hosting=hosting(found),
        enrolled=known is not None,
        canonical=f"{base_url()}/meetups/{found.slug}",
    )


def tallies_of_learner() -> Mapping[str, LessonTally]:
    """Return what whoever asks did in every lesson; a visitor has done nothing."""
    person = current_user()
    return learning.tallies(reader(), learner_id=person.id) if person else {}


def turnout_of(found: PlannedMeetup) -> attendance.Roster:
    """Return who comes to a meetup and how far they are."""
    return attendance.roster(reader(), library(), meetup_id=found.id, lessons=found.lessons)


def plain_code(typed: str) -> str:
    """Return a code without dashes and spaces, in capitals; too long a text is none."""
    return "".join(char for char in typed[:LONGEST_CODE].upper() if char.isascii() and char.isalnum())


def wrong_code(typed: str) -> str:
    """Return what to say of a code that no meetup has, so that a slip of the finger can be seen."""
    read = plain_code(typed) or "This"
    return f"{read} is not the code of a meetup. Look at it again, or choose a meetup from the list."


def note_wrong_code(counted: str) -> None:
    """Count a code that no meetup has, in a transaction of its own."""
    with database().session(writing=True, patience=PATIENCE) as session:
        note_failure(session, JOIN, counted, at=utcnow())
        session.commit()
