"""Which meetups and groups somebody may see, and which they may change: everything else is not there."""

from flask import Response, abort

from course.accounts.access import current_user, known_person, known_writing_person
from course.accounts.models import Role
from course.accounts.queries import Person
from course.meetups import planned, queries
from course.meetups.planned import PlannedMeetup
from course.meetups.queries import KnownGroup
from course.reading import Reader
from course.web.errors import error_page
from course.web.state import db, reader

LIST = (("All meetups", "/meetups"),)


def find_meetup(slug: str) -> PlannedMeetup:
    """Return a meetup that everybody may see, or that whoever asks hosts; 404 for any other."""
    found = planned.meetup(reader(), slug=slug)
    if found is None or not (found.public or _hosts(reader(), found, current_user())):
        return abort(no_such_meetup())
    return found


def find_public(slug: str) -> PlannedMeetup:
    """Return a meetup that everybody may see, whoever asks: what is made of it may be kept on the way."""
    found = planned.meetup(reader(), slug=slug)
    return found if found and found.public else abort(no_such_meetup())


def find_hosted(slug: str) -> PlannedMeetup:
    """Return a meetup that whoever asks hosts; 404 for everybody else."""
    return _hosted(reader(), slug, known_person())


def find_hosted_writing(slug: str) -> PlannedMeetup:
    """Return the same, read in the transaction that this request changes it in."""
    return _hosted(db(), slug, known_writing_person())


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


def _hosts_group(source: Reader, group: KnownGroup, person: Person | None) -> bool:
    return person is not None and queries.hosts_group(source, group_id=group.id, person_id=person.id)
