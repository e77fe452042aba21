"""For hosts: a meetup planned, changed, copied, called off, and what is added when it is over."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.access import known_person, known_writing_person
from course.accounts.entering import UNREADABLE, form_page
from course.db import utcnow
from course.meetups import operations, planned, queries
from course.meetups.clocks import times_of, viewer_zone
from course.meetups.details import LANGUAGES
from course.meetups.finding import find_hosted, find_hosted_writing
from course.meetups.forms import number_of
from course.meetups.operations import EditedMeanwhileError, NoGroupError
from course.meetups.planned import PlannedMeetup
from course.meetups.planning_forms import (
    AfterForm,
    CopyForm,
    MeetupForm,
    compare,
)
from course.meetups.queries import KnownGroup
from course.meetups.schedule import zone_names
from course.web.audience import Audience, open_to
from course.web.forms import PageForm
from course.web.state import close_session, db, reader

bp = Blueprint("planning", __name__)

USUAL_CLOCK, USUAL_MINUTES, USUAL_LANGUAGE = "18:00", 90, "en"
NOT_OVER = "This meetup is not over yet."


@bp.get("/meetups/new")
@open_to(Audience.ACCOUNTS)
def new_meetup() -> Response:
    """Show the form for a meetup, with what can be guessed in it."""
    return show_new(begun(known_person().id, request.args.get("group", "")))


@bp.post("/meetups/new")
@open_to(Audience.ACCOUNTS)
def plan_meetup() -> WerkzeugResponse:
    """Plan a meetup: a draft, for which lessons are chosen next."""
    form, now = MeetupForm(request.form), utcnow()
    if not form.check_all(at=now):
        return show_new(form, UNREADABLE)
    host, details = known_writing_person().id, form.details()
    chosen = ids_of(form.chosen, host)
    try:
        meetup = operations.plan_meetup(db(), host_id=host, group_ids=chosen, details=details, at=now)
    except NoGroupError as error:
        form.refuse("groups", str(error))
        return show_new(form, UNREADABLE)
    db().commit()
    return redirect(f"/meetups/{meetup.slug}/assignments", 303)


@bp.get("/meetups/<slug>/edit")
@open_to(Audience.ACCOUNTS)
def edit_meetup(slug: str) -> Response:
    """Show a meetup in the form it was planned with."""
    meetup = find_hosted(slug)
    return show_edit(meetup, MeetupForm.filled(meetup))


@bp.post("/meetups/<slug>/edit")
@open_to(Audience.ACCOUNTS)
def save_meetup(slug: str) -> WerkzeugResponse:
    """Change a meetup, unless another host did so since the form was opened."""
    meetup, form = find_hosted_writing(slug), MeetupForm(request.form)
    if not form.check_all(at=utcnow(), kept=meetup.details):
        return show_edit(meetup, form, UNREADABLE)
    return save(meetup, form, show_edit)


@bp.get("/meetups/<slug>/copy")
@open_to(Audience.ACCOUNTS)
def copy(slug: str) -> Response:
    """Ask when the copy of a meetup takes place."""
    meetup = find_hosted(slug)
    form = CopyForm()
    form.fill_start(meetup.details.starts_at, meetup.details.zone)
    form.date.data = form.which.data = ""
    form.moments = ()
    return show_copy(meetup, form)


@bp.post("/meetups/<slug>/copy")
@open_to(Audience.ACCOUNTS)
def copy_meetup(slug: str) -> WerkzeugResponse:
    """Copy a meetup to another time, as a draft."""
    meetup, form, now = find_hosted_writing(slug), CopyForm(request.form), utcnow()
    if not form.check(zone=meetup.details.zone, at=now) or form.starts_at is None:
        return show_copy(meetup, form, UNREADABLE)
    host, starts_at = known_writing_person().id, form.starts_at
    try:
        draft = operations.copy_meetup(db(), meetup_id=meetup.id, host_id=host, starts_at=starts_at, at=now)
    except NoGroupError as error:
        form.refuse("date", str(error))
        return show_copy(meetup, form, UNREADABLE)
    db().commit()
    return redirect(f"/meetups/{draft.slug}/edit?changed=copied", 303)


@bp.get("/meetups/<slug>/cancellation")
@open_to(Audience.ACCOUNTS)
def cancellation(slug: str) -> Response:
    """Say what calling a meetup off means, before it is done."""
    meetup = find_hosted(slug)
    return form_page(
        "meetups/cancellation.html", PageForm(), meetup=meetup, times=times_of(meetup), over=meetup.over(utcnow())
    )


@bp.post("/meetups/<slug>/cancellation")
@open_to(Audience.ACCOUNTS)
def cancel_meetup(slug: str) -> WerkzeugResponse:
    """Call a meetup off, or throw a draft away."""
    meetup = find_hosted_writing(slug)
    operations.cancel(db(), meetup_id=meetup.id, at=utcnow())
    kept = planned.meetup_by_id(db(), meetup_id=meetup.id)
    db().commit()
    return to_meetup(meetup) if kept else redirect("/meetups", 303)


@bp.get("/meetups/<slug>/after")
@open_to(Audience.ACCOUNTS)
def after(slug: str) -> Response:
    """Show what can be added to a meetup that is over."""
    meetup = find_hosted(slug)
    return show_after(meetup, AfterForm.filled(meetup))


@bp.post("/meetups/<slug>/after")
@open_to(Audience.ACCOUNTS)
def save_after(slug: str) -> WerkzeugResponse:
    """Keep the recording and the notes of a meetup that is over."""
    meetup, form = find_hosted_writing(slug), AfterForm(request.form)
    if not meetup.over(utcnow()):
        form.refuse("afterwards", NOT_OVER)
    if not form.check(meetup.details):
        return show_after(meetup, form, UNREADABLE)
    return save(meetup, form, show_after)


def save(meetup: PlannedMeetup, form: MeetupForm | AfterForm, show: Callable[..., Response]) -> WerkzeugResponse:
    """Keep what was written, unless another host changed the meetup since the form was opened: then show both."""
    details, version = form.details(meetup.details), number_of(form.version.data)
    try:
        operations.edit_meetup(db(), meetup_id=meetup.id, version=version, details=details, at=utcnow())
    except EditedMeanwhileError as error:
        if theirs := compare(form, form.filled(error.current)):
            return show(error.current, form, UNREADABLE, theirs)
    db().commit()
    return to_meetup(meetup, "saved")


def begun(person_id: int, group_slug: str) -> MeetupForm:
    """Return the form for a new meetup: like the last one of this host, in the viewer's zone."""
    mine = open_ones(person_id)
    hosted = planned.meetups_hosted(reader(), host_id=person_id)
    last = hosted[-1].details if hosted else None
    chosen = [group for group in mine if group.slug == group_slug] or mine[:1]
    return MeetupForm(
        data={
            "title": chosen[0].name if chosen else "",
            "time": USUAL_CLOCK,
            "minutes": str(last.minutes if last else USUAL_MINUTES),
            "zone": viewer_zone() or (last.zone if last else ""),
            "language": last.language if last else USUAL_LANGUAGE,
            "groups": [group.slug for group in chosen],
        }
    )


def open_ones(person_id: int) -> list[KnownGroup]:
    """Return the groups of a host that can hold a meetup."""
    return [group for group in queries.groups_hosted(reader(), host_id=person_id) if not group.closed]


def ids_of(slugs: tuple[str, ...], person_id: int) -> list[int]:
    """Return the groups with these slugs as the operation wants them; 0 for one that is not there."""
    known = {group.slug: group.id for group in (*queries.open_groups(db()), *open_ones(person_id))}
    return [known.get(slug, 0) for slug in slugs]


def show_new(form: MeetupForm, status: int = 200) -> Response:
    """Return the page that plans a meetup."""
    close_session()
    mine = open_ones(known_person().id)
    own = {group.id for group in mine}
    others = [group for group in queries.open_groups(reader()) if group.id not in own]
    return form_page(
        "meetups/new.html", form, status, mine=mine, others=others, zones=zone_names(), languages=LANGUAGES
    )


def show_edit(
    meetup: PlannedMeetup, form: MeetupForm, status: int = 200, theirs: dict[str, str] | None = None
) -> Response:
    """Return the page that changes a meetup; `theirs` is what another host wrote meanwhile, beside each field."""
    close_session()
    return form_page(
        "meetups/edit.html",
        form,
        status,
        meetup=meetup,
        times=times_of(meetup),
        theirs=theirs or {},
        zones=zone_names(),
        languages=LANGUAGES,
    )


def show_copy(meetup: PlannedMeetup, form: CopyForm, status: int = 200) -> Response:
    """Return the page that copies a meetup."""
    close_session()
    return form_page("meetups/copy.html", form, status, meetup=meetup, times=times_of(meetup))


def show_after(
    meetup: PlannedMeetup, form: AfterForm, status: int = 200, theirs: dict[str, str] | None = None
) -> Response:
    """Return the page for what is added to a meetup that is over."""
    close_session()
    over = meetup.over(utcnow())
    return form_page("meetups/after.html", form, status, meetup=meetup, over=over, theirs=theirs or {})


def to_meetup(meetup: PlannedMeetup, changed: str = "") -> WerkzeugResponse:
    """Return a redirect to the page of a meetup, which says what was changed."""
    return redirect(f"/meetups/{meetup.slug}{'?changed=' if changed else ''}{changed}", 303)
