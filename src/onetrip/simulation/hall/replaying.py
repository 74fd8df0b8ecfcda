"""One simulated day as it is shown again: who is where at every minute, and how long the line was.

All moments in minutes since the doors opened. What is counted here is what the moving picture shows at that minute; the
tests hold both against the day itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.outcomes import Fate, Lived
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.visitors import Visitors

Floats = NDArray[np.float64]
WELL = (int(Fate.SERVED), int(Fate.AT_KIOSK))
"""Fates of those who leave with what they came for."""


@dataclass(frozen=True)
class At:
    """How many are where at one minute. `longest`: minutes that the one who has waited longest for a window has waited."""

    arrived: int
    at_kiosks: int
    waiting: int
    at_windows: int
    served: int
    went_home: int
    longest: float


@dataclass(frozen=True)
class Replay:
    """A day. Of its visitors, in the order of arrival: the moments (NaN: never), the plan's window (-1: none), the fate.

    `windows`: each with its shifts as (opens, closes). `ends`: when the last one has left and the last number been given.
    """

    arrives: Floats
    drew: Floats
    at_kiosk: Floats
    joined: Floats
    begins: Floats
    leaves: Floats
    window: NDArray[np.int64]
    fate: NDArray[np.int8]
    windows: tuple[tuple[int, tuple[tuple[float, float], ...]], ...]
    kiosks: int
    promised: float
    ends: float

    def __len__(self) -> int:
        return len(self.arrives)

    def at(self, minute: float) -> At:
        """Who is where at that minute; whoever leaves or is called at it has left or been called."""
        here, gone = self.arrives <= minute, self.leaves <= minute
        serving = here & ~gone & (self.begins <= minute)  # NaN: false
        waiting = here & ~gone & ~serving & (self.joined <= minute)
        done = np.isin(self.fate, WELL)
        return At(
            arrived=int(here.sum()),
            at_kiosks=int((here & ~gone & ~serving & ~waiting).sum()),
            waiting=int(waiting.sum()),
            at_windows=int(serving.sum()),
            served=int((gone & done).sum()),
            went_home=int((gone & ~done).sum()),
            longest=float((minute - self.joined[waiting]).max(initial=0.0)),
        )

    def line(self) -> list[At]:
        """`at` for every whole minute to the end of the day."""
        return [self.at(float(minute)) for minute in range(int(np.ceil(self.ends)) + 1)]

    def waited(self) -> list[int]:
        """Who stood in the windows' queue, the longest first."""
        until = np.where(np.isnan(self.begins), self.leaves, self.begins)
        order = np.argsort(-(until - self.joined), kind="stable")  # NaN, who never stood there, last
        return [int(one) for one in order if not np.isnan(self.joined[one])]


def replay(visitors: Visitors, lived: Lived, plan: Plan, day: int) -> Replay:
    """The `day`-th of the days that were played. IndexError where there is none."""
    if not 0 <= day < visitors.days:
        raise IndexError(f"there is no day {day}")
    of_day = slice(int(visitors.begins[day]), int(visitors.begins[day + 1]))
    columns = ("drew", "at_kiosk", "joined", "begins", "leaves", "window", "fate")
    leaves = lived.leaves[of_day]
    windows = tuple(
        (number, tuple((shift.opens, shift.closes) for shift in plan.shifts if shift.window == number))
        for number in sorted({shift.window for shift in plan.shifts})
    )
    return Replay(
        visitors.arrives[of_day],
        **{name: getattr(lived, name)[of_day] for name in columns},
        windows=windows,
        kiosks=plan.kiosks,
        promised=plan.promised,
        ends=float(max(leaves.max(initial=0.0), plan.last_ticket)),
    )
