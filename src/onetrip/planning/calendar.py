"""The working-day calendar as planning sees it: what it asks of one, and the days that follow from a limit.

Planning knows no holidays. The room that keeps them has a calendar of this form (`centres.working_days.Calendar`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from onetrip.planning.terms import Limit


class LastDay(Protocol):
    """The last day of a limit. Not `certain`: counted through a year whose holidays are not announced yet."""

    @property
    def day(self) -> date: ...

    @property
    def certain(self) -> bool: ...


class WorkingDays(Protocol):
    """A calendar of working days."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices count the day."""

    def is_certain(self, day: date) -> bool:
        """Whether the holidays of that year are known."""

    def deadline(self, accepted: date, number: int, unit: str) -> LastDay:
        """The last day of a limit that began by acceptance on `accepted`."""

    def version(self, first: date, last: date) -> str:
        """Which notices on holidays it goes by in the years from `first` to `last`; equal versions count equal days."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The day from which a result can be counted on."""

    day: date
    certain: bool


def ready_after(calendar: WorkingDays, accepted: date, limit: Limit) -> Ready:
    """The first working day after the last day of the limit: on that last day the decision may still fall in the evening."""
    last = calendar.deadline(accepted, limit.days, limit.unit)
    day = last.day + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return Ready(day, last.certain and calendar.is_certain(day))


@dataclass(frozen=True, slots=True)
class _Counted:
    day: date
    certain: bool


class WeekdaysOnly:
    """Monday to Friday, and nothing certain: for putting visits in order where no calendar is given."""

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday."""
        return day.weekday() < 5

    def is_certain(self, day: date) -> bool:  # noqa: ARG002 - no year is known here
        """Never."""
        return False

    def deadline(self, accepted: date, number: int, unit: str) -> LastDay:
        """Counted from the next day on; a limit in calendar days that ends on a weekend moves to Monday."""
        day, left = accepted, number
        while left:
            day += timedelta(days=1)
            left -= 1 if unit == "calendar_days" or self.is_working_day(day) else 0
        while number and not self.is_working_day(day):
            day += timedelta(days=1)
        return _Counted(day, certain=False)

    def version(self, first: date, last: date) -> str:  # noqa: ARG002 - it goes by no notice
        """Empty: no notice."""
        return ""
