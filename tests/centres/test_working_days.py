from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres.opening import Hours, hours_on, is_open, next_opening
from onetrip.centres.working_days import Calendar, DayKind, Unit

NATIONAL_DAY = {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)}
MAKE_UP = {date(2026, 9, 20): DayKind.MAKE_UP_WORKDAY, date(2026, 10, 10): DayKind.MAKE_UP_WORKDAY}
CALENDAR = Calendar({**NATIONAL_DAY, **MAKE_UP}, frozenset({2026}))
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = [Hours(True, time(8, 30), time(16, 30)), Hours(False, time(8, 30), time(11, 30))]

days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("accepted", "number", "last"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 1, date(2026, 11, 25)),  # counted from the next day
        (date(2026, 11, 24), 5, date(2026, 12, 1)),  # over a weekend
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # accepted on a Saturday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day week
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # the make-up Saturday counts
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # the make-up Sunday counts
    ],
)
def test_a_limit_in_working_days(accepted: date, number: int, last: date) -> None:
    assert CALENDAR.deadline(accepted, number, Unit.WORKING_DAYS).day == last


def test_a_limit_in_calendar_days_that_ends_on_a_day_off_moves_to_the_next_working_day() -> None:
    assert CALENDAR.deadline(date(2026, 9, 21), 10, Unit.CALENDAR_DAYS).day == date(2026, 10, 8)
    assert CALENDAR.deadline(date(2026, 11, 24), 3, Unit.CALENDAR_DAYS).day == date(2026, 11, 27)
    assert CALENDAR.deadline(date(2026, 11, 24), 4, Unit.CALENDAR_DAYS).day == date(2026, 11, 30)


def test_a_limit_that_reaches_a_year_without_notice_is_not_certain() -> None:
    assert CALENDAR.deadline(date(2026, 11, 24), 5, Unit.WORKING_DAYS).certain
    assert not CALENDAR.deadline(date(2026, 11, 24), 30, Unit.WORKING_DAYS).certain
    assert not CALENDAR.deadline(date(2026, 12, 20), 15, Unit.CALENDAR_DAYS).certain


@given(days, st.integers(1, 90))
def test_the_last_day_is_a_working_day_and_the_count_is_right(accepted: date, number: int) -> None:
    last = CALENDAR.deadline(accepted, number, Unit.WORKING_DAYS).day
    assert CALENDAR.is_working_day(last)
    assert CALENDAR.working_days_between(accepted, last) == number


@given(days, st.integers(-4000, 4000))
def test_working_days_over_years_are_those_that_one_counts_day_by_day(first: date, span: int) -> None:
    last = first + timedelta(days=span)
    early = min(first, last)
    counted = sum(CALENDAR.is_working_day(early + timedelta(days=each)) for each in range(1, abs(span) + 1))
    assert CALENDAR.working_days_between(first, last) == (counted if span >= 0 else -counted)


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_a_longer_limit_never_ends_earlier(accepted: date, one: int, two: int) -> None:
    for unit in Unit:
        first, second = sorted((one, two))
        assert CALENDAR.deadline(accepted, first, unit).day <= CALENDAR.deadline(accepted, second, unit).day


@pytest.mark.parametrize("number", [-1, 2001, 10**9])
def test_a_limit_that_is_none_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        CALENDAR.deadline(date(2026, 1, 1), number, Unit.WORKING_DAYS)


def test_hours_follow_the_kind_of_day_not_the_weekday() -> None:
    assert hours_on(HOURS, CALENDAR, date(2026, 11, 24))[0].closes == time(16, 30)
    assert hours_on(HOURS, CALENDAR, date(2026, 11, 28))[0].closes == time(11, 30)
    assert hours_on(HOURS, CALENDAR, date(2026, 10, 1))[0].closes == time(11, 30)
    assert hours_on(HOURS, CALENDAR, date(2026, 10, 10))[0].closes == time(16, 30)


def test_the_doors_open_and_close_on_the_minute() -> None:
    day = date(2026, 11, 24)
    for clock, expected in (
        (time(8, 29, 59), False),
        (time(8, 30), True),
        (time(16, 29, 59), True),
        (time(16, 30), False),
    ):
        assert is_open(HOURS, CALENDAR, datetime.combine(day, clock, tzinfo=SHANGHAI)) is expected


def test_the_next_opening_is_told() -> None:
    evening = datetime(2026, 11, 24, 18, 0, tzinfo=SHANGHAI)
    assert next_opening(HOURS, CALENDAR, evening) == datetime(2026, 11, 25, 8, 30, tzinfo=SHANGHAI)
    assert next_opening([], CALENDAR, evening) is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)))  # noqa: DTZ001 -- made aware below
def test_the_next_opening_lies_ahead_and_the_doors_are_then_open(moment: datetime) -> None:
    at = moment.replace(tzinfo=SHANGHAI)
    opens = next_opening(HOURS, CALENDAR, at)
    assert opens is not None
    assert at < opens <= at + timedelta(days=2)
    assert is_open(HOURS, CALENDAR, opens)
