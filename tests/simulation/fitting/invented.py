"""Records of centres whose truth is known, drawn by NumPy's generator: what the fitting has to find again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from onetrip.simulation.fitting.lived import DayKind, Fate, Lived, LivedDay


@dataclass(frozen=True)
class Truth:
    """What a centre of a test is made of."""

    people: float = 300.0
    spread: float = 0.01
    weekdays: tuple[float, ...] = (1.2, 1.0, 1.0, 0.95, 0.85)
    minutes: tuple[float, ...] = (4.0, 8.0, 14.0)
    cv: tuple[float, ...] = (0.5, 0.8, 0.6)
    mix: tuple[float, ...] = (0.5, 0.4, 0.1)
    paces: tuple[float, ...] = (0.8, 1.0, 1.25)
    patience: float = 40.0
    first: date = date(2025, 1, 6)
    reopened: int | None = None
    surge: float = 0.0
    decay: float = 8.0
    seed: int = 7
    open_until: float = field(default=np.inf)


def lived(truth: Truth, days: int) -> Lived:
    """Working days only, waits of a few minutes whatever comes: no queue, only the numbers that are to be found again."""
    rng = np.random.default_rng(truth.seed)
    dates = []
    day = truth.first
    while len(dates) < days:
        if day.weekday() < 5:
            dates.append(day)
        day += timedelta(days=1)
    made = tuple(
        LivedDay(
            one,
            DayKind.WORKING,
            480.0,
            None if truth.reopened is None or place < truth.reopened else place - truth.reopened,
        )
        for place, one in enumerate(dates)
    )
    of = []
    for place, one in enumerate(made):
        factor = rng.gamma(1 / truth.spread, truth.spread) if truth.spread else 1.0
        surge = 0.0 if one.since_reopening is None else truth.surge * np.exp(-one.since_reopening / truth.decay)
        mean = truth.people * truth.weekdays[one.day.weekday()] * np.exp(surge) * factor
        of.append(np.full(rng.poisson(mean), place))
    day_of = np.concatenate(of) if of else np.empty(0, np.int64)
    n = len(day_of)
    arrived = 480.0 * rng.beta(1.3, 1.7, n)
    matter = rng.choice(len(truth.mix), n, p=truth.mix)
    clerk = rng.integers(0, len(truth.paces), n)
    variance = np.log1p(np.array(truth.cv) ** 2)[matter]
    minutes = np.exp(np.log(np.array(truth.minutes))[matter] - variance / 2 + rng.normal(0, 1, n) * np.sqrt(variance))
    minutes *= np.array(truth.paces)[clerk]
    waited = rng.exponential(8.0, n)
    patient = rng.exponential(truth.patience, n)
    left = patient < waited
    told = rng.random(n) < 0.5
    fate = np.where(left, np.where(told, Fate.LEFT, Fate.MISSED), Fate.SERVED)
    called = np.where(left & told, np.nan, arrived + waited)
    ended = np.where(left & told, arrived + patient, np.where(left, np.nan, arrived + waited + minutes))
    still = (fate == Fate.SERVED) & (ended - called > truth.open_until)
    seen = np.where(still, called + truth.open_until, np.nan)
    return Lived(
        made,
        tuple(f"matter-{number}" for number in range(len(truth.mix))),
        day_of.astype(np.int64),
        arrived,
        called,
        np.where(still, np.nan, ended),
        matter.astype(np.int64),
        np.where(left, -1, clerk).astype(np.int64),
        np.where(still, Fate.OPEN, fate).astype(np.int64),
        np.where(rng.random(n) < 0.2, 15.0, 0.0),
        np.full(n, np.nan),
        seen,
    )
