from datetime import UTC, datetime, timedelta

import pytest

from course.meetups.schedule import (
    DoubledTimeError,
    FarStartError,
    PastStartError,
    SkippedTimeError,
    UnknownZoneError,
    local_time,
    require_ahead,
    start_of,
    zone_names,
    zone_of,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("clock", "zone", "utc"),
    [
        ("2026-11-26T18:00", "Europe/Warsaw", "2026-11-26T17:00Z"),
        ("2026-07-02T18:00", "Europe/Warsaw", "2026-07-02T16:00Z"),
        ("2026-11-26T18:00", "Asia/Kathmandu", "2026-11-26T12:15Z"),
        ("2026-11-26T18:00", "UTC", "2026-11-26T18:00Z"),
    ],
)
def test_a_clock_time_in_a_zone_is_one_moment(clock: str, zone: str, utc: str) -> None:
    moment = start_of(local(clock), zone)
    assert moment == datetime.fromisoformat(utc)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize(
    ("clock", "zone", "beside"),
    [
        ("2027-03-28T02:30", "Europe/Warsaw", ("01:30", "03:30")),
        ("2027-03-14T02:00", "America/New_York", ("01:00", "03:00")),
        ("2026-10-04T02:15", "Australia/Lord_Howe", ("01:45", "02:45")),  # half an hour
    ],
)
def test_a_time_that_the_clocks_skip_is_refused_with_the_times_beside_it(
    clock: str, zone: str, beside: tuple[str, str]
) -> None:
    with pytest.raises(SkippedTimeError, match="put forward") as refused:
        start_of(local(clock), zone)
    assert (f"{refused.value.earlier:%H:%M}", f"{refused.value.later:%H:%M}") == beside
    assert f"Choose {beside[0]} or {beside[1]}." in str(refused.value)
    assert [one.at for one in refused.value.moments] == [refused.value.earlier, refused.value.later]
    for time in (refused.value.earlier, refused.value.later):
        assert start_of(time.replace(tzinfo=None), zone) == time


def test_a_time_that_the_clocks_show_twice_is_asked_about() -> None:
    twice = local("2026-10-25T02:30")
    with pytest.raises(DoubledTimeError, match=r"the first \(UTC\+2\) or the second \(UTC\+1\)") as asked:
        start_of(twice, "Europe/Warsaw")
    first, second = (start_of(twice, "Europe/Warsaw", second=which) for which in (False, True))
    assert second - first == timedelta(hours=1)
    assert (asked.value.first, asked.value.second) == (first, second)
    assert [(one.key, one.at) for one in asked.value.moments] == [("first", first), ("second", second)]


def test_an_answer_to_a_question_that_was_not_asked_changes_nothing() -> None:
    once = local("2026-11-26T18:00")
    assert start_of(once, "Europe/Warsaw", second=True) == start_of(once, "Europe/Warsaw")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Warszaw", "Did you mean Europe/Warsaw?"),
        ("Mars/Olympus", "Write the region and a large city"),
        ("", "Write the region"),
        ("Europe", "There is no time zone"),
        ("localtime", "There is no time zone"),
        ("../../etc/passwd", "There is no time zone"),
        ("/etc/localtime", "There is no time zone"),
        ("tzdata.zi", "There is no time zone"),
        ("posix/Europe/Warsaw", "There is no time zone"),
        ("Europe/Warsaw\x00", "There is no time zone"),
        ("A" * 5000, "There is no time zone"),
    ],
)
def test_a_zone_that_does_not_exist_is_refused_with_what_to_write(name: str, hint: str) -> None:
    with pytest.raises(UnknownZoneError) as refused:
        start_of(local("2026-11-26T18:00"), name)
    assert hint in str(refused.value)
    assert len(str(refused.value)) < 250


def test_every_zone_that_is_offered_can_be_used() -> None:
    names = zone_names()
    assert {"Europe/Warsaw", "America/Argentina/Buenos_Aires", "Asia/Tokyo"} < set(names)
    assert names[-1] == "UTC"
    assert all(zone_of(name).key == name for name in names)


def test_a_start_lies_ahead_and_within_two_years() -> None:
    require_ahead(NOW + timedelta(minutes=1), at=NOW)
    require_ahead(NOW + timedelta(days=700), at=NOW)
    with pytest.raises(PastStartError, match="still to come"):
        require_ahead(NOW, at=NOW)
    with pytest.raises(FarStartError, match="Check the year"):
        require_ahead(NOW + timedelta(days=800), at=NOW)


@pytest.mark.parametrize(("year", "error"), [("0001", PastStartError), ("9999", FarStartError)])
def test_a_year_beyond_every_calendar_is_refused_too(year: str, error: type[Exception]) -> None:
    for month_and_day in ("01-01T00:00", "12-31T23:59"):
        with pytest.raises(error):
            start_of(local(f"{year}-{month_and_day}"), "America/New_York")


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Warsaw", "Thursday 26 November 2026, 18:00 (Europe/Warsaw, UTC+1)"),
        ("America/St_Johns", "Thursday 26 November 2026, 13:30 (America/St_Johns, UTC-3:30)"),
        ("Asia/Tokyo", "Friday 27 November 2026, 02:00 (Asia/Tokyo, UTC+9)"),
        ("UTC", "Thursday 26 November 2026, 17:00 (UTC)"),
    ],
)
def test_a_moment_is_shown_in_any_zone_with_the_zone_named(zone: str, words: str) -> None:
    assert local_time(datetime(2026, 11, 26, 17, tzinfo=UTC), zone).words == words
