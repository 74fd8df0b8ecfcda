"""The time limit of a case: when it runs out, and how a stop moves it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from onetrip.centres.working_days import Calendar, Deadline, Unit
from onetrip.planning import Limit, MatterTerms


@dataclass(frozen=True)
class Clock:
    """The limit that counts for a case and the day it runs out; both None where nobody knows the limit."""

    limit: Limit | None
    due: Deadline | None

    def stored(self) -> dict[str, Any] | None:
        """The limit as the case keeps it."""
        return None if self.limit is None else {"days": self.limit.days, "unit": self.limit.unit}


def start(terms: MatterTerms, accepted: date, calendar: Calendar) -> Clock:
    """The clock of a matter accepted on that day: the promised limit, else the legal one, else none.

    What is done on the spot has no clock.
    """
    limit = terms.limits.decide or terms.limits.legal
    if terms.limits.on_the_spot or limit is None:
        return Clock(None, None)
    return Clock(limit, calendar.deadline(accepted, limit.days, Unit(limit.unit)))


def after_stop(due: date, unit: Unit, stopped: date, restarted: date, calendar: Calendar) -> Deadline:
    """The new last day of a limit that ended on `due`, when the clock stood still from `stopped` to `restarted`.

    The days of the stop are given back in the unit of the limit; the day of the stop itself had begun and counts.
    """
    if unit is Unit.WORKING_DAYS:
        return calendar.deadline(due, calendar.working_days_between(stopped, restarted), unit)
    return calendar.deadline(due, (restarted - stopped).days, unit)
