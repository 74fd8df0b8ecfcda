"""Kinds of days by the calendar, and days since the doors opened again."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres.working_days import Calendar, DayKind
from onetrip.rehearsal.daykinds import CLOSED_LONG, SURGE_LASTS, kind_of, since_reopening
from onetrip.simulation.fitting.lived import DayKind as Kind

HOLIDAYS = {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)}
CALENDAR = Calendar(HOLIDAYS | {date(2026, 10, 10): DayKind.MAKE_UP_WORKDAY}, frozenset({2026}))


def test_the_days_beside_a_holiday_are_its_eve_and_the_day_after() -> None:
    assert kind_of(CALENDAR, date(2026, 9, 30)) is Kind.EVE
    assert kind_of(CALENDAR, date(2026, 10, 3)) is Kind.OFF
    assert kind_of(CALENDAR, date(2026, 10, 8)) is Kind.AFTER
    assert kind_of(CALENDAR, date(2026, 10, 9)) is Kind.WORKING


def test_a_weekend_alone_makes_neither_and_a_make_up_day_is_a_working_day() -> None:
    assert kind_of(CALENDAR, date(2026, 11, 23)) is Kind.WORKING
    assert kind_of(CALENDAR, date(2026, 11, 27)) is Kind.WORKING
    assert kind_of(CALENDAR, date(2026, 10, 10)) is Kind.WORKING


def test_a_holiday_that_ends_in_a_weekend_has_its_day_after_on_monday() -> None:
    calendar = Calendar({date(2026, 6, 19): DayKind.HOLIDAY}, frozenset({2026}))
    assert kind_of(calendar, date(2026, 6, 22)) is Kind.AFTER
    assert kind_of(calendar, date(2026, 6, 18)) is Kind.EVE


def test_days_are_counted_from_a_reopening_until_it_is_history() -> None:
    before = [date(2026, 1, 5) + timedelta(days=offset) for offset in range(3)]
    after = [date(2026, 4, 1) + timedelta(days=offset) for offset in range(SURGE_LASTS + 5)]
    found = since_reopening([*before, *after])
    assert found[:5] == [None, None, None, 0, 1]
    assert found[3 + SURGE_LASTS - 1] == SURGE_LASTS - 1
    assert found[3 + SURGE_LASTS :] == [None] * 5


@given(st.sets(st.integers(0, 200), max_size=60))
def test_every_gap_that_is_long_begins_a_reopening_and_no_other(offsets: set[int]) -> None:
    days = [date(2026, 1, 1) + timedelta(days=offset) for offset in sorted(offsets)]
    found = since_reopening(days)
    for place, since in enumerate(found):
        gap = (days[place] - days[place - 1]).days if place else 0
        assert (since == 0) == (gap > CLOSED_LONG)
