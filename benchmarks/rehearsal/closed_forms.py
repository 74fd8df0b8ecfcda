"""Queues whose waits are known exactly, simulated: how far off, in standard errors, one by one and together."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation import chance
from onetrip.simulation.erlang import erlang_c
from onetrip.simulation.hall.kernel import both
from onetrip.simulation.hall.outcomes import Fate, Lived
from onetrip.simulation.hall.plans import Plan, WindowShift
from onetrip.simulation.hall.visitors import FOREVER, Visitors

Floats = NDArray[np.float64]
MINUTES = 10.0
ALWAYS_FIRST = 1e9
WARM_UP = 0.05
"""Share of each run's first visitors who are not counted: the queue starts empty."""


@dataclass(frozen=True)
class Case:
    """A queue of `windows` windows, `rate` arrivals a minute, and what it should come to: of each run, (name, exact, figure)."""

    name: str
    windows: int
    rate: float
    exact: float
    figure: Callable[[Lived, Visitors], float]
    patience: float = FOREVER
    priority: float = 0.0
    cv: float | None = None
    """None: exponential minutes; else lognormal."""


def erlang_a_leaves(windows: int, rate: float, patience: float) -> float:
    """Share that leaves of M/M/c+M: the birth-and-death chain added up (Palm 1957)."""
    mu, theta = 1.0 / MINUTES, 1.0 / patience
    log_terms, total = [0.0], 0.0
    for n in range(1, windows + 4_000):
        log_terms.append(log_terms[-1] + math.log(rate / (min(n, windows) * mu + max(n - windows, 0) * theta)))
    most = max(log_terms)
    weights = [math.exp(term - most) for term in log_terms]
    total = sum(weights)
    waiting = sum(max(n - windows, 0) * weight for n, weight in enumerate(weights)) / total
    return theta * waiting / rate


def mmc_wait(windows: int, rate: float) -> float:
    """Mean wait of M/M/c (Erlang 1917)."""
    load = rate * MINUTES
    return erlang_c(windows, load) / (windows / MINUTES - rate)


def cobham(windows: int, rate: float, first: float) -> tuple[float, float]:
    """Mean waits of two classes of M/M/c, of which `first` goes before the other, and nobody is interrupted (Cobham 1954)."""
    load = rate * MINUTES
    until_free = erlang_c(windows, load) * MINUTES / windows
    busy_first, busy = load * first / windows, load / windows
    return until_free / (1 - busy_first), until_free / ((1 - busy_first) * (1 - busy))


def pollaczek_khinchine(rate: float, cv: float) -> float:
    """Mean wait of M/G/1 (Pollaczek 1930, Khinchine 1932)."""
    busy = rate * MINUTES
    return busy * MINUTES * (1 + cv * cv) / (2 * (1 - busy))


def _wait(of: Callable[[Visitors], NDArray[np.bool_]]) -> Callable[[Lived, Visitors], float]:
    def mean(lived: Lived, people: Visitors) -> float:
        counted = of(people) & (lived.fate == Fate.SERVED)
        counted[: int(WARM_UP * len(counted))] = False
        return float(lived.wait[counted].mean())

    return mean


def _leaves(lived: Lived, people: Visitors) -> float:
    return float((lived.fate[int(WARM_UP * len(people)) :] == Fate.LEFT).mean())


def _everybody(people: Visitors) -> NDArray[np.bool_]:
    return np.ones(len(people), np.bool_)


def cases() -> list[Case]:
    """The queues."""
    elders, others = cobham(12, 1.08, 0.2)
    everybody = _wait(_everybody)
    return [
        Case("M/M/3, mean wait", 3, 0.2, mmc_wait(3, 0.2), everybody),
        Case("M/M/12 at 90 %, mean wait", 12, 1.08, mmc_wait(12, 1.08), everybody),
        Case(
            "Erlang-A, 10 windows at 112 %, share that leaves", 10, 1.12, erlang_a_leaves(10, 1.12, 60.0), _leaves, 60.0
        ),
        Case(
            "Cobham, 12 windows, 20 % first: wait of the first",
            12,
            1.08,
            elders,
            _wait(lambda p: p.credit > 0),
            priority=0.2,
        ),
        Case("Cobham, the wait of the others", 12, 1.08, others, _wait(lambda p: p.credit == 0), priority=0.2),
        Case("Pollaczek-Khinchine, lognormal, cv 0.8", 1, 0.08, pollaczek_khinchine(0.08, 0.8), everybody, cv=0.8),
    ]


def score(case: Case, customers: int, runs: int, seed: int) -> float:
    """How many standard errors the mean of `runs` runs is from what is exact."""
    plan = Plan([WindowShift(number, 0.0, math.inf) for number in range(case.windows)], last_ticket=math.inf)
    found = []
    for run in range(runs):
        people = _people(case, customers // runs, seed, run)
        lived, _ = both(people, plan)
        found.append(case.figure(lived, people))
    values = np.array(found)
    return float((values.mean() - case.exact) / (values.std(ddof=1) / math.sqrt(runs)))


def _people(case: Case, count: int, seed: int, run: int) -> Visitors:
    numbers = np.arange(count)

    def u(purpose: chance.Purpose) -> Floats:
        return chance.uniform(seed, run, numbers, purpose)

    arrives = np.cumsum(-chance.logarithm(u(chance.Purpose.ARRIVAL)) / case.rate)
    if case.cv is None:
        minutes = -MINUTES * chance.logarithm(u(chance.Purpose.WINDOW))
    else:
        mu, sigma = chance.lognormal_terms(MINUTES, case.cv)
        minutes = chance.exponential(mu + sigma * chance.normal(u(chance.Purpose.WINDOW)))
    patience = np.full(count, FOREVER)
    if case.patience < FOREVER:
        patience = -case.patience * chance.logarithm(u(chance.Purpose.PATIENCE))
    nothing, never = np.zeros(count), np.zeros(count, np.bool_)
    return Visitors(
        begins=np.array([0, count]),
        arrives=arrives,
        group=np.zeros(count, np.int64),
        credit=np.where(u(chance.Purpose.PRIORITY) < case.priority, ALWAYS_FIRST, 0.0),
        booked=np.full(count, np.nan),
        gate=nothing,
        desk=nothing,
        to_kiosk=never,
        kiosk=nothing,
        kiosk_fails=never,
        window=minutes,
        patience=patience,
    )
