"""What kind of day a day is, as far as it changes how many people come. Pure: the calendar is passed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from onetrip.centres.working_days import Calendar, DayKind
from onetrip.simulation.fitting.lived import DayKind as Kind

CLOSED_LONG = 14
"""Days in a row without an open door from which on the next one is a re-opening (example)."""

SURGE_LASTS = 60
"""Days of opening after which a re-opening is history."""


def kind_of(calendar: Calendar, day: date) -> Kind:
    """A working day beside a public holiday is its eve or the day after it; weekends alone make neither."""
    if not calendar.is_working_day(day):
        return Kind.OFF
    if _holiday_beyond(calendar, day, -1):
        return Kind.AFTER
    return Kind.EVE if _holiday_beyond(calendar, day, 1) else Kind.WORKING


def _holiday_beyond(calendar: Calendar, day: date, step: int) -> bool:
    """Whether the days off that begin right beside `day` hold a public holiday."""
    other = day + timedelta(days=step)
    while not calendar.is_working_day(other):
        if calendar.days.get(other) is DayKind.HOLIDAY:
            return True
        other += timedelta(days=step)
    return False


def since_reopening(days: Sequence[date]) -> list[int | None]:
    """For each of the days of opening, in order, how many of them lie since the doors opened again after a long closure."""
    found: list[int | None] = [None] * len(days)
    since: int | None = None
    for place, (before, after) in enumerate(pairwise(days), start=1):
        if (after - before).days > CLOSED_LONG:
            since = 0
        elif since is not None:
            since = since + 1 if since + 1 < SURGE_LASTS else None
        found[place] = since
    return found
