"""The shape of what the pages of meetups send."""

from wtforms import StringField
from wtforms.validators import ValidationError

from course.meetups.schedule import UnknownZoneError, zone_of
from course.web.forms import PageForm, stripped


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
