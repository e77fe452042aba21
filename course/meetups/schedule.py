"""When a meetup is: a clock time in a named zone becomes one moment, and is shown in any zone with the zone named."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from course.content.nearest import nearest

FARTHEST = timedelta(days=2 * 365)  # ahead: farther is a typing mistake in the year
_FIRST_YEAR, _LAST_YEAR = 1970, 9000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
_NO_PLACES = ("localtime", "Factory", "posixrules", "posix", "right")  # files beside the zones, or copies of them
_WRITE_CITY = "Write the region and a large city, such as Europe/Warsaw."


class ScheduleError(ValueError):
    """A start that cannot be; the text says what to do."""


class UnknownZoneError(ScheduleError):
    """No time zone has this name."""

    def __init__(self, name: str) -> None:
        found = nearest(name, zone_names(), 1)
        hint = f"Did you mean {found[0]}?" if found else _WRITE_CITY
        super().__init__(f"There is no time zone with the name “{name[:80]}”. {hint}" if name else _WRITE_CITY)


@dataclass(frozen=True, slots=True)
class Moment:
    """One of the moments that may be meant by a clock time on a day when the clocks change."""

    key: str
    words: str
    at: datetime  # UTC


class ClockChangeError(ScheduleError):
    """The clocks change over this time; `moments` are the two moments to choose from."""

    moments: tuple[Moment, Moment]


class SkippedTimeError(ClockChangeError):
    """The clocks are put forward over this time; `earlier` and `later` are the times beside it that exist."""

    def __init__(self, local: datetime, zone: ZoneInfo) -> None:
        # Either reading of a time that does not exist is off by the change: one lands before it, one after.
        self.earlier, self.later = sorted(_utc(local, zone, fold).astimezone(zone) for fold in (0, 1))
        self.moments = (
            Moment("earlier", f"{self.earlier:%H:%M}, before the clocks change", self.earlier.astimezone(UTC)),
            Moment("later", f"{self.later:%H:%M}, after the clocks change", self.later.astimezone(UTC)),
        )
        super().__init__(
            f"In {zone.key} there is no {local:%H:%M} on {long_day(local)}: the clocks are put forward."
            f" Choose {self.earlier:%H:%M} or {self.later:%H:%M}."
        )


class DoubledTimeError(ClockChangeError):
    """The clocks are put back and show this time twice; `first` and `second` are both, in UTC."""

    def __init__(self, local: datetime, zone: ZoneInfo) -> None:
        self.first, self.second = (_utc(local, zone, fold) for fold in (0, 1))
        offsets = [_offset(moment.astimezone(zone)) for moment in (self.first, self.second)]
        self.moments = (
            Moment("first", f"The first {local:%H:%M} ({offsets[0]})", self.first),
            Moment("second", f"The second {local:%H:%M} ({offsets[1]})", self.second),
        )
        super().__init__(
            f"In {zone.key} the clocks show {local:%H:%M} twice on {long_day(local)}: they are put back."
            f" Say which you mean: the first ({offsets[0]}) or the second ({offsets[1]})."
        )


class PastStartError(ScheduleError):
    """The start is over already."""

    def __init__(self) -> None:
        super().__init__("This time is over. Choose a day and a time that are still to come.")


class FarStartError(ScheduleError):
    """The start is so far ahead that it must be a mistake."""

    def __init__(self) -> None:
        super().__init__("This is more than two years ahead. Check the year.")


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A moment as clocks in one zone show it."""

    at: datetime  # aware, in the zone
    zone: str

    @property
    def day(self) -> str:
        """The day: "Thursday 26 November 2026"."""
        return long_day(self.at)

    @property
    def clock(self) -> str:
        """The time of day: "18:00"."""
        return f"{self.at:%H:%M}"

    @property
    def zone_words(self) -> str:
        """The zone with its distance from UTC on that day: "Europe/Warsaw, UTC+1"."""
        return self.zone if self.zone == "UTC" else f"{self.zone}, {_offset(self.at)}"

    @property
    def words(self) -> str:
        """All of it: "Thursday 26 November 2026, 18:00 (Europe/Warsaw, UTC+1)"."""
        return f"{self.day}, {self.clock} ({self.zone_words})"


def zone_of(name: str) -> ZoneInfo:
    """Return the zone with this name; raises UnknownZoneError."""
    found = find_zone(name)
    if found is None:
        raise UnknownZoneError(name)
    return found


def find_zone(name: str) -> ZoneInfo | None:
    """Return the zone with this name, None when there is none; what was meant nobody is asked, which takes a while."""
    if not _NAME.fullmatch(name) or name.partition("/")[0] in _NO_PLACES:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is an OSError
        return None


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names to offer, from A to Z, UTC last; the first call reads the whole folder of zones."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return (*sorted(places), "UTC")


def start_of(local: datetime, zone_name: str, *, second: bool | None = None) -> datetime:
    """Return the moment, in UTC, at which clocks in the zone show this time.

    `second` says which is meant where the clocks show it twice. Raises UnknownZoneError, SkippedTimeError,
    DoubledTimeError (as long as `second` says nothing), and PastStartError or FarStartError for years out of reach.
    """
    zone = zone_of(zone_name)
    _require_near(local.year)
    first, other = (_utc(local, zone, fold) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise SkippedTimeError(local, zone)
    if first != other and second is None:
        raise DoubledTimeError(local, zone)
    return other if second else first


def require_ahead(starts_at: datetime, *, at: datetime) -> None:
    """Do nothing for a start that can be planned at this moment; raises PastStartError and FarStartError."""
    if starts_at <= at:
        raise PastStartError
    if starts_at - at > FARTHEST:
        raise FarStartError


def local_time(at: datetime, zone_name: str) -> LocalTime:
    """Return a moment as clocks in this zone show it; raises UnknownZoneError."""
    zone = zone_of(zone_name)
    return LocalTime(at.astimezone(zone), zone.key)


def long_day(day: date) -> str:
    """Return a day in words: "Thursday 26 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _require_near(year: int) -> None:
    """Refuse years beyond which a calendar cannot turn one zone into another."""
    if year < _FIRST_YEAR:
        raise PastStartError
    if year > _LAST_YEAR:
        raise FarStartError


def _utc(local: datetime, zone: ZoneInfo, fold: int) -> datetime:
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _offset(moment: datetime) -> str:
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
