"""For hosts: what to read before a meetup, its publication, and the groups that hold it together."""

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.access import known_person, known_writing_person
from course.accounts.entering import UNREADABLE, form_page
from course.db import utcnow
from course.meetups import operations, queries
from course.meetups.clocks import times_of
from course.meetups.finding import (
    find_asked,
    find_asked_writing,
    find_hosted,
    find_hosted_writing,
    groups_of,
)
from course.meetups.forms import number_of
from course.meetups.operations import EditedMeanwhileError, LessonsError, NoGroupError
from course.meetups.planned import PlannedMeetup
from course.meetups.planning_forms import AskForm, LessonsForm
from course.meetups.prereading import ENOUGH_MINUTES, picker
from course.meetups.schedule import ScheduleError
from course.web.audience import Audience, open_to
from course.web.state import close_session, db, library, reader

bp = Blueprint("preparing", __name__)


@bp.get("/meetups/<slug>/assignments")
@open_to(Audience.ACCOUNTS)
def assignments(slug: str) -> Response:
    """Show the rack to pick from, with what is picked, and packs."""
    meetup = find_hosted(slug)
    return show_picker(meetup, picked_so_far(meetup))


@bp.post("/meetups/<slug>/assignments")
@open_to(Audience.ACCOUNTS)
def assign(slug: str) -> WerkzeugResponse:
    """Set the lessons that are picked, and publish if asked, unless another host changed the meetup meanwhile."""
    meetup, form = find_hosted_writing(slug), LessonsForm(request.form)
    version, kept = number_of(form.version.data), frozenset(form.picked)
    picked = [lesson for lesson in library().lessons if lesson.slug in kept]
    try:
        operations.assign(db(), meetup_id=meetup.id, version=version, lessons=picked, kept=kept, at=utcnow())
        if form.publish.data:
            operations.publish(db(), meetup_id=meetup.id, at=utcnow())
    except (LessonsError, ScheduleError) as error:
        return refuse_picks(meetup, form, str(error))
    except EditedMeanwhileError as error:
        form.version.data = str(error.current.version)
        return refuse_picks(error.current, form, str(error), theirs=error.current.lessons)
    db().commit()
    return redirect(f"/meetups/{meetup.slug}{'' if form.publish.data else '/assignments?changed=saved'}", 303)


@bp.post("/meetups/<slug>/publication")
@open_to(Audience.ACCOUNTS)
def publish(slug: str) -> WerkzeugResponse:
    """Let everybody see and join a meetup."""
    meetup = find_hosted_writing(slug)
    try:
        operations.publish(db(), meetup_id=meetup.id, at=utcnow())
    except (LessonsError, ScheduleError) as error:
        return refuse_picks(meetup, picked_so_far(meetup), str(error))
    db().commit()
    return redirect(f"/meetups/{meetup.slug}", 303)


@bp.get("/meetups/<slug>/groups")
@open_to(Audience.ACCOUNTS)
def holders(slug: str) -> Response:
    """Show which groups hold a meetup, to the hosts of all of them and of those that were asked."""
    return show_holders(find_asked(slug), AskForm())


@bp.post("/meetups/<slug>/groups")
@open_to(Audience.ACCOUNTS)
def ask_group(slug: str) -> WerkzeugResponse:
    """Ask one more group to hold a meetup too."""
    meetup, form = find_hosted_writing(slug), AskForm(request.form)
    group = queries.group(db(), slug=form.group.data or "")
    try:
        operations.ask_group(
            db(),
            meetup_id=meetup.id,
            group_id=group.id if group else 0,
            host_id=known_writing_person().id,
            at=utcnow(),
        )
    except NoGroupError as error:
        form.refuse("group", str(error))
        return show_holders(meetup, form, UNREADABLE)
    db().commit()
    return redirect(f"/meetups/{meetup.slug}/groups", 303)


@bp.post("/meetups/<slug>/groups/<group>/agreement")
@open_to(Audience.ACCOUNTS)
def agree(slug: str, group: str) -> WerkzeugResponse:
    """Let a group that was asked hold a meetup too."""
    meetup, holder = find_asked_writing(slug, group)
    operations.agree(db(), meetup_id=meetup.id, group_id=holder.id, at=utcnow())
    db().commit()
    return redirect(f"/meetups/{meetup.slug}", 303)


@bp.post("/meetups/<slug>/groups/<group>/withdrawal")
@open_to(Audience.ACCOUNTS)
def withdraw(slug: str, group: str) -> WerkzeugResponse:
    """Take one's own group out of a meetup, or take a request to another group back."""
    meetup, holder = find_asked_writing(slug, group, withdrawing=True)
    form = AskForm()
    try:
        operations.decline(db(), meetup_id=meetup.id, group_id=holder.id)
    except NoGroupError as error:
        form.refuse("group", str(error))
        return show_holders(meetup, form, UNREADABLE)
    hosting = queries.hosts_meetup(db(), meetup_id=meetup.id, person_id=known_writing_person().id)
    db().commit()
    if hosting:
        return redirect(f"/meetups/{meetup.slug}/groups", 303)
    return redirect(f"/groups/{holder.slug}?changed={'left' if holder.agreed else 'declined'}", 303)


def picked_so_far(meetup: PlannedMeetup) -> LessonsForm:
    """Return the form with the lessons that are set."""
    return LessonsForm(data={"pick": list(meetup.lessons), "version": str(meetup.version)})


def refuse_picks(
    meetup: PlannedMeetup, form: LessonsForm, why: str, theirs: Sequence[str] | None = None
) -> WerkzeugResponse:
    """Show the rack again with what was picked; `theirs` is what another host picked meanwhile."""
    close_session()
    form.refuse("pick", why)
    return show_picker(meetup, form, UNREADABLE, theirs)


def show_picker(
    meetup: PlannedMeetup, form: LessonsForm, status: int = 200, theirs: Sequence[str] | None = None
) -> Response:
    """Return the page with the rack to pick from."""
    return form_page(
        "meetups/assignments.html",
        form,
        status,
        meetup=meetup,
        rack=picker(library(), form.picked),
        set_now=picker(library(), meetup.lessons),
        theirs=None if theirs is None else picker(library(), theirs),
        offers=library().packs,
        enough=ENOUGH_MINUTES,
    )


def show_holders(meetup: PlannedMeetup, form: AskForm, status: int = 200) -> Response:
    """Return the page with the groups of a meetup."""
    close_session()
    held = {group.id for group in meetup.groups}
    mine = groups_of(reader(), meetup, known_person())
    return form_page(
        "meetups/holders.html",
        form,
        status,
        meetup=meetup,
        times=times_of(meetup),
        rack=picker(library(), meetup.lessons),
        mine={group.id for group in mine},
        hosted=any(group.agreed for group in mine),
        others=[group for group in queries.open_groups(reader()) if group.id not in held],
    )
