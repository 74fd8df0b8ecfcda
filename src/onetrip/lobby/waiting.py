"""How long somebody will wait. Pure: the estimate told when a number is drawn, stored and later compared with the truth.

Where a centre has learned from its own days (`lobby.eta`), that is told. Before that, by today's rule:
likely = people ahead × median minutes at the window ÷ windows that call. It is told as a range, because one long case
moves everybody: from SOONEST of it, to LATEST of what one more person ahead would make it.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta

SOONEST, LATEST = 0.7, 1.4
"""Example factors of the range; `lobby.queries.estimate_errors` says how they hold."""

ASSUMED_MINUTES = 6.0
"""Median minutes at a window while a day has too few finished numbers of its own (domain.md 9, simulation starter)."""

ENOUGH = 8
"""Finished numbers from which on the day's own median is used."""

SHORTEST = 0.5
"""Minutes below which no median is believed: somebody pressed through a row of numbers."""

RESTORED_SHARE = 0.5
"""How much of the wait before a missed call still counts for somebody who comes back (example)."""


@dataclass(frozen=True)
class Pace:
    """How fast the hall works: median `minutes` at a window, `windows` that call; `measured`: today's own median."""

    minutes: float
    windows: int
    measured: bool

    @property
    def minutes_a_person(self) -> float | None:
        """Minutes by which each person ahead lengthens the wait; None while no window calls."""
        return self.minutes / self.windows if self.windows else None


@dataclass(frozen=True)
class Wait:
    """A wait in whole minutes: most likely `likely`, said as `soonest` to `latest`."""

    soonest: int
    likely: int
    latest: int


@dataclass(frozen=True)
class Waits:
    """The waits told at one moment: `table` holds the one behind 0, 1, 2 … people; empty while no window calls, when
    nobody could say. `learnt_at` is the version of what they come from (None: today's rule)."""

    pace: Pace
    table: tuple[Wait, ...]
    learnt_at: datetime | None = None

    def behind(self, ahead: int) -> Wait | None:
        """The wait behind `ahead` people; beyond the table every further one adds what the pace says."""
        if ahead < len(self.table):
            return self.table[ahead]
        each = self.pace.minutes_a_person
        if not self.table or each is None:
            return None
        last, more = self.table[-1], (ahead - len(self.table) + 1) * each
        return Wait(
            last.soonest + math.floor(SOONEST * more), last.likely + round(more), last.latest + math.ceil(LATEST * more)
        )


def minutes_between(first: datetime, last: datetime) -> float:
    """Minutes from `first` to `last`; none where the clock was set back in between."""
    return max((last - first).total_seconds(), 0.0) / 60


def pace_of(minutes: list[float], windows: int) -> Pace:
    """The pace from the recent `minutes` at the windows, newest or oldest first alike."""
    if len(minutes) < ENOUGH:
        return Pace(ASSUMED_MINUTES, windows, measured=False)
    return Pace(max(statistics.median(minutes), SHORTEST), windows, measured=True)


def estimate(ahead: int, pace: Pace) -> Wait | None:
    """The wait behind `ahead` people; None while no window calls, when nobody could say."""
    each = pace.minutes_a_person
    if each is None:
        return None
    likely = math.ceil(ahead * each)
    return Wait(math.floor(SOONEST * ahead * each), likely, math.ceil(LATEST * (ahead + 1) * each))


def table_of(places: int, pace: Pace) -> tuple[Wait, ...]:
    """The waits behind 0 to `places` - 1 people by today's rule; none while no window calls."""
    told = (estimate(ahead, pace) for ahead in range(places))
    return tuple(wait for wait in told if wait is not None)


def place_after_missing(queue_at: datetime, called_at: datetime, now: datetime) -> datetime:
    """Where somebody stands who missed the call and is back at `now`.

    Half of the wait they had behind them still counts: they go neither to the front, past people who sat and listened,
    nor to the end. Somebody who had waited 20 minutes stands behind everybody who has waited longer than 10.
    """
    return now - max(called_at - queue_at, timedelta(0)) * RESTORED_SHARE
