"""Working days and time limits. Pure: the calendar is data, the day is passed in.

Rule (domain.md 3.5): count from the day after acceptance; working days leave out weekends and public holidays and
include make-up days; a calendar-day limit that ends on a day off moves to the next working day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """The unit of a time limit."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class DayKind(StrEnum):
    """What the State Council's yearly notice makes of a day."""

    HOLIDAY = "holiday"
    MAKE_UP_WORKDAY = "make-up-workday"


@dataclass(frozen=True)
class Deadline:
    """The last day of a limit. `certain` is False when it was counted through a year whose holidays are not announced yet."""

    day: date
    certain: bool


@dataclass(frozen=True)
class Calendar:
    """The exceptional days, and the years for which the notice has been loaded, in which version (else the first)."""

    days: Mapping[date, DayKind]
    years: frozenset[int]
    versions: Mapping[int, int] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Whether offices count `day`; in a year without notice every Monday to Friday counts."""
        kind = self.days.get(day)
        if kind is not None:
            return kind is DayKind.MAKE_UP_WORKDAY
        return day.weekday() < 5

    def is_certain(self, day: date) -> bool:
        """Whether the notice for the year of `day` has been loaded."""
        return day.year in self.years

    def deadline(self, accepted: date, number: int, unit: str) -> Deadline:
        """The last day of a limit of `number` units (one of `Unit`) that began by acceptance on `accepted`.

        Raises ValueError for a negative number or one over 2,000 (no limit of this house is that long).
        """
        if not 0 <= number <= 2000:
            raise ValueError(f"a limit of {number} days is not a limit")
        day, certain = accepted, True
        if unit == Unit.CALENDAR_DAYS:
            day = accepted + timedelta(days=number)
            while number and not self.is_working_day(day):
                day += timedelta(days=1)
            return Deadline(day, all(year in self.years for year in range(accepted.year, day.year + 1)))
        left = number
        while left:
            day += timedelta(days=1)
            certain = certain and self.is_certain(day)
            left -= self.is_working_day(day)
        return Deadline(day, certain)

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative when `last` lies before `first`."""
        if last < first:
            return -self.working_days_between(last, first)
        weeks, rest = divmod((last - first).days, 7)
        odd = sum((first + timedelta(days=offset)).weekday() < 5 for offset in range(1, rest + 1))
        # Weekdays by arithmetic, then what the notices make of single days: some lines are late by years.
        exceptions = sum(self.is_working_day(day) - (day.weekday() < 5) for day in self.days if first < day <= last)
        return 5 * weeks + odd + exceptions

    def version(self, first: date, last: date) -> str:
        """The versions of the notices for the years from `first` to `last`, "2026:2 2027:0"; 0 where there is none yet."""
        years = range(first.year, last.year + 1)
        return " ".join(f"{year}:{self.versions.get(year, 1) if year in self.years else 0}" for year in years)
