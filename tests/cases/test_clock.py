"""The clock of a case against a slow oracle that walks through the days one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from onetrip.cases import clock
from onetrip.cases.clock import Stop
from onetrip.centres.notices import SHIPPED
from onetrip.centres.working_days import Calendar, DayKind, Unit
from onetrip.planning import Limit, MatterTerms
from onetrip.planning.terms import Limits
from tests.planning.making import matter

WORKING, CALENDAR_DAYS = Unit.WORKING_DAYS.value, Unit.CALENDAR_DAYS.value


def announced() -> Calendar:
    """The notices that come with the house, read by nothing of ours."""
    notices = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in SHIPPED.glob("*.yaml")]
    days: dict[date, DayKind] = {}
    for row in (row for notice in notices for row in notice["days"]):
        for offset in range((row["to"] - row["from"]).days + 1):
            days[row["from"] + timedelta(days=offset)] = DayKind(row["kind"])
    return Calendar(days, frozenset(notice["year"] for notice in notices))


REAL = announced()
ANY_DAYS = st.dictionaries(
    st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.sampled_from(list(DayKind)), max_size=120
).map(lambda days: Calendar(days, frozenset({2025, 2026})))
LONG_HOLIDAYS = st.builds(
    lambda first, length: Calendar(
        {first + timedelta(days=offset): DayKind.HOLIDAY for offset in range(length)}, frozenset({2025, 2026})
    ),
    st.dates(date(2025, 11, 1), date(2026, 3, 1)),
    st.integers(1, 40),
)
CALENDARS = st.one_of(st.just(REAL), ANY_DAYS, LONG_HOLIDAYS)
LIMITS = st.builds(Limit, st.integers(0, 90), st.sampled_from([WORKING, CALENDAR_DAYS]))
GAPS = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 40)), max_size=4)
"""Days from the last time the clock went on to the stop, and days it then stood still."""


def stops_after(accepted: date, gaps: list[tuple[int, int]]) -> list[Stop]:
    stops, gone_on = [], accepted
    for going, standing in gaps:
        first = gone_on + timedelta(days=going)
        gone_on = first + timedelta(days=standing)
        stops.append(Stop(first, gone_on))
    return stops


def by_walking(limit: Limit, accepted: date, stops: list[Stop], calendar: Calendar) -> date:
    """The oracle: a day counts when the clock stood on none of it, and for working days when offices count it."""

    def works(day: date) -> bool:
        return calendar.days.get(day, DayKind.MAKE_UP_WORKDAY if day.weekday() < 5 else None) == "make-up-workday"

    still = {stop.first + timedelta(days=n) for stop in stops for n in range(1, (stop.last - stop.first).days + 1)}
    day, counted = accepted, 0
    while counted < limit.days:
        day += timedelta(days=1)
        counted += day not in still and (limit.unit == CALENDAR_DAYS or works(day))
    while limit.days and (day in still or not works(day)):
        day += timedelta(days=1)
    return day


@settings(max_examples=3000, deadline=None)
@given(limit=LIMITS, accepted=st.dates(date(2025, 1, 1), date(2027, 6, 30)), gaps=GAPS, calendar=CALENDARS)
def test_the_last_day_is_the_one_that_walking_through_the_days_finds(
    limit: Limit, accepted: date, gaps: list[tuple[int, int]], calendar: Calendar
) -> None:
    stops = stops_after(accepted, gaps)
    found = clock.last_day(limit, accepted, stops, calendar)
    assert found.day == by_walking(limit, accepted, stops, calendar)
    through = range(accepted.year, found.day.year + 1)
    assert found.certain == (all(year in calendar.years for year in through) or not limit.days)


@given(limit=LIMITS, accepted=st.dates(date(2025, 1, 1), date(2027, 6, 30)), gaps=GAPS, calendar=CALENDARS)
def test_the_order_in_which_stops_are_read_changes_nothing(
    limit: Limit, accepted: date, gaps: list[tuple[int, int]], calendar: Calendar
) -> None:
    stops = stops_after(accepted, gaps)
    assert clock.last_day(limit, accepted, stops[::-1], calendar) == clock.last_day(limit, accepted, stops, calendar)


@given(limit=LIMITS, gaps=GAPS, one_more=st.tuples(st.integers(0, 25), st.integers(0, 40)))
def test_a_stop_never_takes_time_away_and_gives_none_to_what_was_late(
    limit: Limit, gaps: list[tuple[int, int]], one_more: tuple[int, int]
) -> None:
    accepted = date(2026, 1, 20)
    before, after = stops_after(accepted, gaps), stops_after(accepted, [*gaps, one_more])
    due, later = (clock.last_day(limit, accepted, stops, REAL).day for stops in (before, after))
    assert later >= due
    if after[-1].first >= due:
        assert later == due


@pytest.mark.parametrize(
    ("unit", "days", "accepted", "stops", "due"),
    [
        (WORKING, 5, date(2026, 2, 12), [], date(2026, 2, 26)),  # over the longest holiday, with its make-up Saturday
        (WORKING, 20, date(2025, 12, 24), [], date(2026, 1, 22)),  # over New Year, a Sunday worked in between
        (CALENDAR_DAYS, 7, date(2026, 9, 24), [], date(2026, 10, 8)),  # ends in the National Day holiday
        # Ended on Saturday the 10th and was moved to Monday; three days of a stop shift the Saturday, not the Monday.
        (CALENDAR_DAYS, 9, date(2026, 1, 1), [Stop(date(2026, 1, 6), date(2026, 1, 9))], date(2026, 1, 13)),
        # Late on the 9th already: what was asked for on the 12th does not make it in time again.
        (WORKING, 4, date(2026, 1, 5), [Stop(date(2026, 1, 12), date(2026, 1, 20))], date(2026, 1, 9)),
        # Stopped and gone on on one day, and stopped again: no day is lost twice.
        (
            WORKING,
            5,
            date(2026, 3, 2),
            [Stop(date(2026, 3, 4), date(2026, 3, 4)), Stop(date(2026, 3, 4), date(2026, 3, 5))],
            date(2026, 3, 10),
        ),
    ],
)
def test_limits_as_an_office_counts_them(unit: str, days: int, accepted: date, stops: list[Stop], due: date) -> None:
    assert clock.last_day(Limit(days, unit), accepted, stops, REAL).day == due


@pytest.mark.parametrize(
    "stops",
    [
        [Stop(date(2026, 1, 4), date(2026, 1, 8))],
        [Stop(date(2026, 1, 9), date(2026, 1, 8))],
        [Stop(date(2026, 1, 6), date(2026, 1, 9)), Stop(date(2026, 1, 8), date(2026, 1, 12))],
    ],
    ids=["before acceptance", "ends before it begins", "two at once"],
)
def test_stops_that_cannot_be_are_an_error(stops: list[Stop]) -> None:
    with pytest.raises(ValueError, match="no stop"):
        clock.last_day(Limit(5, WORKING), date(2026, 1, 5), stops, REAL)


def a_matter(limits: Limits) -> MatterTerms:
    return matter("one", limits=limits)


def test_a_case_has_the_promised_limit_and_the_legal_one_each_with_its_day() -> None:
    terms = a_matter(Limits(decide=Limit(5, WORKING), legal=Limit(20, WORKING)))
    started = clock.start(terms, date(2026, 3, 2), REAL)
    assert started.due
    assert started.legal_due
    assert (started.due.day, started.legal_due.day) == (date(2026, 3, 9), date(2026, 3, 30))


def test_where_nothing_is_promised_the_legal_limit_counts() -> None:
    started = clock.start(a_matter(Limits(legal=Limit(20, WORKING))), date(2026, 3, 2), REAL)
    assert started.limit == started.legal_limit == Limit(20, WORKING)
    assert started.due == started.legal_due


def test_what_is_done_on_the_spot_has_no_clock() -> None:
    terms = a_matter(Limits(legal=Limit(20, WORKING), on_the_spot=True))
    assert clock.start(terms, date(2026, 3, 2), REAL) == clock.Clock(None, None)
