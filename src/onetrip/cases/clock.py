"""The time limits of a case: when they run out, and how stops move them. Pure.

Rule (domain.md 3.2, 3.5): a limit counts from the day after acceptance, in working or calendar days; the time of a
special procedure and of a supplement is not counted; a calendar-day limit that ends on a day off moves on to the next
working day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from onetrip.centres.working_days import Calendar, Deadline, Unit
from onetrip.planning import Limit, MatterTerms


@dataclass(frozen=True)
class Clock:
    """The limit promised for a case and the one the law sets, each with the day it runs out; None: nobody knows it."""

    limit: Limit | None
    due: Deadline | None
    legal_limit: Limit | None = None
    legal_due: Deadline | None = None

    def stored(self) -> dict[str, Any] | None:
        """The limit as the case keeps it."""
        return _stored(self.limit)

    def stored_legal(self) -> dict[str, Any] | None:
        """The legal limit as the case keeps it."""
        return _stored(self.legal_limit)


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stood still after the day `first`, up to and with `last`.

    The day on which it was stopped had begun and counts; the day on which it went on does not.
    """

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether `day` is not counted."""
        return self.first < day <= self.last


def start(terms: MatterTerms, accepted: date, calendar: Calendar) -> Clock:
    """The clock of a matter accepted on that day: the promised limit, else the legal one, else none.

    What is done on the spot has no clock.
    """
    if terms.limits.on_the_spot:
        return Clock(None, None)
    limit, legal = terms.limits.decide or terms.limits.legal, terms.limits.legal
    return Clock(limit, _first_due(limit, accepted, calendar), legal, _first_due(legal, accepted, calendar))


def _first_due(limit: Limit | None, accepted: date, calendar: Calendar) -> Deadline | None:
    return None if limit is None else last_day(limit, accepted, (), calendar)


def last_day(limit: Limit, accepted: date, stops: Sequence[Stop], calendar: Calendar) -> Deadline:
    """The last day of `limit` from acceptance on, with the days of `stops` left out.

    A stop that began after the last day had passed gives nothing back: what was late stays late. ValueError: a stop
    that ends before it begins, or begins before acceptance or before the last one ended.
    """
    in_order, gone_on = sorted(stops, key=lambda stop: (stop.first, stop.last)), accepted
    for stop in in_order:
        if not gone_on <= stop.first <= stop.last:
            raise ValueError(f"no stop of a case that was accepted on {accepted} and went on on {gone_on}: {stop}")
        gone_on = stop.last
    count = _working_days if Unit(limit.unit) is Unit.WORKING_DAYS else _calendar_days
    return count(limit.days, accepted, in_order, calendar)


@dataclass(frozen=True, slots=True)
class WarningDays:
    """Up to which last day a case is warned of today: it runs out soon, is late, is late for long."""

    soon: date
    late: date
    long: date


def warning_days(today: date, *, before: int, after: int, calendar: Calendar) -> WarningDays:
    """Warned `before` working days ahead of the last day, late from the day after it, late for long once `after` working
    days have passed since."""
    long = today - timedelta(days=1)
    while calendar.working_days_between(long, today) < after:
        long -= timedelta(days=1)
    return WarningDays(calendar.deadline(today, before, Unit.WORKING_DAYS).day, today - timedelta(days=1), long)


def _working_days(days: int, accepted: date, stops: Sequence[Stop], calendar: Calendar) -> Deadline:
    due = calendar.deadline(accepted, days, Unit.WORKING_DAYS)
    for stop in stops:
        if stop.first < due.day:
            lost = calendar.working_days_between(stop.first, stop.last)
            later = calendar.deadline(due.day, lost, Unit.WORKING_DAYS)
            due = Deadline(later.day, due.certain and later.certain)
    return due


def _calendar_days(days: int, accepted: date, stops: Sequence[Stop], calendar: Calendar) -> Deadline:
    # Moved on from a day off only at the very end: a stop shifts the days counted, not the day they were moved to.
    day = accepted + timedelta(days=days)
    for stop in stops:
        if stop.first < day:
            day += stop.last - stop.first
    while days and (not calendar.is_working_day(day) or any(stop.holds(day) for stop in stops)):
        day += timedelta(days=1)
    return Deadline(day, not days or all(year in calendar.years for year in range(accepted.year, day.year + 1)))


def _stored(limit: Limit | None) -> dict[str, Any] | None:
    return None if limit is None else {"days": limit.days, "unit": limit.unit}
