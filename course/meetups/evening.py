"""For hosts: who comes, what to talk about, the run sheet."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.content.question import Question
from course.meetups import agenda, attendance, operations, queries, verdicts
from course.meetups.agenda import Tonight, Turnout
from course.meetups.attendance import Roster
from course.meetups.clocks import times_of
from course.meetups.counting import asked_before
from course.meetups.finding import find_hosted, find_hosted_writing
from course.meetups.forms import MinutesForm, minutes_form
from course.meetups.pages import run_sheet_of
from course.meetups.planned import PlannedMeetup
from course.meetups.prereading import offered
from course.meetups.schedule import zone_of
from course.web.audience import Audience, open_to
from course.web.site import base_url
from course.web.state import db, library, reader

bp = Blueprint("evening", __name__)


@dataclass(frozen=True, slots=True)
class Evening:
    """An evening as its hosts look at it."""

    meetup: PlannedMeetup
    roster: Roster
    plan: Tonight
    own_minutes: dict[tuple[str, str], int]


@bp.get("/meetups/<slug>/roster")
@open_to(Audience.ACCOUNTS)
def roster(slug: str) -> Response:
    """Show who comes and how far they are: in numbers, and by name those who allow it."""
    found = find_hosted(slug)
    page = render_template("meetups/roster.html", meetup=found, times=times_of(found), roster=roster_of(found))
    return make_response(page)


@bp.get("/meetups/<slug>/tonight")
@open_to(Audience.ACCOUNTS)
def tonight(slug: str) -> Response:
    """Show what to talk about, and why."""
    evening = evening_of(find_hosted(slug))
    return show(evening, minutes_form(talked(evening), evening.own_minutes))


@bp.post("/meetups/<slug>/tonight")
@open_to(Audience.ACCOUNTS)
def set_minutes(slug: str) -> WerkzeugResponse:
    """Remember how long the hosts want to talk about each topic."""
    found = find_hosted(slug)
    asked = [(one, question.id) for one in found.lessons for question in questions_of(one)]
    form = minutes_form([one for one in asked if ":".join(one) in request.form], {}, request.form)
    if not form.validate():
        return show(evening_of(found), form, 422)
    operations.set_minutes(db(), meetup_id=find_hosted_writing(slug).id, minutes=form.minutes())
    db().commit()
    return redirect(f"/meetups/{slug}/tonight#plan", 303)


@bp.get("/meetups/<slug>/run-sheet")
@open_to(Audience.ACCOUNTS)
def run_sheet(slug: str) -> Response:
    """Show the evening on two pages to print; it needs no answers."""
    evening = evening_of(find_hosted(slug))
    found, zone = evening.meetup, zone_of(evening.meetup.details.zone)
    starts_at = found.details.starts_at
    plan = agenda.unprepared(evening.plan, starts_at=starts_at, zone=zone, own_minutes=evening.own_minutes)
    sheet = run_sheet_of(library(), found, plan)
    return make_response(
        render_template("meetups/run_sheet.html", meetup=found, times=times_of(found), sheet=sheet, plan=plan)
    )


def evening_of(found: PlannedMeetup) -> Evening:
    """Return an evening with its plan; the number of statements is the same for any number of people."""
    come, own = roster_of(found), queries.own_minutes(reader(), meetup_id=found.id)
    answers = attendance.first_answers(reader(), meetup_id=found.id)
    plan = agenda.tonight(
        asked_before(library(), found.lessons, answers),
        turnout=Turnout(come.ready, come.joined),
        starts_at=found.details.starts_at,
        minutes=found.details.minutes,
        zone=zone_of(found.details.zone),
        own_minutes=own,
    )
    return Evening(found, come, plan, own)


def roster_of(found: PlannedMeetup) -> Roster:
    """Return who comes to a meetup and how far they are."""
    return attendance.roster(reader(), meetup_id=found.id, lessons=offered(library(), found.lessons))


def questions_of(slug: str) -> tuple[Question, ...]:
    """Return the questions of a lesson as it is today; none when it is gone."""
    return next((lesson.quiz.questions for lesson in library().lessons if lesson.slug == slug), ())


def talked(evening: Evening) -> list[tuple[str, str]]:
    """Return the topics of an evening, by lesson and question."""
    return [talk.topic.asked.key for talk in evening.plan.talks]


def show(evening: Evening, form: MinutesForm, status: int = 200) -> Response:
    """Return the page of an evening, with the minutes as they were typed."""
    page = render_template(
        "meetups/tonight.html",
        meetup=evening.meetup,
        times=times_of(evening.meetup),
        plan=evening.plan,
        roster=evening.roster,
        form=form,
        fewest=verdicts.FEWEST,
        join_url=f"{base_url()}/j/{evening.meetup.join_code}",
    )
    return make_response(page, status)
