"""For hosts and those who become one: groups, founded, described, closed, hidden."""

from collections.abc import Iterable
from datetime import datetime

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.access import current_user, known_person, known_writing_person
from course.accounts.entering import UNREADABLE, form_page
from course.db import utcnow
from course.meetups import hosting, planned, queries
from course.meetups.clocks import Times, times_of
from course.meetups.finding import (
    find_group,
    find_group_to_operate,
    find_hosted_group,
    find_hosted_group_writing,
    hosting_group,
    operates,
)
from course.meetups.forms import GroupForm, InvitationForm
from course.meetups.models import Status
from course.meetups.planned import PlannedMeetup
from course.meetups.queries import KnownGroup
from course.web.audience import Audience, open_to
from course.web.forms import PageForm
from course.web.state import close_session, db, reader

bp = Blueprint("organising", __name__)

Dated = tuple[PlannedMeetup, Times]


@bp.get("/groups")
@open_to(Audience.EVERYBODY)
def groups() -> Response:
    """Show all open groups, one's own first."""
    person = current_user()
    mine = queries.groups_hosted(reader(), host_id=person.id) if person else []
    own = {group.id for group in mine}
    return form_page(
        "meetups/groups.html",
        PageForm(),
        mine=mine,
        others=[group for group in queries.open_groups(reader()) if group.id not in own],
        hidden=queries.hidden_groups(reader()) if operates(person) else [],
        next_of=next_meetups(planned.upcoming(reader(), at=utcnow())),
    )


@bp.get("/groups/<slug>")
@open_to(Audience.EVERYBODY)
def group(slug: str) -> Response:
    """Show a group with its meetups; its hosts see drafts too."""
    return show_group(find_group(slug))


@bp.get("/groups/new")
@open_to(Audience.ACCOUNTS)
def new_group() -> Response:
    """Show the form that founds a group."""
    return form_page("meetups/group_new.html", GroupForm())


@bp.post("/groups/new")
@open_to(Audience.ACCOUNTS)
def found_group() -> WerkzeugResponse:
    """Found a group; whoever founds it is its host."""
    form = GroupForm(request.form)
    if not form.validate():
        return form_page("meetups/group_new.html", form, UNREADABLE)
    person = known_writing_person()
    founded = hosting.found_group(db(), host_id=person.id, details=form.details(), at=utcnow())
    db().commit()
    return to_group(founded)


@bp.get("/groups/<slug>/edit")
@open_to(Audience.ACCOUNTS)
def edit_group(slug: str) -> Response:
    """Show what the hosts wrote about their group, to be changed."""
    found = find_hosted_group(slug)
    return form_page("meetups/group_edit.html", GroupForm(data=vars_of(found)), group=found)


@bp.post("/groups/<slug>/edit")
@open_to(Audience.ACCOUNTS)
def save_group(slug: str) -> WerkzeugResponse:
    """Change what the hosts wrote about their group."""
    form = GroupForm(request.form)
    if not form.validate():
        return form_page("meetups/group_edit.html", form, UNREADABLE, group=find_hosted_group(slug))
    found = find_hosted_group_writing(slug)
    hosting.edit_group(db(), group_id=found.id, details=form.details())
    db().commit()
    return to_group(found)


@bp.get("/groups/<slug>/closing")
@open_to(Audience.ACCOUNTS)
def closing(slug: str) -> Response:
    """Say what closing a group means, before it is done."""
    found = find_hosted_group(slug)
    coming, _past = meetups_of(found, hosted=True, at=utcnow())
    alone = [
        one
        for one in coming
        if one[0].status is not Status.CANCELLED and sum(holder.agreed for holder in one[0].groups) == 1
    ]
    return form_page("meetups/group_closing.html", PageForm(), group=found, called_off=alone)


@bp.post("/groups/<slug>/closing")
@open_to(Audience.ACCOUNTS)
def close_group(slug: str) -> WerkzeugResponse:
    """Close a group."""
    found = find_hosted_group_writing(slug)
    hosting.close_group(db(), group_id=found.id, at=utcnow())
    db().commit()
    return to_group(found)


@bp.post("/groups/<slug>/visibility")
@open_to(Audience.ACCOUNTS)
def hide_group(slug: str) -> WerkzeugResponse:
    """Hide a group, or show it again: for operators."""
    found = find_group_to_operate(slug)
    hosting.hide_group(db(), group_id=found.id, at=utcnow() if request.form.get("hidden") else None)
    db().commit()
    return to_group(found)


@bp.post("/groups/<slug>/hosts")
@open_to(Audience.ACCOUNTS)
def take_over(slug: str) -> WerkzeugResponse:
    """Make somebody who joined a meetup of it the host of a group that has none."""
    found, form = find_group(slug), InvitationForm()
    try:
        hosting.take_over(db(), group_id=found.id, person_id=known_writing_person().id, at=utcnow())
    except hosting.CannotTakeOverError as error:
        close_session()
        form.refuse("hands_over", str(error))
        return show_group(found, form, UNREADABLE)
    db().commit()
    return to_group(found)


def show_group(found: KnownGroup, form: PageForm | None = None, status: int = 200) -> Response:
    """Return the page of a group as whoever asks may see it."""
    person, hosted = current_user(), hosting_group(found)
    coming, past = meetups_of(found, hosted=hosted, at=utcnow())
    return form_page(
        "meetups/group.html",
        form or PageForm(),
        status,
        group=found,
        coming=coming,
        past=list(reversed(past)),
        asked=asked_of(found, person.id) if person and hosted else [],
        hosted=hosted,
        operated=operates(person),
        may_take_over=found.seeks_host and person is not None and came(found, person.id),
    )


def meetups_of(found: KnownGroup, *, hosted: bool, at: datetime) -> tuple[list[Dated], list[Dated]]:
    """Return the meetups of a group that are to come and those that are over, for a host drafts too."""
    if hosted:
        mine = planned.meetups_hosted(reader(), host_id=known_person().id)
        meetups = [one for one in mine if any(group.id == found.id and group.agreed for group in one.groups)]
    else:
        meetups = planned.meetups_of_group(reader(), group_id=found.id)
    dated = [(one, times_of(one)) for one in meetups]
    return [one for one in dated if not one[0].over(at)], [one for one in dated if one[0].over(at)]


def asked_of(found: KnownGroup, host_id: int) -> list[Dated]:
    """Return the meetups that a group was asked to hold too, for a host of it."""
    asked = planned.meetups_asked(reader(), host_id=host_id, at=utcnow())
    here = [one for one in asked if any(group.id == found.id and not group.agreed for group in one.groups)]
    return [(one, times_of(one)) for one in here]


def next_meetups(upcoming: Iterable[PlannedMeetup]) -> dict[int, Dated]:
    """Return the first meetup to come of each group that has one, by the id of the group."""
    found: dict[int, Dated] = {}
    for meetup in upcoming:
        for holder in meetup.holders:
            found.setdefault(holder.id, (meetup, times_of(meetup)))
    return found


def came(found: KnownGroup, person_id: int) -> bool:
    """Tell whether somebody joined a meetup of this group."""
    return queries.came_to_group(reader(), group_id=found.id, person_id=person_id)


def vars_of(found: KnownGroup) -> dict[str, str]:
    """Return what the form of a group holds."""
    return {"name": found.name, "description": found.description}


def to_group(found: KnownGroup) -> WerkzeugResponse:
    """Return a redirect to the page of a group."""
    return redirect(f"/groups/{found.slug}", 303)
