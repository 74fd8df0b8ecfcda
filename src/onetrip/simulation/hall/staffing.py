"""How many windows at which half hour: the fewest window-hours with which a promise is kept, found by simulating.

Erlang's formula for each half hour by itself starts the search; it does not see that a queue goes on into the next half
hour, nor that people leave, so it is too generous where the peak is over and too mean after it. Then windows are taken
away and moved, one half hour at a time, as long as the promise is kept, every plan on the very same visitors. Few days
find the way, many judge what was found.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.erlang import people_needed
from onetrip.simulation.hall.kernel import compared
from onetrip.simulation.hall.model import HallModel
from onetrip.simulation.hall.outcomes import Measures
from onetrip.simulation.hall.plans import SLOT, Plan
from onetrip.simulation.hall.quick_drawing import drawn
from onetrip.simulation.hall.visitors import Visitors

Windows = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """`overall` of all who queue are called within the plan's `promised` minutes, and `each` of those of every half hour."""

    overall: float = 0.90
    each: float = 0.85

    def missing(self, measures: Measures, sure: float = 0.0) -> float:
        """How far the promise is missed, in shares added up; 0 when it is kept. `sure`: by so many standard errors."""
        overall = _share(measures.within[:, None], measures.queued[:, None], sure)
        each = _share(measures.within_by_slot, measures.queued_by_slot, sure)
        return float(np.maximum(self.overall - overall, 0.0).sum() + np.maximum(self.each - each, 0.0).sum())


def _share(within: NDArray[np.float64], queued: NDArray[np.float64], sure: float) -> NDArray[np.float64]:
    """Share of each column over all days less `sure` standard errors (of a ratio; a day is one observation). 1 where nobody queued."""
    people = queued.sum(axis=0)
    share = np.where(people > 0, within.sum(axis=0) / np.maximum(people, 1.0), 1.0)
    if sure == 0.0:
        return np.asarray(share)
    error = np.sqrt(((within - share * queued) ** 2).sum(axis=0)) / np.maximum(people, 1.0)
    return np.asarray(share - sure * error)


SURE = 1.645
"""One plan of twenty that only seems to keep the promise would pass: the best of many plans is in part the luckiest."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """The plan found: windows by half hour. `is_kept`: the promise, and surely
    (see SURE), on `days` days apart from those of the search.
    `tried`: plans times days simulated; `seconds`: of the processor."""

    windows: Windows
    overall: float
    worst: float
    is_kept: bool
    days: int
    tried: int
    seconds: float

    @property
    def hours(self) -> float:
        """Window-hours."""
        return sum(self.windows) * SLOT / 60.0


@dataclass
class Search:
    """What stays the same while plans are tried. `base`: the plan, but for its shifts; `most`: windows there are."""

    promise: Promise
    base: Plan
    most: int
    visitors: Visitors
    sure: float = 0.0
    known: dict[Windows, float] = field(default_factory=dict)
    tried: int = 0

    def missing(self, plans: Sequence[Windows]) -> list[float]:
        """How far each plan misses the promise on these visitors."""
        new = [windows for windows in dict.fromkeys(plans) if windows not in self.known]
        for windows, measures in zip(new, compared(self.visitors, [staffed(self.base, w) for w in new]), strict=True):
            self.known[windows] = self.promise.missing(measures, self.sure)
        self.tried += len(new) * self.visitors.days
        return [self.known[windows] for windows in plans]


def staffed(base: Plan, windows: Windows) -> Plan:
    """`base` with so many windows by half hour instead of its shifts."""
    names = ("gates", "desks", "kiosks", "tidal", "last_ticket", "promised", "early", "late")
    more = ("head_start", "late_credit", "first_free_closes", "serves_out")
    return Plan.by_half_hour(windows, **{name: getattr(base, name) for name in (*names, *more)})


def erlang_start(model: HallModel, promise: Promise, within: float, most: int) -> Windows:
    """Windows by half hour, each by itself, as Erlang's formula has it."""
    shares = sum(group.share for group in model.groups)
    minutes = sum(group.share * group.minutes_mean for group in model.groups) / shares
    come = 1.0 - model.booked_share * (1.0 - model.shows_up)
    at_windows = 1.0 - model.to_kiosk * (1.0 - model.kiosk_fails)
    needed = (people_needed(r * come * at_windows, minutes, share=promise.overall, within=within) for r in model.rates)
    return tuple(min(people, most) for people in needed)


def search(
    model: HallModel,
    base: Plan,
    *,
    seed: int,
    promise: Promise = Promise(),
    most: int = 20,
    days: Sequence[int] = (100, 1_000),
    judged_on: int = 4_000,
) -> Staffing:
    """The fewest window-hours found that keep `promise` with up to `most` windows.

    Each of `days` is one round of the search, on so many days; only the first, the cheapest, also moves windows. The result is then judged on `judged_on` other ones, and
    windows are added while it falls short there. Whatever is found keeps the promise on those, unless `most` windows
    do not: then `is_kept` is False and the plan is the one that misses it least of those tried.
    ValueError without days.
    """
    if not days or judged_on < 1:
        raise ValueError("a search needs days")
    began, tried, first_day = time.process_time(), 0, judged_on
    windows = erlang_start(model, promise, base.promised, most)
    for count in days:
        round_of = Search(promise, base, most, drawn(model, seed, count, first_day))
        windows = _lean(round_of, _enough(round_of, windows), moves=count == days[0])
        tried, first_day = tried + round_of.tried, first_day + count
    judge = Search(promise, base, most, drawn(model, seed, judged_on), SURE)
    windows = _enough(judge, windows)
    measures = compared(judge.visitors, [staffed(base, windows)])[0]
    overall = float(measures.within.sum() / max(measures.queued.sum(), 1.0))
    worst = float(measures.share_within_by_slot.min())
    tried += judge.tried + judged_on
    is_kept = promise.missing(measures, SURE) == 0.0
    return Staffing(windows, overall, worst, is_kept, judged_on, tried, time.process_time() - began)


def _enough(search: Search, windows: Windows) -> Windows:
    """Adds the window that helps most until the promise is kept, or nothing helps."""
    while search.missing([windows])[0] > 0.0:
        wider = list(_changed(windows, 1, search.most))
        if not wider:
            return windows
        missing = search.missing(wider)
        best = int(np.argmin(missing))
        if missing[best] >= search.missing([windows])[0]:
            return windows
        windows = wider[best]
    return windows


def _lean(search: Search, windows: Windows, *, moves: bool) -> Windows:
    """Takes windows away as long as the promise is kept: one, or with `moves` two of which one is put elsewhere."""
    if search.missing([windows])[0] > 0.0:
        return windows
    while True:
        fewer = list(_changed(windows, -1, search.most))
        missing = search.missing(fewer)
        kept = [plan for plan, short in zip(fewer, missing, strict=True) if short == 0.0]
        if kept:
            windows = max(kept, key=lambda plan: _peak_left(plan, windows))
            continue
        if not moves or (moved := _moved(search, fewer, missing)) is None:
            return windows
        windows = moved


def _moved(search: Search, fewer: list[Windows], missing: list[float]) -> Windows | None:
    """The first plan with one window less that keeps the promise after one more is taken from one half hour and put to another."""
    for index in np.argsort(missing, kind="stable")[:2]:
        near = [again for taken in _changed(fewer[index], -1, search.most) for again in _changed(taken, 1, search.most)]
        for plan, short in zip(near, search.missing(near), strict=True):
            if short == 0.0:
                return plan
    return None


def _changed(windows: Windows, by: int, most: int) -> Iterator[Windows]:
    """All plans with one window more or less in one half hour."""
    for slot, count in enumerate(windows):
        if 0 <= count + by <= most:
            yield (*windows[:slot], count + by, *windows[slot + 1 :])


def _peak_left(plan: Windows, windows: Windows) -> int:
    """How many windows the half hour had that now has one less: the fullest gives first."""
    return next((before for before, after in zip(windows, plan, strict=True) if before != after), 0)
