"""Which meetups and groups somebody may see, and which they may change: everything else is not there."""

from flask import Response, abort, request

from course.accounts.access import current_user, known_person, known_writing_person, subject
from course.accounts.limits import JOIN, TooManyFailuresError, note_failure, require_room
from course.accounts.models import Role
from course.accounts.queries import Person
from course.db import utcnow
from course.meetups import planned, queries
from course.meetups.planned import Holder, PlannedMeetup
from course.meetups.queries import KnownGroup
from course.reading import Reader
from course.web.errors import error_page
from course.web.state import database, db, reader

PATIENCE = 1.0  # seconds that a reader with a wrong code waits for those who write
LONGEST_CODE = 20  # characters of a code with what people type around it
LIST = (("All meetups", "/meetups"),)
AGAIN = ("Type the code again", "/meetups#code")
NOT_YET = "Its host is still preparing it. Please try this link again later."
TOO_MANY_WRONG = "Too many codes were wrong. Please wait a moment, or choose a meetup from the list."


def find_meetup(slug: str) -> PlannedMeetup:
    """Return a meetup that everybody may see, or that whoever asks hosts or joined; 404 for any other.

    Whoever joined one that was hidden since must be able to leave it: its hosts see the names they were given.
    """
    found, person = planned.meetup(reader(), slug=slug), current_user()
    if found is None or not (found.public or _hosts(reader(), found, person) or _joined(found, person)):
        return abort(no_such_meetup())
    return found


def find_public(slug: str) -> PlannedMeetup:
    """Return a meetup that everybody may see, whoever asks: what is made of it may be kept on the way."""
    found = planned.meetup(reader(), slug=slug)
    return found if found and found.public else abort(no_such_meetup())


def find_by_code(code: str) -> PlannedMeetup:
    """Return the meetup of a short link; wrong codes are counted, so that nobody can try them all.

    One that is listed for everybody is found however many were wrong: a room full of people has one address.
    """
    found = planned.meetup_of_code(reader(), code=plain_code(code))
    if found and (found.public or hosting(found)):
        return found
    counted = subject("address", request.remote_addr or "")
    try:
        require_room(reader(), JOIN, counted, at=utcnow())
    except TooManyFailuresError as error:
        page = error_page(429, heading="Please wait", sentence=TOO_MANY_WRONG, links=LIST, retry_after=error.seconds)
        return abort(page)
    if found:
        return abort(error_page(404, heading="This meetup is not open yet", sentence=NOT_YET, links=LIST))
    _note_wrong_code(counted)
    heading = "There is no meetup with this code"
    return abort(error_page(404, heading=heading, sentence=_wrong_code(code), links=(AGAIN, *LIST)))


def plain_code(typed: str) -> str:
    """Return a code without dashes and spaces, in capitals; too long a text is none."""
    return "".join(char for char in typed[:LONGEST_CODE].upper() if char.isascii() and char.isalnum())


def find_hosted(slug: str) -> PlannedMeetup:
    """Return a meetup that whoever asks hosts; 404 for everybody else."""
    return _hosted(reader(), slug, known_person())


def find_hosted_writing(slug: str) -> PlannedMeetup:
    """Return the same, read in the transaction that this request changes it in."""
    person = known_writing_person()
    planned.lock_meetup(db(), slug=slug)
    return _hosted(db(), slug, person)


def hosting(meetup: PlannedMeetup) -> bool:
    """Tell whether whoever asks hosts this meetup."""
    return _hosts(reader(), meetup, current_user())


def find_group(slug: str) -> KnownGroup:
    """Return a group that everybody may see; a hidden one is there for its hosts and for operators, else 404."""
    found, person = queries.group(reader(), slug=slug), current_user()
    if found is None or (found.hidden and not (operates(person) or _hosts_group(reader(), found, person))):
        return abort(no_such_group())
    return found


def find_public_group(slug: str) -> KnownGroup:
    """Return a group that everybody may see, whoever asks."""
    found = queries.group(reader(), slug=slug)
    return found if found and not found.hidden else abort(no_such_group())


def find_hosted_group(slug: str) -> KnownGroup:
    """Return a group that whoever asks hosts; 404 for everybody else."""
    return _hosted_group(reader(), slug, known_person())


def find_hosted_group_writing(slug: str) -> KnownGroup:
    """Return the same, read in the transaction that this request changes it in."""
    return _hosted_group(db(), slug, known_writing_person())


def find_group_to_operate(slug: str) -> KnownGroup:
    """Return a group for an operator of the course; 404 for everybody else."""
    return find_group(slug) if operates(current_user()) else abort(no_such_group())


def find_asked(slug: str) -> PlannedMeetup:
    """Return a meetup of which whoever asks hosts a group, one that was only asked too; 404 for everybody else."""
    found = planned.meetup(reader(), slug=slug)
    if found is None or not groups_of(reader(), found, known_person()):
        return abort(no_such_meetup())
    return found


def find_asked_writing(slug: str, group_slug: str, *, withdrawing: bool = False) -> tuple[PlannedMeetup, Holder]:
    """Return a meetup and the group of it, agreed or asked, for a host of that group; 404 for everybody else.

    For one who is `withdrawing` it, also for a host of the meetup, while the group has not answered.
    """
    person = known_writing_person()
    planned.lock_meetup(db(), slug=slug)
    found = planned.meetup(db(), slug=slug)
    if found is None:
        return abort(no_such_meetup())
    within_reach = groups_of(db(), found, person)
    if withdrawing and _hosts(db(), found, person):
        within_reach += tuple(group for group in found.groups if not group.agreed)
    for group in within_reach:
        if group.slug == group_slug:
            return found, group
    return abort(no_such_meetup())


def groups_of(source: Reader, meetup: PlannedMeetup, person: Person) -> tuple[Holder, ...]:
    """Return the groups of a meetup that somebody hosts, also those that were only asked."""
    mine = {group.id for group in queries.groups_hosted(source, host_id=person.id)}
    return tuple(group for group in meetup.groups if group.id in mine)


def hosting_group(group: KnownGroup) -> bool:
    """Tell whether whoever asks hosts this group."""
    return _hosts_group(reader(), group, current_user())


def operates(person: Person | None) -> bool:
    """Tell whether somebody is an operator of the course."""
    return person is not None and person.role is Role.OPERATOR


def no_such_meetup() -> Response:
    """Return the page for a meetup that is not there for whoever asks."""
    sentence = "It may have been taken back, or the address has a typing mistake."
    return error_page(404, heading="There is no such meetup", sentence=sentence, links=LIST)


def no_such_group() -> Response:
    """Return the page for a group that is not there for whoever asks."""
    links = (("All groups", "/groups"), *LIST)
    return error_page(404, heading="There is no such group", sentence="Perhaps one of these helps:", links=links)


def _wrong_code(typed: str) -> str:
    """Return what to say of a code that no meetup has, so that a slip of the finger can be seen."""
    read = plain_code(typed) or "This"
    return f"{read} is not the code of a meetup. Look at it again, or choose a meetup from the list."


def _note_wrong_code(counted: str) -> None:
    """Count a code that no meetup has, in a transaction of its own."""
    with database().session(writing=True, patience=PATIENCE) as session:
        note_failure(session, JOIN, counted, at=utcnow())
        session.commit()


def _hosted(source: Reader, slug: str, person: Person) -> PlannedMeetup:
    found = planned.meetup(source, slug=slug)
    if found is None or not _hosts(source, found, person):
        return abort(no_such_meetup())
    return found


def _hosted_group(source: Reader, slug: str, person: Person) -> KnownGroup:
    found = queries.group(source, slug=slug)
    if found is None or not _hosts_group(source, found, person):
        return abort(no_such_group())
    return found


def _hosts(source: Reader, meetup: PlannedMeetup, person: Person | None) -> bool:
    return person is not None and queries.hosts_meetup(source, meetup_id=meetup.id, person_id=person.id)


def _joined(meetup: PlannedMeetup, person: Person | None) -> bool:
    if person is None:
        return False
    return queries.host_may_know(reader(), meetup_id=meetup.id, learner_id=person.id) is not None


def _hosts_group(source: Reader, group: KnownGroup, person: Person | None) -> bool:
    return person is not None and queries.hosts_group(source, group_id=group.id, person_id=person.id)
