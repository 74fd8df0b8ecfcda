"""Run days of a model under a plan, and under two plans the very same people, until the answer is as sharp as was asked.

The day is the replication: an interval rests on how many days were simulated, not on how many people came.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from onetrip.simulation.fitting.estimates import Estimate, Z
from onetrip.simulation.fitting.lived import Floats
from onetrip.simulation.hall import kernel
from onetrip.simulation.hall.model import HallModel
from onetrip.simulation.hall.outcomes import Fate, Lived
from onetrip.simulation.hall.plans import SLOT, Plan
from onetrip.simulation.hall.quick_drawing import drawn
from onetrip.simulation.hall.visitors import Visitors

VERSION = 1
"""Of the rehearsal: raised whenever the same question on the same record comes out differently. Kept plans name theirs."""

BATCH = 100
"""Days that are simulated before the precision is looked at."""

STEP = 20
"""The same where a simulation is of weeks: how many at a time; batches are multiples of it."""


@dataclass(frozen=True)
class Limit:
    """When to stop: at `precision` (half a 95 % interval, in the unit of what is asked), or at so many days or seconds.

    A kept answer is computed again with the `days` it was computed from and no look at the clock.
    """

    precision: float = 0.25
    seconds: float = 3.0
    days: int = 4000


@dataclass(frozen=True)
class Outcome:
    """What simulated days came to, day by day. `waits` and `people`: [day, half hour of drawing], sums of minutes and
    numbers called or gone; `in_time` of them were called within the promise. `served_wait` and `served_p90` leave out those
    who went unserved, as a record does that does not know when they went."""

    mean_wait: Floats
    p90_wait: Floats
    served_wait: Floats
    served_p90: Floats
    in_time_share: Floats
    numbers: Floats
    left: Floats
    last_ends: Floats
    waits: Floats
    people: Floats
    in_time: Floats

    @property
    def days(self) -> int:
        """How many days they are."""
        return len(self.mean_wait)

    def by_half_hour(self) -> Floats:
        """Mean minutes of waiting by half hour of drawing a number."""
        people = self.people.sum(axis=0)
        found: Floats = np.divide(self.waits.sum(axis=0), people, out=np.zeros_like(people), where=people > 0)
        return found

    def in_time_by_half_hour(self) -> Floats:
        """Share called within the promise by half hour; 1 where nobody came."""
        people = self.people.sum(axis=0)
        found: Floats = np.divide(self.in_time.sum(axis=0), people, out=np.ones_like(people), where=people > 0)
        return found


@dataclass(frozen=True)
class Hall:
    """What is the same in every plan of a day: kiosks, minutes until the last number, minutes promised."""

    kiosks: int
    length: float
    promised: float

    def plan(self, windows: Sequence[int]) -> Plan:
        """So many windows in each half hour, whoever is free closing first; those there at the end stay until nobody waits."""
        return Plan.by_half_hour(
            windows,
            kiosks=self.kiosks,
            last_ticket=self.length,
            promised=self.promised,
            first_free_closes=True,
            serves_out=True,
        )


def fewer_people(model: HallModel, share: float) -> HallModel:
    """The same day with `share` of the people (above 1: more)."""
    return replace(model, rates=tuple(rate * share for rate in model.rates))


def draw(model: HallModel, days: int, seed: int, first_day: int = 0) -> Visitors:
    """The people of `days` days from `first_day`; a day of a seed is the same however many are drawn at once."""
    return drawn(model, seed, days, first_day)


def play(visitors: Visitors, plan: Plan) -> Outcome:
    """What these people live through under this plan, as far as windows are concerned."""
    return play_with(visitors, plan)[0]


def play_with(visitors: Visitors, plan: Plan) -> tuple[Outcome, Lived]:
    """The same, and what each of them lived through."""
    lived = kernel.lived(visitors, plan)
    return _outcome(visitors, plan, lived), lived


def _outcome(visitors: Visitors, plan: Plan, lived: Lived) -> Outcome:
    days, slots = visitors.days, max(1, math.ceil(plan.last_ticket / SLOT))
    at_windows = np.isin(lived.fate, (Fate.SERVED, Fate.LEFT, Fate.UNSERVED))
    day = np.repeat(np.arange(days), np.diff(visitors.begins))[at_windows]
    gone = (lived.fate != Fate.SERVED)[at_windows]
    joined_at, called, leaves = (each[at_windows] for each in (lived.joined, lived.begins, lived.leaves))
    waited = np.maximum(np.where(gone, leaves, called) - joined_at, 0.0)
    in_time = ~gone & (waited <= plan.promised)
    cell = day * slots + np.clip(joined_at // SLOT, 0, slots - 1).astype(np.int64)

    def summed(what: Floats) -> Floats:
        found: Floats = np.bincount(cell, what, days * slots).astype(np.float64).reshape(days, slots)
        return found

    numbers = np.bincount(day, minlength=days).astype(np.float64)
    served = np.bincount(day[~gone], minlength=days).astype(np.float64)
    many = np.maximum(numbers, 1.0)
    last = np.zeros(days)
    np.maximum.at(last, day, leaves)
    return Outcome(
        np.bincount(day, waited, days) / many,
        _quantile(day, waited, numbers, 0.9),
        np.bincount(day[~gone], waited[~gone], days) / np.maximum(served, 1.0),
        _quantile(day[~gone], waited[~gone], served, 0.9),
        np.where(numbers > 0, np.bincount(day, in_time, days) / many, 1.0),
        numbers,
        numbers - served,
        last,
        summed(waited),
        summed(np.ones(len(day))),
        summed(in_time.astype(np.float64)),
    )


def _quantile(day: np.ndarray, waited: Floats, numbers: Floats, share: float) -> Floats:
    """The wait that `share` of a day's people do not pass; 0 on a day on which nobody came."""
    order = np.lexsort((waited, day))
    begins = np.concatenate([[0], np.cumsum(numbers)[:-1]]).astype(np.int64)
    place = begins + np.maximum(np.ceil(share * numbers).astype(np.int64) - 1, 0)
    waits = waited[order]
    if not len(waits):
        return np.zeros(len(numbers))
    return np.where(numbers > 0, waits[np.minimum(place, len(waits) - 1)], 0.0)


def joined(parts: Sequence[Outcome]) -> Outcome:
    """Batches of days as one."""
    names = Outcome.__dataclass_fields__
    return Outcome(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def mean_of(values: Floats) -> Estimate:
    """The mean over days with its 95 % interval; a day alone has none, so that it is as wide as the number itself."""
    if len(values) < 2:
        only = float(values[0]) if len(values) else 0.0
        return Estimate(only, 0.0, 2 * only, len(values))
    half = Z * float(values.std(ddof=1)) / math.sqrt(len(values))
    middle = float(values.mean())
    return Estimate(middle, middle - half, middle + half, len(values))


def half_width(told: Estimate) -> float:
    """Half of the interval."""
    return (told.high - told.low) / 2


@dataclass(frozen=True)
class Run:
    """Outcomes of several plans or models on the same days; `reached`: the precision asked was met before the limit."""

    outcomes: tuple[Outcome, ...]
    days: int
    seconds: float
    reached: bool


def until_sharp(
    worlds: Sequence[tuple[HallModel, Plan]],
    seed: int,
    limit: Limit,
    watched: Callable[[Sequence[Outcome]], Sequence[Estimate]],
) -> Run:
    """Simulate batch after batch, each world on the same people as far as its model is the same, until every number that
    is `watched` is as sharp as asked, or the limit is reached."""
    began = clock.perf_counter()
    parts: list[list[Outcome]] = [[] for _ in worlds]
    days, reached = 0, False
    while days < limit.days and not reached:
        batch = min(BATCH, limit.days - days)
        people: dict[HallModel, Visitors] = {}
        for place, (model, plan) in enumerate(worlds):
            if model not in people:
                people[model] = draw(model, batch, seed, days)
            parts[place].append(play(people[model], plan))
        days += batch
        outcomes = [joined(each) for each in parts]
        reached = days >= 2 * BATCH and max(map(half_width, watched(outcomes))) <= limit.precision
        if clock.perf_counter() - began > limit.seconds:
            break
    return Run(tuple(joined(each) for each in parts), days, clock.perf_counter() - began, reached)
