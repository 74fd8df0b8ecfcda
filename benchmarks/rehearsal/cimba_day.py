"""The common day in Cimba, as its own documentation has such halls: a visitor is a process, the windows a resource whose
capacity changes over lunch, patience a timer. ImportError where it is not installed."""

from __future__ import annotations

import math

import cimba
import numpy as np

from benchmarks.rehearsal.common import CVS, ELDERS, KIOSK, KIOSKS, LUNCH, MINUTES, PATIENCE, RATES, SHARES, TO_KIOSK
from benchmarks.rehearsal.peers import FULL, LAST, LEAN, LUNCH_BEGINS, LUNCH_ENDS, PEAK

assert tuple(LUNCH) == (FULL,) * 5 + (LEAN,) * 3 + (FULL,) * 8

_VARIANCES = [math.log(1 + cv * cv) for cv in (*CVS, KIOSK.cv)]
_SIGMA = tuple(math.sqrt(variance) for variance in _VARIANCES)
_MU = tuple(math.log(mean) - variance / 2 for mean, variance in zip((*MINUTES, KIOSK.mean), _VARIANCES, strict=True))
_UP_TO = (*map(float, np.cumsum(SHARES)[:-1]), 1.0)
_RATES = tuple(rate / 30 / PEAK for rate in RATES)
_KIOSK_MU, _KIOSK_SIGMA = _MU[-1], _SIGMA[-1]


class Visitor(cimba.Model):
    """One who comes."""

    hall: cimba.Ref[Hall]

    @cimba.process
    def visit(self) -> None:
        hall = self.hall
        if cimba.random.uniform() < TO_KIOSK:
            hall.kiosks.acquire(1)
            cimba.hold(cimba.random.lognormal(_KIOSK_MU, _KIOSK_SIGMA))
            hall.kiosks.release(1)
            return
        priority = 1 if cimba.random.uniform() < ELDERS else 0
        u, group = cimba.random.uniform(), 0
        while u >= _UP_TO[group]:
            group += 1
        minutes = cimba.random.lognormal(_MU[group], _SIGMA[group])
        came, me = cimba.now(), cimba.this_process()
        me.timer_set(cimba.random.exponential(PATIENCE), 1)
        if hall.windows.acquire(1, priority) == 0:
            me.timers_clear()
            hall.served += 1
            hall.waited += cimba.now() - came
            cimba.hold(minutes)
            hall.windows.release(1)


class Hall(cimba.Model):
    """One day."""

    windows: cimba.Resource = cimba.Resource(capacity=FULL)
    kiosks: cimba.Resource = cimba.Resource(capacity=KIOSKS)
    served: int = 0
    waited: float = 0.0
    came: cimba.Output[int]
    mean_wait: cimba.Output[float]

    @cimba.process
    def door(self) -> None:
        cimba.hold(cimba.random.exponential(1.0 / PEAK))
        while cimba.now() < LAST:
            if cimba.random.uniform() < _RATES[int(cimba.now() / 30.0)]:
                self.came += 1
                cimba.spawn(Visitor, hall=self)
            cimba.hold(cimba.random.exponential(1.0 / PEAK))

    @cimba.process
    def lunch(self) -> None:
        cimba.hold(LUNCH_BEGINS)
        self.windows.set_capacity(LEAN)
        cimba.hold(LUNCH_ENDS - LUNCH_BEGINS)
        self.windows.set_capacity(FULL)

    @cimba.on_end
    def finish(self) -> None:
        self.mean_wait = self.waited / max(self.served, 1)


def played(days: int, seed: int) -> tuple[int, float]:
    """How many came on so many days, and the mean of the days' mean waits; one thread."""
    hall = Hall()
    results = cimba.Experiment(hall, replications=days, window=cimba.Window.until_idle(), seed=seed).run(workers=1)
    if results.failed.any():
        raise RuntimeError(f"Cimba gave up: {results.failure_reasons}")
    return int(results[hall].came.values.sum()), float(results[hall].mean_wait.values.mean())
