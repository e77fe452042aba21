"""The shape of what the pages of meetups send."""

from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from course.meetups.details import GroupDetails, problems_of
from course.meetups.schedule import UnknownZoneError, zone_of
from course.web.forms import PageForm, stripped


def plain_lines(text: str | None) -> str:
    """Return a text of several lines without the space around it, its lines ended as they are kept."""
    return (text or "").replace("\r\n", "\n").strip()


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
