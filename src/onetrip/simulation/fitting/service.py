"""How long people are at a window: lognormal minutes by matter, with a pace for each clerk.

log minutes = matter + clerk + noise. Matters seen rarely are drawn towards the mean of all, clerks towards 1, as far as
the scatter between them says (empirical Bayes with normal effects, Efron & Morris 1975); visits that were not over when
the record ended count with what is known of them: they took longer (expectation maximisation for a censored normal,
Tobin 1958, Aitkin 1981).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from onetrip.simulation.fitting.estimates import Estimate, example, on_log_scale
from onetrip.simulation.fitting.lived import Fate, Flags, Floats, Ints, Lived

LEAST_MINUTES = 0.25
"""Shorter is a number called by mistake and ended at once; it is counted as this."""

EXAMPLE_MINUTES, EXAMPLE_CV = 7.8, 0.8
"""Where nobody was served (domain facts: median 6 minutes, nineteen of twenty within 20)."""

_ROUNDS = 60
_LIKE = 20.0
"""So many visits of the common scatter are added to the scatter of one matter, and so many of the usual scatter of such halls
to the common one (priors)."""

_USUAL_VARIANCE = math.log1p(EXAMPLE_CV**2)


@dataclass(frozen=True)
class Service:
    """By matter its minutes (mean) and coefficient of variation; by clerk a pace (1: the usual, 1.2: a fifth slower).

    `paces_by_matter`: [clerk, matter], beyond the clerk's own pace, drawn towards 1. `visits`: [clerk, matter], how many.
    """

    minutes: tuple[Estimate, ...]
    cv: Floats
    paces: dict[int, Estimate]
    clerks: Ints
    paces_by_matter: Floats
    visits: Floats
    censored: int


def fit(lived: Lived) -> Service:
    """The likeliest minutes and paces of what was served, and of what was still being served."""
    began = ~np.isnan(lived.called) & np.isin(lived.fate, (Fate.SERVED, Fate.OPEN))
    cut = began & (lived.fate == Fate.OPEN)
    until = np.where(cut, lived.seen, lived.ended)
    kept = began & ~np.isnan(until)
    cut = cut[kept]
    logs = np.log(np.maximum(until[kept] - lived.called[kept], LEAST_MINUTES))
    matter = lived.matter[kept]
    clerks, clerk = np.unique(lived.clerk[kept], return_inverse=True)
    count = len(lived.matters)
    if not len(logs) or cut.all():
        empty = np.ones((0, count))
        return Service(
            (example(EXAMPLE_MINUTES),) * count,
            np.full(count, EXAMPLE_CV),
            {},
            np.empty(0, np.int64),
            empty,
            empty,
            len(logs),
        )
    means = _Effects.of(logs, cut, matter, clerk, count, len(clerks))
    return _told(means, clerks, matter, clerk, int(cut.sum()))


@dataclass
class _Effects:
    """What the rounds of expectation maximisation work out, on the scale of logarithms."""

    logs: Floats
    centre: float
    matter: Floats
    clerk: Floats
    variance: float
    by_matter: Floats
    between_matters: float
    between_clerks: float
    matter_visits: Floats
    clerk_visits: Floats

    @classmethod
    def of(cls, logs: Floats, cut: Flags, matter: Ints, clerk: Ints, matters: int, clerks: int) -> _Effects:
        n_matter = np.bincount(matter, minlength=matters).astype(np.float64)
        n_clerk = np.bincount(clerk, minlength=clerks).astype(np.float64)
        own, pace = np.zeros(matters), np.zeros(clerks)
        centre, variance = float(logs.mean()), float(max(logs.var(), 0.01))
        scatter = np.full(matters, variance)
        between, paces = 0.1, 0.01
        filled, extra = logs.copy(), np.zeros(len(logs))
        where = np.flatnonzero(cut)
        for _ in range(_ROUNDS):
            before = centre, own.copy(), pace.copy()
            if len(where):
                mean = centre + own[matter[where]] + pace[clerk[where]]
                filled[where], extra[where] = _beyond(mean, np.sqrt(scatter[matter[where]]), logs[where])
            own, weight = _shrunk(filled - centre - pace[clerk], matter, n_matter, variance, between)
            between = _between(own, weight, n_matter, floor=1e-4)
            pace, weight = _shrunk(filled - centre - own[matter], clerk, n_clerk, variance, paces)
            pace -= np.average(pace, weights=n_clerk)
            paces = _between(pace, weight, n_clerk, floor=1e-5)
            centre = float((filled - own[matter] - pace[clerk]).mean())
            square = (filled - centre - own[matter] - pace[clerk]) ** 2 + extra
            variance = float((square.sum() + _LIKE * _USUAL_VARIANCE) / (len(square) + _LIKE))
            scatter = (np.bincount(matter, square, matters) + _LIKE * variance) / (n_matter + _LIKE)
            moved = max(abs(centre - before[0]), np.abs(own - before[1]).max(), np.abs(pace - before[2]).max())
            if moved < 1e-6:
                break
        return cls(filled, centre, own, pace, variance, scatter, between, paces, n_matter, n_clerk)


def _shrunk(rest: Floats, of: Ints, visits: Floats, variance: float, between: float) -> tuple[Floats, Floats]:
    """Effects drawn towards 0, and the variance that is left of each."""
    precision = visits / variance + 1.0 / between
    return np.bincount(of, rest, len(visits)) / variance / precision, 1.0 / precision


def _between(effects: Floats, left: Floats, visits: Floats, *, floor: float) -> float:
    """Variance between the effects, of those that were seen."""
    seen = visits > 0
    return max(float((effects[seen] ** 2 + left[seen]).mean()), floor)


def _beyond(mean: Floats, sd: Floats, least: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a normal number of which only is known that it is above `least` (Mills' ratio)."""
    at = np.clip((least - mean) / sd, -30.0, 30.0)
    tail = np.array([0.5 * math.erfc(each / math.sqrt(2.0)) for each in at])
    density = np.exp(-0.5 * at**2) / math.sqrt(2 * math.pi)
    # Far out Mills' ratio is a little above the distance itself, where both numbers vanish.
    ratio = np.where(tail > 1e-12, density / np.maximum(tail, 1e-300), at + 1.0 / np.maximum(at, 1.0))
    found = mean + sd * ratio
    return np.maximum(found, least), np.maximum(sd**2 * (1 + at * ratio - ratio**2), 0.0)


def _told(found: _Effects, clerks: Ints, matter: Ints, clerk: Ints, censored: int) -> Service:
    minutes, cv = [], np.empty(len(found.matter))
    for place, visits in enumerate(found.matter_visits):
        scatter = float(found.by_matter[place])
        sd = math.sqrt(1.0 / (visits / scatter + 1.0 / found.between_matters))
        log_mean = found.centre + float(found.matter[place]) + scatter / 2
        minutes.append(on_log_scale(log_mean, sd, int(visits)))
        cv[place] = math.sqrt(math.expm1(min(scatter, 20.0)))
    paces = {
        int(number): on_log_scale(
            float(found.clerk[place]),
            math.sqrt(1.0 / (found.clerk_visits[place] / found.variance + 1.0 / found.between_clerks)),
            int(found.clerk_visits[place]),
        )
        for place, number in enumerate(clerks)
        if number >= 0
    }
    both, visits = _together(found, matter, clerk)
    return Service(tuple(minutes), cv, paces, clerks.astype(np.int64), both, visits, censored)


def _together(found: _Effects, matter: Ints, clerk: Ints) -> tuple[Floats, Floats]:
    """Paces of each clerk with each matter beyond both, by moments: drawn to 1 where they met rarely."""
    shape = len(found.clerk), len(found.matter)
    cell = clerk * shape[1] + matter
    rest = found.logs - found.centre - found.matter[matter] - found.clerk[clerk]
    visits = np.bincount(cell, minlength=shape[0] * shape[1]).astype(np.float64)
    mean = np.bincount(cell, rest, shape[0] * shape[1]) / np.maximum(visits, 1.0)
    seen = visits >= 2
    noise = found.variance / np.maximum(visits, 1.0)
    total = visits[seen].sum()
    between = float((visits[seen] * (mean[seen] ** 2 - noise[seen])).sum() / total) if total else 0.0
    between = max(between, 0.0)
    shrunk = mean * between / (between + noise) if between else np.zeros_like(mean)
    return np.exp(shrunk).reshape(shape), visits.reshape(shape)
