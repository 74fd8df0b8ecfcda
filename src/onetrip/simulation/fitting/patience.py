"""How long people wait before they go: an exponential patience, from those who went and those who were served.

Whoever was served had more patience than they waited (right-censored), whoever was not there when called had less
(interval-censored: the moment is between coming and the call), whoever said so went at a known moment. The likeliest mean
by expectation maximisation; Kaplan and Meier's curve (1958) stands beside it so that anybody sees where it does not fit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from onetrip.simulation.fitting.estimates import Estimate, Z, example
from onetrip.simulation.fitting.lived import Fate, Floats, Lived

EXAMPLE_MINUTES = 60.0
"""Where nobody has ever gone, as in the hall that our simulations are compared on."""


@dataclass(frozen=True)
class Patience:
    """`mean` minutes. `curve`: (minutes, share who would still wait) by Kaplan and Meier, at each five minutes."""

    mean: Estimate
    curve: tuple[tuple[float, float], ...]


def fit(lived: Lived) -> Patience:
    """The likeliest mean patience; the usual one, said to be an example, where nobody has gone."""
    waited = np.maximum(lived.waits, 0.0)
    served = ((lived.fate == Fate.SERVED) | (lived.fate == Fate.OPEN)) & ~np.isnan(waited)
    left = (lived.fate == Fate.LEFT) & ~np.isnan(lived.ended)
    missed = (lived.fate == Fate.MISSED) & (waited > 0)
    still = (lived.fate == Fate.OPEN) & np.isnan(lived.called) & ~np.isnan(lived.seen)
    censored = np.concatenate([waited[served], np.maximum(lived.seen - lived.arrived, 0.0)[still]])
    gone = np.maximum(lived.ended - lived.arrived, 0.0)[left]
    before = waited[missed]
    events = len(gone) + len(before)
    if not events:
        return Patience(example(EXAMPLE_MINUTES), ())
    known = float(censored.sum() + gone.sum())
    mean = max((known + before.sum() / 2) / events, 0.1)
    for _ in range(200):
        moved = max((known + float(_within(before, mean).sum())) / events, 0.1)
        done = abs(moved - mean) < 1e-9 * mean
        mean = moved
        if done:
            break
    half = Z / math.sqrt(events)
    told = Estimate(mean, mean * math.exp(-half), mean * math.exp(half), events)
    return Patience(told, _kaplan_meier(np.concatenate([gone, _within(before, mean)]), censored))


def _within(bounds: Floats, mean: float) -> Floats:
    """The mean of an exponential number of which only is known that it is below `bounds`."""
    scaled = bounds / mean
    small = scaled < 1e-4
    safe = np.where(small, 1.0, np.minimum(scaled, 700.0))
    return np.where(small, bounds / 2, mean * (1.0 - safe / np.expm1(safe)))


def _kaplan_meier(gone: Floats, censored: Floats) -> tuple[tuple[float, float], ...]:
    times = np.concatenate([gone, censored])
    went = np.concatenate([np.ones(len(gone)), np.zeros(len(censored))])
    order = np.lexsort((-went, times))
    times, went = times[order], went[order]
    at_risk = np.arange(len(times), 0, -1)
    survival = np.cumprod(1.0 - went / at_risk)
    points = np.arange(0.0, min(float(times[-1]), 120.0) + 5.0, 5.0)
    place = np.searchsorted(times, points, side="right") - 1
    return tuple(
        (float(point), float(survival[index]) if index >= 0 else 1.0)
        for point, index in zip(points, place, strict=True)
    )
