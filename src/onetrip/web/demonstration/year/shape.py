"""How a year of the demonstration centre goes: invented figures, by chance that is the same each time. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.random import Generator

from onetrip.simulation.fitting.lived import DayKind
from onetrip.simulation.hall.plans import WindowShift
from onetrip.simulation.hall.visitors import Minutes, Visitors

WORKING, OFF = 300.0, 62.0
"""People for the hall on a usual working day, and on a half day off; the kiosks have theirs beside them."""

WEEKDAYS = (1.17, 1.02, 0.97, 0.95, 0.89, 1.1, 0.9)
MONTHS = (1.04, 0.86, 1.0, 0.97, 0.98, 1.1, 1.03, 0.94, 1.0, 1.04, 1.1, 1.08)
EVE, AFTER = 0.84, 1.24
SPREAD = 0.006
"""Variance of the factor by which days differ beyond Poisson's law."""

SURGE, SURGE_DECAY = math.log(1.75), 8.0
"""The first day after two closed months has three quarters more; that falls to 1/e in eight days of opening."""

CLOSED_BEFORE, CLOSED_DAYS = 215, 61
"""When the closure of a re-opened year begins (days before today), and how long it is."""

_MORNING = (3, 26, 34, 32, 27, 22, 15, 11, 13, 20, 25, 24, 19, 14, 10, 5)
"""Weights of the half hours of a working day from 8:30: two humps, the first the higher."""
_HALF_DAY = (24, 30, 26, 20, 14, 8)

KIOSK_SHARE, KIOSK_FAILS = 0.28, 0.07
PATIENCE = 75.0
PRIORITIES = (("", 0, 0.86), ("elder", 15, 0.1), ("infant", 10, 0.04))


@dataclass(frozen=True)
class Frequent:
    """A matter of the year: its share of what people come for, minutes at the window (mean) and their scatter."""

    matter: str
    share: float
    minutes: float
    cv: float


def frequencies(matters: Sequence[str], first: Sequence[str]) -> list[Frequent]:
    """`first` are asked for most, in that order; the others follow by a long tail. Invented, like their minutes."""
    order = [*(each for each in first if each in matters), *(each for each in sorted(matters) if each not in first)]
    weights = np.array([1.0 / (rank + 2.0) ** 1.15 for rank in range(len(order))])
    weights /= weights.sum()
    chance = np.random.default_rng(86)
    minutes = np.clip(chance.lognormal(math.log(6.6), 0.35, len(order)), 3.0, 16.0)
    return [
        Frequent(matter, float(weight), float(mean), 0.62)
        for matter, weight, mean in zip(order, weights, minutes, strict=True)
    ]


def expected(day: date, kind: DayKind, since_reopening: int | None) -> float:
    """People for the hall on a day."""
    usual = OFF if kind is DayKind.OFF else WORKING
    factor = {DayKind.EVE: EVE, DayKind.AFTER: AFTER}.get(kind, 1.0)
    surge = 0.0 if since_reopening is None else SURGE * math.exp(-since_reopening / SURGE_DECAY)
    return usual * WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * factor * math.exp(surge)


def shifts(kind: DayKind, weekday: int, since_reopening: int | None, chance: Generator) -> list[WindowShift]:
    """Windows of a day (from 0) as the centre has staffed them: lunch in two turns, now and then somebody ill, tidal
    windows on Monday mornings and in the first weeks after a re-opening."""
    if kind is DayKind.OFF:
        return [WindowShift(window, 0.0, 180.0) for window in range(3)]
    ill = int(chance.random() < 0.18)
    found = []
    for window in range(7 - ill):
        lunch = 180.0 if window % 2 else 240.0
        ends = 480.0 if window < 5 else 450.0
        begins = 0.0 if window < 5 else 30.0
        found += [WindowShift(window, begins, lunch), WindowShift(window, lunch + 60.0, ends)]
    pressed = since_reopening is not None and since_reopening < 25
    if weekday == 0 or kind is DayKind.AFTER or pressed:
        found.append(WindowShift(7, 45.0, 195.0))
        found.append(WindowShift(7, 285.0, 405.0))
    if pressed:
        found.append(WindowShift(8, 30.0, 210.0))
        found.append(WindowShift(8, 270.0, 450.0))
    return found


def paces(clerks: int) -> list[float]:
    """The pace of each clerk; the last three are new and slower."""
    chance = np.random.default_rng(42)
    drawn = np.exp(chance.normal(0.0, 0.1, clerks))
    drawn[-3:] *= 1.22
    return [float(each) for each in drawn / drawn.mean()]


def visitors(people: float, length: float, frequent: Sequence[Frequent], chance: Generator) -> Visitors:
    """Who comes on one day, hall and kiosks together."""
    weights = np.array(_MORNING if length > 240 else _HALF_DAY, dtype=np.float64)
    whole = people / (1 - KIOSK_SHARE * (1 - KIOSK_FAILS)) * chance.gamma(1 / SPREAD, SPREAD)
    rates = whole * weights / weights.sum()
    slot = np.repeat(np.arange(len(rates)), chance.poisson(rates))
    n = len(slot)
    arrives = np.sort(slot * 30.0 + chance.random(n) * 30.0)
    group = chance.choice(len(frequent), n, p=[each.share for each in frequent])
    mean, cv = (np.array([getattr(each, name) for each in frequent])[group] for name in ("minutes", "cv"))
    credit = chance.choice([float(minutes) for _, minutes, _ in PRIORITIES], n, p=[share for *_, share in PRIORITIES])
    return Visitors(
        begins=np.array([0, n]),
        arrives=arrives,
        group=group.astype(np.int64),
        credit=credit,
        booked=np.full(n, np.nan),
        gate=np.zeros(n),
        desk=np.zeros(n),
        to_kiosk=chance.random(n) < KIOSK_SHARE,
        kiosk=_lognormal(chance, np.full(n, 5.2), np.full(n, 0.6)),
        kiosk_fails=chance.random(n) < KIOSK_FAILS,
        window=np.clip(_lognormal(chance, mean, cv), 0.5, 90.0),
        patience=chance.exponential(PATIENCE, n),
    )


def _lognormal(chance: Generator, mean: Minutes, cv: Minutes) -> Minutes:
    variance = np.log1p(cv**2)
    drawn: Minutes = np.exp(np.log(mean) - variance / 2 + chance.normal(size=len(mean)) * np.sqrt(variance))
    return drawn
