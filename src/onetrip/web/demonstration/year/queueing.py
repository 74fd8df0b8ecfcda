"""The queue of one invented day, played through plainly: windows with a pace, priorities that count as minutes waited,
people who give up. Deliberately not the rehearsal's own kernel: what is fitted and tested back there must not be told by
the same hand.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.visitors import Flags, Minutes, Visitors

CALLING = 0.4
"""Minutes between the end of one visit and the next call."""


@dataclass(frozen=True)
class Lived:
    """By visitor: when they drew a number, were called, were done (NaN: never), and the window (-1: none)."""

    drawn: Minutes
    called: Minutes
    ended: Minutes
    window: np.ndarray[tuple[int], np.dtype[np.int64]]

    @property
    def served(self) -> Flags:
        """Who was served at a window."""
        return self.window >= 0


def lived_through(visitors: Visitors, plan: Plan) -> Lived:
    """Play one day; whoever has a number when the last window closes is served by a window that stays."""
    n = len(visitors)
    drawn = np.where(visitors.to_kiosk, visitors.arrives + visitors.kiosk, visitors.arrives)
    to_hall = ~visitors.to_kiosk | visitors.kiosk_fails
    drawn = np.where(to_hall & (drawn <= plan.last_ticket), drawn, np.nan)
    called, ended = np.full(n, np.nan), np.full(n, np.nan)
    window = np.full(n, -1, np.int64)
    last = max((shift.closes for shift in plan.shifts), default=0.0)
    shifts = [(shift.opens, np.inf if shift.closes == last else shift.closes, shift) for shift in plan.shifts]
    free: list[tuple[float, int]] = [(opens, number) for number, (opens, _, _) in enumerate(shifts)]
    heapq.heapify(free)
    coming: Iterator[tuple[float, int]] = iter(
        sorted((float(drawn[one]), int(one)) for one in np.flatnonzero(~np.isnan(drawn)))
    )
    waiting: list[tuple[float, int]] = []
    following = next(coming, None)
    while free and (waiting or following):
        now, number = heapq.heappop(free)
        _, closes, shift = shifts[number]
        while following and following[0] <= now:
            heapq.heappush(waiting, (following[0] - float(visitors.credit[following[1]]), following[1]))
            following = next(coming, None)
        if now >= closes:
            continue  # this window has closed
        if not waiting:
            if following:
                heapq.heappush(free, (max(now, following[0]), number))
            continue
        _, one = heapq.heappop(waiting)
        if now - drawn[one] > visitors.patience[one]:
            heapq.heappush(free, (now, number))
            continue
        called[one], ended[one] = now, now + visitors.window[one] * shift.pace
        window[one] = shift.window
        heapq.heappush(free, (float(ended[one]) + CALLING, number))
    return Lived(drawn, called, ended, window)
