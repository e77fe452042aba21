"""For hosts: who hosts a group, invited by a link, leaving, handing it over."""

from datetime import datetime

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from course.accounts.access import current_user, known_person, known_writing_person
from course.accounts.entering import UNREADABLE, form_page
from course.accounts.operations import token_digest
from course.db import utcnow
from course.meetups import hosting, queries
from course.meetups.finding import LIST, find_hosted_group, find_hosted_group_writing, hosting_group
from course.meetups.forms import InvitationForm
from course.meetups.queries import INVITATION_LIFE, KnownGroup
from course.web.audience import Audience, open_to
from course.web.errors import error_page
from course.web.forms import PageForm
from course.web.site import base_url
from course.web.state import close_session, db, reader

bp = Blueprint("cohosts", __name__)

NOT_VALID = "This invitation is not valid any more"
ASK_AGAIN = "A link is for one person, and for two weeks. Ask the host who sent it for a new one."


@bp.get("/groups/<slug>/hosts")
@open_to(Audience.ACCOUNTS)
def hosts(slug: str) -> Response:
    """Show who hosts a group, to its hosts."""
    return show_hosts(find_hosted_group(slug))


@bp.post("/groups/<slug>/invitations")
@open_to(Audience.ACCOUNTS)
def invite(slug: str) -> Response:
    """Make a link for one new host and show it; it is stored hashed, so this answer is the only one that can."""
    form, found, now = InvitationForm(request.form), find_hosted_group_writing(slug), utcnow()
    hands_over = bool(form.hands_over.data)
    token = hosting.invite_host(
        db(), group_id=found.id, host_id=known_writing_person().id, at=now, hands_over=hands_over
    )
    db().commit()
    return show_link(found, token, hands_over=hands_over, until=now + INVITATION_LIFE)


@bp.post("/groups/<slug>/leaving")
@open_to(Audience.ACCOUNTS)
def leave(slug: str) -> WerkzeugResponse:
    """Let a host go; the only one is told how."""
    found, form = find_hosted_group_writing(slug), InvitationForm()
    try:
        hosting.leave_as_host(db(), group_id=found.id, host_id=known_writing_person().id)
    except hosting.LastHostError as error:
        close_session()
        form.refuse("hands_over", str(error))
        return show_hosts(found, form, UNREADABLE)
    db().commit()
    return redirect(f"/groups/{found.slug}", 303)


@bp.get("/groups/join/<token>")
@open_to(Audience.EVERYBODY)
def invitation(token: str) -> Response:
    """Say what an invitation means, to whoever opens its link."""
    found = queries.invitation(reader(), token_digest=token_digest(token), at=utcnow())
    group = queries.group_by_id(reader(), group_id=found.group_id) if found else None
    if found is None or group is None or group.closed:
        return not_valid()
    return form_page(
        "meetups/host_invited.html",
        PageForm(),
        group=group,
        hands_over=found.hands_over,
        hosted=hosting_group(group),
        person=current_user(),
    )


@bp.post("/groups/join/<token>")
@open_to(Audience.ACCOUNTS)
def accept(token: str) -> WerkzeugResponse:
    """Make whoever accepts a host of the group."""
    try:
        person = known_writing_person()
        group = hosting.accept_invitation(db(), token=token, person_id=person.id, at=utcnow())
    except hosting.WrongInvitationError:
        close_session()
        return not_valid()
    db().commit()
    return redirect(f"/groups/{group.slug}", 303)


def show_hosts(found: KnownGroup, form: PageForm | None = None, status: int = 200) -> Response:
    """Return the page with the hosts of a group and what they may do."""
    return form_page(
        "meetups/hosts.html",
        form or PageForm(),
        status,
        group=found,
        hosts=queries.hosts(reader(), group_id=found.id),
        me=known_person().id,
    )


def show_link(found: KnownGroup, token: str, *, hands_over: bool, until: datetime) -> Response:
    """Return the page with a link to send to somebody."""
    link = f"{base_url()}/groups/join/{token}"
    return form_page("meetups/host_link.html", PageForm(), group=found, link=link, hands_over=hands_over, until=until)


def not_valid() -> Response:
    """Return the page for a link that was used, is too old or never was one."""
    return error_page(404, heading=NOT_VALID, sentence=ASK_AGAIN, links=(("All groups", "/groups"), *LIST))
