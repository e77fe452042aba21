"""For hosts: who comes, what to talk about, the run sheet."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.entering import UNREADABLE, form_page
from course.meetups import attendance, operations, verdicts
from course.meetups.clocks import times_of
from course.meetups.finding import find_hosted, find_hosted_writing
from course.meetups.forms import MinutesForm, minutes_field, minutes_form
from course.meetups.pages import Evening, evening_of, run_sheet_of
from course.meetups.planned import PlannedMeetup
from course.web.audience import Audience, open_to
from course.web.site import base_url
from course.web.state import db, library, reader

bp = Blueprint("evening", __name__)


@bp.get("/meetups/<slug>/roster")
@open_to(Audience.ACCOUNTS)
def roster(slug: str) -> Response:
    """Show who comes and how far they are: in numbers, and by name those who allow it."""
    found = find_hosted(slug)
    come = attendance.roster(reader(), library(), meetup_id=found.id, lessons=found.lessons)
    return make_response(render_template("meetups/roster.html", meetup=found, times=times_of(found), roster=come))


@bp.get("/meetups/<slug>/tonight")
@open_to(Audience.ACCOUNTS)
def tonight(slug: str) -> Response:
    """Show what to talk about, and why."""
    evening = evening_of(reader(), library(), find_hosted(slug))
    return show(evening, minutes_form(evening.topics, evening.own_minutes))


@bp.post("/meetups/<slug>/tonight")
@open_to(Audience.ACCOUNTS)
def set_minutes(slug: str) -> WerkzeugResponse:
    """Remember how long the hosts want to talk about each topic."""
    found = find_hosted(slug)
    form = minutes_form(sent_topics(found), {}, request.form)
    if not form.validate():
        return show(evening_of(reader(), library(), found), form, UNREADABLE)
    operations.set_minutes(db(), meetup_id=find_hosted_writing(slug).id, minutes=form.minutes())
    db().commit()
    return redirect(f"/meetups/{slug}/tonight#plan", 303)


@bp.get("/meetups/<slug>/run-sheet")
@open_to(Audience.ACCOUNTS)
def run_sheet(slug: str) -> Response:
    """Show the evening on two pages to print; it needs no answers."""
    found = find_hosted(slug)
    sheet = run_sheet_of(library(), evening_of(reader(), library(), found))
    return make_response(render_template("meetups/run_sheet.html", meetup=found, times=times_of(found), sheet=sheet))


def sent_topics(found: PlannedMeetup) -> list[tuple[str, str]]:
    """Return the topics of a meetup that a form has minutes for, by lesson and question."""
    lessons = [lesson for lesson in library().lessons if lesson.slug in found.lessons]
    asked = [(lesson.slug, question.id) for lesson in lessons for question in lesson.quiz.questions]
    return [one for one in asked if minutes_field(*one) in request.form]


def show(evening: Evening, form: MinutesForm, status: int = 200) -> Response:
    """Return the page of an evening, with the minutes as they were typed."""
    return form_page(
        "meetups/tonight.html",
        form,
        status,
        meetup=evening.meetup,
        times=times_of(evening.meetup),
        plan=evening.plan,
        roster=evening.roster,
        fewest=verdicts.FEWEST,
        join_url=f"{base_url()}/j/{evening.meetup.join_code}",
    )
