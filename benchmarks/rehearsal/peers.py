"""The common day in plain Python with a heap, in SimPy, in Ciw and in Cimba: what others need for it, and what they come to.

Each draws its own visitors by Python's `random`, but `played`, which is also given the visitors of our kernel: written
from the counts of windows alone, it is the independent exact model of the lunch break.
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Iterable
from random import Random
from typing import NamedTuple

import numpy as np

from benchmarks.rehearsal.common import (
    CVS,
    ELDERS,
    KIOSK,
    KIOSKS,
    LUNCH,
    MINUTES,
    PATIENCE,
    RATES,
    SHARES,
    TO_KIOSK,
)  # fmt: skip
from onetrip.simulation.hall.visitors import Visitors

LUNCH_BEGINS, LUNCH_ENDS, LAST = 150.0, 240.0, 480.0
FULL, LEAN = LUNCH[0], min(LUNCH)
PEAK = max(RATES) / 30.0


class Somebody(NamedTuple):
    """Arrival, whether an elder, minutes at a window, patience; `kiosk`: minutes there, 0 for who goes to a window."""

    arrives: float
    is_elder: bool
    minutes: float
    patience: float
    kiosk: float


def _lognormal(chance: Random, mean: float, cv: float) -> float:
    variance = math.log(1 + cv * cv)
    return chance.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))


def somebody(chance: Random, arrives: float) -> Somebody:
    """One visitor by Python's own chance."""
    if chance.random() < TO_KIOSK:
        return Somebody(
            arrives, is_elder=False, minutes=0.0, patience=0.0, kiosk=_lognormal(chance, KIOSK.mean, KIOSK.cv)
        )
    mean, cv = chance.choices(tuple(zip(MINUTES, CVS, strict=True)), SHARES)[0]
    return Somebody(
        arrives, chance.random() < ELDERS, _lognormal(chance, mean, cv), chance.expovariate(1 / PATIENCE), 0.0
    )


def arrivals(chance: Random) -> Iterable[Somebody]:
    """A day's visitors, by thinning."""
    now = chance.expovariate(PEAK)
    while now < LAST:
        if chance.random() * PEAK < RATES[int(now / 30)] / 30:
            yield somebody(chance, now)
        now += chance.expovariate(PEAK)


def windows_at(now: float) -> int:
    """How many may serve."""
    return LEAN if LUNCH_BEGINS <= now < LUNCH_ENDS else FULL


def played(people: Iterable[Somebody]) -> list[float]:
    """Waits of those served on one day: only how many serve is counted; a window in excess closes when it is free."""
    at_windows: list[Somebody] = []
    kiosks = [0.0] * KIOSKS
    for one in people:
        if one.kiosk:
            heapq.heapreplace(kiosks, max(kiosks[0], one.arrives) + one.kiosk)
        else:
            at_windows.append(one)
    busy: list[float] = []
    elders: deque[Somebody] = deque()
    others: deque[Somebody] = deque()
    waits: list[float] = []
    moments = [(LUNCH_ENDS, -1)] + [(one.arrives, number) for number, one in enumerate(at_windows)]
    heapq.heapify(moments)
    while moments:
        now, number = heapq.heappop(moments)
        if number >= 0:
            one = at_windows[number]
            (elders if one.is_elder else others).append(one)
        while busy and busy[0] <= now:
            heapq.heappop(busy)
        while (elders or others) and len(busy) < windows_at(now):
            one = (elders or others).popleft()
            if one.arrives + one.patience > now:
                waits.append(now - one.arrives)
                heapq.heappush(busy, now + one.minutes)
                heapq.heappush(moments, (now + one.minutes, -2))
    return waits


def as_somebody(visitors: Visitors, day: int) -> list[Somebody]:
    """The visitors of our kernel, for `played`."""
    a, b = visitors.begins[day], visitors.begins[day + 1]
    kiosk = np.where(visitors.to_kiosk, visitors.kiosk, 0.0)
    columns = (visitors.arrives, visitors.credit > 0, visitors.window, visitors.patience, kiosk)
    return [Somebody(*row) for row in zip(*(column[a:b].tolist() for column in columns), strict=True)]


def heapq_days(days: int, seed: int) -> tuple[int, float]:
    """How many came on so many days, and the mean of the days' mean waits."""
    chance, came, means = Random(seed), 0, []  # noqa: S311 -- a simulation
    for _ in range(days):
        people = list(arrivals(chance))
        came += len(people)
        waits = played(people)
        means.append(sum(waits) / max(len(waits), 1))
    return came, sum(means) / days


def simpy_days(days: int, seed: int) -> tuple[int, float]:
    """The same in SimPy: a lunch break is six requests of the highest priority."""
    import simpy

    chance, came, means = Random(seed), 0, []  # noqa: S311 -- a simulation
    for _ in range(days):
        env = simpy.Environment()
        windows = simpy.PriorityResource(env, FULL)
        kiosks = simpy.Resource(env, KIOSKS)
        waits: list[float] = []

        def visit(one, env=env, windows=windows, kiosks=kiosks, waits=waits):  # type: ignore[no-untyped-def]
            if one.kiosk:
                with kiosks.request() as kiosk:
                    yield kiosk
                    yield env.timeout(one.kiosk)
                return
            with windows.request(priority=1 if one.is_elder else 2) as window:
                yield window | env.timeout(one.patience)
                if window.triggered:
                    waits.append(env.now - one.arrives)
                    yield env.timeout(one.minutes)

        def lunch(env=env, windows=windows):  # type: ignore[no-untyped-def]
            yield env.timeout(LUNCH_BEGINS)
            with windows.request(priority=0) as window:
                yield window
                yield env.timeout(max(LUNCH_ENDS - env.now, 0))

        def door(env=env, visit=visit):  # type: ignore[no-untyped-def]
            nonlocal came
            for one in arrivals(chance):
                yield env.timeout(one.arrives - env.now)
                came += 1
                env.process(visit(one))

        env.process(door())
        for _break in range(FULL - LEAN):
            env.process(lunch())
        env.run()
        means.append(sum(waits) / max(len(waits), 1))
    return came, sum(means) / days


def ciw_days(days: int, seed: int) -> tuple[int, float]:
    """The same in Ciw with its own `Schedule`, whose new crew comes while the old one still serves."""
    import ciw

    came, means = 0, []
    ends = [30.0 * (k + 1) for k in range(len(RATES))]
    per_minute = [rate / 30 for rate in RATES]

    class ByGroup(ciw.dists.Distribution):  # type: ignore[misc]
        def sample(self, t=None, ind=None):  # type: ignore[no-untyped-def]  # noqa: ARG002
            mean, cv = self.chance.choices(tuple(zip(MINUTES, CVS, strict=True)), SHARES)[0]
            return _lognormal(self.chance, mean, cv)

        chance = Random(seed)  # noqa: S311 -- a simulation

    class AtKiosk(ByGroup):
        def sample(self, t=None, ind=None):  # type: ignore[no-untyped-def]  # noqa: ARG002
            return _lognormal(self.chance, KIOSK.mean, KIOSK.cv)

    for day in range(days):
        ciw.seed(seed + day)

        def poisson(share: float) -> object:
            return ciw.dists.PoissonIntervals([rate * share for rate in per_minute], ends, LAST)

        walks = 1 - TO_KIOSK
        network = ciw.create_network(
            arrival_distributions={
                "Elder": [poisson(walks * ELDERS), None],
                "Other": [poisson(walks * (1 - ELDERS)), poisson(TO_KIOSK)],
            },
            service_distributions={"Elder": [ByGroup(), AtKiosk()], "Other": [ByGroup(), AtKiosk()]},
            number_of_servers=[
                ciw.Schedule([FULL, LEAN, FULL], [LUNCH_BEGINS, LUNCH_ENDS, 10_000.0], preemption=False),
                KIOSKS,
            ],
            routing={"Elder": [[0.0, 0.0], [0.0, 0.0]], "Other": [[0.0, 0.0], [0.0, 0.0]]},
            priority_classes={"Elder": 0, "Other": 1},
            reneging_time_distributions={
                name: [ciw.dists.Exponential(1 / PATIENCE), None] for name in ("Elder", "Other")
            },
        )
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(2_000.0)
        records = simulation.get_all_records()
        came += len(records)
        waits = [record.waiting_time for record in records if record.node == 1 and record.record_type == "service"]
        means.append(sum(waits) / max(len(waits), 1))
    return came, sum(means) / days


def cimba_days(days: int, seed: int) -> tuple[int, float]:
    """The same in Cimba, on one thread."""
    from benchmarks.rehearsal import cimba_day

    return cimba_day.played(days, seed)
