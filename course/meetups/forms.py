"""The shape of what the pages of meetups send."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Field, Form, StringField
from wtforms.validators import ValidationError

from course.accounts.forms import name_field
from course.meetups.details import GroupDetails, problems_of
from course.meetups.models import LONGEST_TALK
from course.meetups.schedule import UnknownZoneError, zone_of
from course.web.forms import PageForm, stripped

NAME_THE_HOST_MAY_KNOW = "Write the name that the host may know, or leave the box below empty."
LONGEST_NUMBER = 9  # digits


def plain_lines(text: str | None) -> str:
    """Return a text of several lines without the space around it, its lines ended as they are kept."""
    return (text or "").replace("\r\n", "\n").strip()


def number_of(text: str | None) -> int:
    """Return a number that was written with few digits, 0 for everything else."""
    written = text or ""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER else 0


class ZoneForm(PageForm):
    """A time zone to show times in."""

    page = "own_zone"
    zone = StringField(filters=[stripped])
    next = StringField()

    def validate_zone(self, field: StringField) -> None:
        """Refuse a name that no zone has."""
        try:
            zone_of(field.data or "")
        except UnknownZoneError as error:
            raise ValidationError(str(error)) from error


class GroupForm(PageForm):
    """What hosts write about a group."""

    page = "group"
    name = StringField(filters=[stripped])
    description = StringField(filters=[plain_lines])

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether all of it can be kept."""
        super().validate(extra_validators)
        for name, message in problems_of(self.details()).items():
            self.refuse(name, message)
        return not self.errors

    def details(self) -> GroupDetails:
        """Return what was written."""
        return GroupDetails(name=self.name.data or "", description=self.description.data or "")


class InvitationForm(PageForm):
    """Whether whoever invites stays a host."""

    page = "invitation"
    hands_over = StringField()


class EnrolmentForm(PageForm):
    """Somebody means to come, or does not any more; a name is needed only where the host may know it."""

    page = "enrolment"
    coming = StringField(default="yes")
    name = name_field()
    host_may_know = StringField()

    @property
    def leaves(self) -> bool:
        """Whether it says that somebody does not come any more."""
        return bool(self.coming.data == "no")

    def validate_name(self, field: StringField) -> None:
        """Refuse to let the host know a name that is not there."""
        if self.host_may_know.data and not self.leaves and not field.data:
            raise ValidationError(NAME_THE_HOST_MAY_KNOW)


class MinutesForm(PageForm):
    """How many minutes the hosts want for the topics of the evening; a field a topic, see `minutes_form`."""

    page = "minutes"

    def minutes(self) -> dict[tuple[str, str], int | None]:
        """Return the minutes by lesson and question; None where the field is empty."""
        return {_topic_of(field.name): int(field.data) if field.data else None for field in self}


def minutes_form(
    topics: Iterable[tuple[str, str]], own: Mapping[tuple[str, str], int], sent: Mapping[str, str] | None = None
) -> MinutesForm:
    """Return a form for these topics, by lesson and question, with the minutes of the hosts or those that were sent."""
    fields = {minutes_field(*topic): StringField(filters=[stripped], validators=[whole_minutes]) for topic in topics}
    form: MinutesForm = type("TopicMinutesForm", (MinutesForm,), fields)(sent)
    if sent is None:
        for field in form:
            minutes = own.get(_topic_of(field.name))
            field.data = "" if minutes is None else str(minutes)
    return form


def minutes_field(slug: str, question_id: str) -> str:
    """Return the name of the field for the minutes of a topic."""
    return f"{slug}:{question_id}"


def whole_minutes(_form: Form, field: Field) -> None:
    """Refuse what is no number of minutes that a topic can take; raises ValidationError."""
    if field.data and not 1 <= number_of(field.data) <= LONGEST_TALK:
        raise ValidationError(f"Write minutes from 1 to {LONGEST_TALK}. In an empty field the plan chooses.")


def _topic_of(name: str) -> tuple[str, str]:
    slug, _, question_id = name.partition(":")
    return slug, question_id
