"""What changes about a meetup. Who may, the views check; what may be, is checked here."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from course.accounts.operations import new_code
from course.content.lessons import Lesson
from course.db import insert_once
from course.meetups import planned, queries
from course.meetups.details import MeetupDetails, require_sound, slug_of
from course.meetups.models import (
    LONGEST_TALK,
    Assignment,
    Enrolment,
    Meetup,
    MeetupGroup,
    Status,
    TopicMinutes,
)
from course.meetups.planned import PlannedMeetup
from course.meetups.schedule import local_time, require_ahead

MOST_LESSONS = 20  # of one meetup; far more than anybody reads
RESERVED = frozenset({"new"})  # slugs that are pages


class EditedMeanwhileError(Exception):
    """Somebody else changed the meetup since this form was opened; nothing was stored, `current` is how it is now."""

    def __init__(self, current: PlannedMeetup) -> None:
        super().__init__(
            "Another host changed this meetup since you opened this page. What you chose stands here and is not stored"
            " yet. Compare, then save again."
        )
        self.current = current


class NotOpenError(Exception):
    """Nobody can join this meetup; the text says why."""


class NoGroupError(ValueError):
    """A meetup needs a group, open and hosted by whoever plans it."""


class LessonsError(ValueError):
    """These lessons cannot be set; the text says why."""


class MinutesError(ValueError):
    """A topic cannot take so many minutes."""


def plan_meetup(
    session: Session,
    *,
    host_id: int,
    group_ids: Sequence[int],
    details: MeetupDetails,
    at: datetime,
) -> PlannedMeetup:
    """Add a draft. Groups of the host hold it at once; others are asked, and hold it once a host of theirs agrees.

    Raises DetailsError, ScheduleError and NoGroupError.
    """
    require_sound(details)
    require_ahead(details.starts_at, at=at)
    known = _choosable(session, host_id)
    if not set(group_ids) <= known.keys():
        raise NoGroupError("One of these groups is closed. Choose among the others.")
    if not any(known[group_id] for group_id in group_ids):
        raise NoGroupError("Choose a group that you host. If you host none, found one first.")
    meetup_id = _add(session, details, at)
    for group_id in set(group_ids):
        agreed_at = at if known[group_id] else None
        session.execute(insert(MeetupGroup), {"meetup_id": meetup_id, "group_id": group_id, "agreed_at": agreed_at})
    return _known(session, meetup_id)


def copy_meetup(session: Session, *, meetup_id: int, host_id: int, starts_at: datetime, at: datetime) -> PlannedMeetup:
    """Add a draft like this meetup, with its lessons and groups, at another time; nobody has joined it yet.

    Raises ScheduleError, and NoGroupError when its groups are closed meanwhile.
    """
    source = _known(session, meetup_id)
    details = replace(source.details, starts_at=starts_at, recording_url="", afterwards="")
    known = _choosable(session, host_id)
    agreed = [group.id for group in source.groups if group.agreed and group.id in known]
    copy = plan_meetup(session, host_id=host_id, group_ids=agreed, details=details, at=at)
    _set_lessons(session, copy.id, source.lessons)
    return _known(session, copy.id)


def edit_meetup(
    session: Session, *, meetup_id: int, version: int, details: MeetupDetails, at: datetime
) -> PlannedMeetup:
    """Change what the hosts wrote. Raises DetailsError, ScheduleError for a new start, and EditedMeanwhileError."""
    require_sound(details)
    if details.starts_at != _known(session, meetup_id).details.starts_at:
        require_ahead(details.starts_at, at=at)
    _change(session, meetup_id, version, at, **asdict(details))
    return _known(session, meetup_id)


def assign(
    session: Session,
    *,
    meetup_id: int,
    version: int,
    lessons: Sequence[Lesson],
    at: datetime,
    kept: Collection[str] = (),
) -> PlannedMeetup:
    """Set these lessons before the meetup, in this order, in place of those before.

    `kept` are slugs of lessons that are set already and stay, after the others, although nobody can read them now.
    Raises LessonsError and EditedMeanwhileError.
    """
    staying = [slug for slug in _known(session, meetup_id).lessons if slug in kept]
    slugs = list(dict.fromkeys([*(lesson.slug for lesson in lessons), *staying]))
    if len(slugs) > MOST_LESSONS:
        raise LessonsError(f"These are {len(slugs)} lessons. Choose at most {MOST_LESSONS}; two or three are read.")
    _change(session, meetup_id, version, at)
    session.execute(delete(Assignment).where(Assignment.meetup_id == meetup_id))
    _set_lessons(session, meetup_id, slugs)
    return _known(session, meetup_id)


def publish(session: Session, *, meetup_id: int, at: datetime) -> None:
    """Let everybody see and join a draft; raises LessonsError without a lesson, and ScheduleError."""
    meetup = _known(session, meetup_id)
    if meetup.status is not Status.DRAFT:
        return
    if not meetup.lessons:
        raise LessonsError("Choose at least one lesson to read before, then publish.")
    require_ahead(meetup.details.starts_at, at=at)
    _set_status(session, meetup_id, Status.PUBLISHED, at)


def cancel(session: Session, *, meetup_id: int, at: datetime) -> None:
    """Call a meetup off: whoever joined finds it and reads so. A draft is thrown away; what is over stays as it was."""
    meetup = _known(session, meetup_id)
    if meetup.status is Status.DRAFT:
        session.execute(delete(Meetup).where(Meetup.id == meetup_id))
    elif not meetup.over(at):
        _set_status(session, meetup_id, Status.CANCELLED, at)


def ask_group(session: Session, *, meetup_id: int, group_id: int, host_id: int, at: datetime) -> None:
    """Ask one more group to hold a meetup too; a group of this host agrees at once. Raises NoGroupError."""
    group = queries.group_by_id(session, group_id=group_id)
    if group is None or group.hidden or group.closed:
        raise NoGroupError("There is no such group. Choose one that is open.")
    insert_once(session, MeetupGroup, meetup_id=meetup_id, group_id=group_id, agreed_at=None)
    if queries.hosts_group(session, group_id=group_id, person_id=host_id):
        agree(session, meetup_id=meetup_id, group_id=group_id, at=at)


def agree(session: Session, *, meetup_id: int, group_id: int, at: datetime) -> None:
    """Let a group that was asked hold the meetup too: its hosts host it from now on."""
    asked = (MeetupGroup.meetup_id == meetup_id, MeetupGroup.group_id == group_id, MeetupGroup.agreed_at.is_(None))
    session.execute(update(MeetupGroup).where(*asked).values(agreed_at=at))


def decline(session: Session, *, meetup_id: int, group_id: int) -> None:
    """Take a group out of a meetup; raises NoGroupError for the last open one that holds it: that one can cancel it."""
    others = [one for one in _known(session, meetup_id).groups if one.agreed and not one.closed and one.id != group_id]
    if not others:
        raise NoGroupError("A meetup needs a group. Cancel the meetup instead.")
    session.execute(delete(MeetupGroup).where(MeetupGroup.meetup_id == meetup_id, MeetupGroup.group_id == group_id))


def set_minutes(session: Session, *, meetup_id: int, minutes: Mapping[tuple[str, str], int | None]) -> None:
    """Remember how long the hosts want to talk about these topics, by lesson and question; None: as long as the rule.

    Raises MinutesError.
    """
    if not all(one is None or 1 <= one <= LONGEST_TALK for one in minutes.values()):
        raise MinutesError(f"A topic takes from 1 to {LONGEST_TALK} minutes. In an empty field the plan chooses.")
    for (slug, question_id), one in minutes.items():
        topic = {"meetup_id": meetup_id, "lesson_slug": slug, "question_id": question_id}
        session.execute(delete(TopicMinutes).filter_by(**topic))
        if one is not None:
            session.execute(insert(TopicMinutes), {**topic, "minutes": one})


def join(session: Session, *, meetup_id: int, learner_id: int, host_may_know: bool, at: datetime) -> None:
    """Note that somebody means to come; who joins again says anew whether the host may know. Raises NotOpenError."""
    _require_open(_known(session, meetup_id), at)
    here = {"meetup_id": meetup_id, "learner_id": learner_id}
    if not insert_once(session, Enrolment, **here, host_may_know=host_may_know, joined_at=at):
        let_host_know(session, meetup_id=meetup_id, learner_id=learner_id, allowed=host_may_know)


def let_host_know(session: Session, *, meetup_id: int, learner_id: int, allowed: bool) -> None:
    """Change whether the host may know who this is, at any time."""
    mine = (Enrolment.meetup_id == meetup_id, Enrolment.learner_id == learner_id)
    session.execute(update(Enrolment).where(*mine).values(host_may_know=allowed))


def leave(session: Session, *, meetup_id: int, learner_id: int) -> None:
    """Forget that somebody meant to come."""
    session.execute(delete(Enrolment).where(Enrolment.meetup_id == meetup_id, Enrolment.learner_id == learner_id))


def _choosable(session: Session, host_id: int) -> dict[int, bool]:
    """Return the groups that can hold a meetup of this host, and whether they are the host's own."""
    own = {group.id: True for group in queries.groups_hosted(session, host_id=host_id) if not group.closed}
    return {group.id: False for group in queries.open_groups(session)} | own


def _require_open(meetup: PlannedMeetup, at: datetime) -> None:
    if meetup.status is Status.CANCELLED:
        raise NotOpenError("This meetup is cancelled. The list of meetups has others.")
    if not meetup.public:
        raise NotOpenError("This meetup is not published yet. Ask its host, or come back later.")
    if meetup.over(at):
        raise NotOpenError("This meetup is over. The list of meetups has the next ones.")


def _add(session: Session, details: MeetupDetails, at: datetime) -> int:
    """Add a draft under the first slug that is free."""
    values = {**asdict(details), "status": Status.DRAFT, "version": 1, "changed_at": at}
    for slug in _slugs(details):
        if slug not in RESERVED and insert_once(session, Meetup, **values, slug=slug, join_code=new_code()):
            return session.execute(select(Meetup.id).where(Meetup.slug == slug)).scalar_one()
    raise AssertionError  # there is always another slug


def _slugs(details: MeetupDetails) -> Iterator[str]:
    """Yield the title, then the title with the day, then with signs drawn by chance."""
    title = slug_of(details.title, "meetup")
    yield title
    dated = f"{title}-{local_time(details.starts_at, details.zone).at:%Y-%m-%d}"
    yield dated
    while True:
        yield f"{dated}-{new_code().lower()}"


def _set_lessons(session: Session, meetup_id: int, slugs: Iterable[str]) -> None:
    rows = [
        {"meetup_id": meetup_id, "lesson_slug": slug, "position": position} for position, slug in enumerate(slugs, 1)
    ]
    if rows:
        session.execute(insert(Assignment), rows)


def _change(session: Session, meetup_id: int, version: int, at: datetime, **values: object) -> None:
    """Change a meetup that is still as the caller saw it; raises EditedMeanwhileError."""
    unchanged = (Meetup.id == meetup_id, Meetup.version == version)
    statement = update(Meetup).where(*unchanged).values(**values, version=version + 1, changed_at=at)
    if session.execute(statement.returning(Meetup.id)).first() is None:
        raise EditedMeanwhileError(_known(session, meetup_id))


def _set_status(session: Session, meetup_id: int, status: Status, at: datetime) -> None:
    values = {"status": status, "version": Meetup.version + 1, "changed_at": at}
    session.execute(update(Meetup).where(Meetup.id == meetup_id, Meetup.status != status).values(values))


def _known(session: Session, meetup_id: int) -> PlannedMeetup:
    """Return a meetup that the caller has found already."""
    found = planned.meetup_by_id(session, meetup_id=meetup_id)
    assert found is not None
    return found
