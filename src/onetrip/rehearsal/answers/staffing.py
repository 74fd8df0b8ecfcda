"""The fewest windows by half hour that keep a promise, searched on the same simulated people for every plan.

It begins with Erlang's formula for each half hour, adds a window where people wait most until the promise is kept, and
then takes away, half hour by half hour, whatever can be spared. Pure.
"""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onetrip.rehearsal.running import Hall, Outcome, draw, fewer_people, play
from onetrip.simulation.erlang import people_needed
from onetrip.simulation.hall.model import HallModel
from onetrip.simulation.hall.visitors import Visitors

SLACK = 0.05
"""In no half hour fewer than this much below the share asked are served in time (90 % of the day: 85 % of each)."""

SEARCH_DAYS = 120


@dataclass(frozen=True)
class Found:
    """Windows by half hour; `kept`: the promise holds with them on the days searched. `tried`: plans that were simulated.
    `erlang`: what Erlang's formula asks for, each half hour taken for itself: a check on the size of the answer."""

    windows: tuple[int, ...]
    kept: bool
    tried: int
    erlang: tuple[int, ...]


def fewest(model: HallModel, hall: Hall, share: float, *, most: int, seed: int, seconds: float) -> Found:
    """The fewest window-hours with at most `most` windows open that call `share` of the people within what the hall
    promises; all windows where even they do not.

    `seconds` bound the search: what it has by then keeps the promise, but might be spared a window here or there.
    """
    search = _Search(draw(model, SEARCH_DAYS, seed), hall, share, clock.perf_counter() + seconds)
    erlang = _by_erlang(model, hall.promised, share)
    if not search.keeps([most] * len(model.rates)):
        return Found((most,) * len(model.rates), kept=False, tried=search.tried, erlang=erlang)
    windows = [min(each, most) for each in erlang]
    while not (kept := search.keeps(windows)) and any(each < most for each in windows):
        windows = search.added(windows, most)
        if search.is_over():
            kept = search.keeps(windows)
            break
    if kept:
        windows = search.spared(windows)
    return Found(tuple(windows), kept, search.tried, erlang)


def most_people(model: HallModel, windows: Sequence[int], hall: Hall, share: float, *, seed: int) -> float:
    """The largest part of the expected people, from 0 to 1, with which these windows call `share` of them in time (bisection)."""

    def kept(of: float) -> bool:
        people = draw(fewer_people(model, of), SEARCH_DAYS, seed)
        return _Search(people, hall, share, float("inf")).keeps(windows)

    if kept(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(7):
        middle = (low + high) / 2
        low, high = (middle, high) if kept(middle) else (low, middle)
    return low


def _by_erlang(model: HallModel, within: float, share: float) -> tuple[int, ...]:
    shares = [group.share for group in model.groups]
    minutes = float(np.average([group.minutes_mean for group in model.groups], weights=shares))
    to_windows = 1 - model.to_kiosk * (1 - model.kiosk_fails)
    needed = (people_needed(round(rate * to_windows), minutes, share=share, within=within) for rate in model.rates)
    return tuple(max(each, 1) for each in needed)


class _Search:
    """Plans tried on the same people."""

    def __init__(self, people: Visitors, hall: Hall, share: float, until: float) -> None:
        self._people, self._hall, self._share, self._until = people, hall, share, until
        self._known: dict[tuple[int, ...], Outcome] = {}

    @property
    def tried(self) -> int:
        return len(self._known)

    def is_over(self) -> bool:
        return clock.perf_counter() > self._until

    def outcome(self, windows: Sequence[int]) -> Outcome:
        key = tuple(windows)
        if key not in self._known:
            self._known[key] = play(self._people, self._hall.plan(key))
        return self._known[key]

    def keeps(self, windows: Sequence[int]) -> bool:
        found = self.outcome(windows)
        of_day = found.in_time.sum() / max(found.people.sum(), 1.0)
        each = found.in_time_by_half_hour()
        return bool(of_day >= self._share and each.min() >= self._share - SLACK)

    def added(self, windows: list[int], most: int) -> list[int]:
        """One more where it helps most: in the worst half hour, or in one of the two before it, whose queue it inherits."""
        each = self.outcome(windows).in_time_by_half_hour()
        order = [int(slot) for slot in np.argsort(each, kind="stable")]
        worst = next((slot for slot in order if any(windows[s] < most for s in range(max(slot - 2, 0), slot + 1))), 0)
        places = [slot for slot in range(max(worst - 2, 0), worst + 1) if windows[slot] < most]
        tries = [[*windows[:slot], windows[slot] + 1, *windows[slot + 1 :]] for slot in places]
        return max(tries, key=lambda each: float(self.outcome(each).in_time.sum()))

    def spared(self, windows: list[int]) -> list[int]:
        """Take away while the promise is kept, beginning where most are served in time."""
        changed = True
        while changed and not self.is_over():
            changed = False
            each = self.outcome(windows).in_time_by_half_hour()
            for slot in (int(one) for one in np.argsort(-each, kind="stable")):
                fewer = [*windows[:slot], windows[slot] - 1, *windows[slot + 1 :]]
                if windows[slot] > 1 and self.keeps(fewer):
                    windows, changed = fewer, True
                if self.is_over():
                    break
        return windows
