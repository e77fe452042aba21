"""The pages of those who come: all meetups, one meetup, joining and leaving it, the short link."""

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.access import current_or_new_user, current_user, give_token, known_writing_person
from course.accounts.entering import TOO_MANY, UNREADABLE, form_page
from course.accounts.limits import TooManyGuestsError
from course.accounts.operations import change_name
from course.db import utcnow
from course.learning import queries as learning
from course.learning.progress import LessonTally
from course.meetups import attendance, operations, planned, queries
from course.meetups.clocks import own_time, times_of
from course.meetups.finding import find_by_code, find_meetup, hosting, plain_code
from course.meetups.forms import EnrolmentForm
from course.meetups.models import Status
from course.meetups.operations import NotOpenError
from course.meetups.pages import listing, rack_of, to_go_words, when_words
from course.meetups.planned import PlannedMeetup
from course.web.audience import Audience, open_to
from course.web.site import base_url
from course.web.state import close_session, db, library, reader

bp = Blueprint("meetups", __name__)

CROWDED = "Very many people begin at this moment, so you are not on the list yet. Please send this again in a minute."


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
    """Lead to the meetup of a short link."""
    return redirect(f"/meetups/{find_by_code(code).slug}", 303)


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
