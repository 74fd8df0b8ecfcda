from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.insight.periods import Period, Span, span_before, span_of

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def test_a_day_of_the_centre_begins_at_its_own_midnight():
    begin, end = Span(date(2026, 11, 24), date(2026, 11, 24)).moments(ZoneInfo("Asia/Shanghai"))
    assert begin == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert end - begin == timedelta(days=1)


@pytest.mark.parametrize(
    ("period", "first", "before"),
    [
        (Period.TODAY, date(2026, 11, 24), (date(2026, 11, 17), date(2026, 11, 17))),
        (Period.MONTH, date(2026, 11, 1), (date(2026, 10, 1), date(2026, 10, 31))),
        (Period.YEAR, date(2025, 11, 25), (date(2024, 11, 25), date(2025, 11, 24))),
    ],
)
def test_each_period_has_its_days_and_something_to_compare_with(period: Period, first: date, before: tuple[date, date]):
    day = date(2026, 11, 24)
    assert span_of(period, day) == Span(first, day)
    assert span_before(period, day) == Span(*before)


@given(days, st.sampled_from(list(Period)))
def test_what_is_compared_never_overlaps(day: date, period: Period):
    assert span_before(period, day).last < span_of(period, day).first
    assert span_of(period, day).last == day


def test_the_year_that_ends_on_a_leap_day_is_a_year_long():
    span = span_of(Period.YEAR, date(2028, 2, 29))
    assert span == Span(date(2027, 3, 1), date(2028, 2, 29))
