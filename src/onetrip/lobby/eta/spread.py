"""How far a wait strays from what was likely: the range that is told with it, learned from days that were not fitted on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from onetrip.lobby.eta.tracks import Floats, Ints

NOMINAL = 0.8
"""Share of waits that are meant to end within the range told: one in ten sooner, one in ten later."""

GROUPS = 8
"""Groups of equally many cases, by the likely wait, that have a spread of their own."""

EACH_AT_LEAST = 60
LEAST_DAYS = 6.0
"""Days of a queue of its own that weigh as much as all queues together, when its spread is judged."""

NARROWEST = 0.05
"""Least spread on either side, as a logarithm."""


@dataclass(frozen=True)
class Spread:
    """At the likely waits `at` (minutes, rising): logarithms of the factors to the `soonest` and the `latest`; and by
    how much each queue strays more or less than that."""

    at: Floats
    soonest: Floats
    latest: Floats
    queues: Mapping[str, tuple[float, float]]

    def around(self, likely: Floats, queue: str) -> tuple[Floats, Floats]:
        """The soonest and the latest minutes around each likely wait in `queue`."""
        where = np.log1p(likely)
        down, up = self.queues.get(queue, (1.0, 1.0))
        soonest = np.expm1(where + down * np.interp(where, self.at, self.soonest))
        latest = np.expm1(where + up * np.interp(where, self.at, self.latest))
        return np.maximum(soonest, 0.0), latest

    def stored(self) -> dict[str, Any]:
        """As plain lists."""
        lists = {name: np.round(getattr(self, name), 5).tolist() for name in ("at", "soonest", "latest")}
        return {**lists, "queues": {queue: list(both) for queue, both in self.queues.items()}}

    @staticmethod
    def from_stored(stored: dict[str, Any]) -> Spread:
        """From what `stored` gave."""
        queues = {queue: (float(down), float(up)) for queue, (down, up) in stored["queues"].items()}
        at, soonest, latest = (np.array(stored[name], dtype=float) for name in ("at", "soonest", "latest"))
        return Spread(at, soonest, latest, queues)


def learn_spread(likely: Floats, truth: Floats, queue: np.ndarray, day: Ints) -> Spread:
    """The spread of `truth` around `likely`, both of days that the likely waits were not learned from."""
    where = np.log1p(likely)
    stray = np.log1p(truth) - where
    groups = max(1, min(GROUPS, len(likely) // EACH_AT_LEAST))
    order = np.argsort(where, kind="stable")
    parts = np.array_split(order, groups)
    tail = (1 - NOMINAL) / 2
    at = np.array([where[part].mean() for part in parts])
    soonest = np.array([min(np.quantile(stray[part], tail), -NARROWEST) for part in parts])
    latest = np.array([max(np.quantile(stray[part], 1 - tail), NARROWEST) for part in parts])
    at = at + np.arange(groups) * 1e-9  # rising, also where half of the waits are the same
    queues = {}
    for name in np.unique(queue):
        own = queue == name
        days = len(np.unique(day[own]))
        down = _needed(stray[own] / np.interp(where[own], at, soonest), days)
        up = _needed(stray[own] / np.interp(where[own], at, latest), days)
        queues[str(name)] = (down, up)
    return Spread(at, soonest, latest, queues)


def _needed(strayed: Floats, days: int) -> float:
    """By how much the common spread has to be stretched for a queue, drawn to 1 where it has few days."""
    own = float(np.clip(np.quantile(strayed, (1 + NOMINAL) / 2), 0.4, 2.5))
    return (days * own + LEAST_DAYS) / (days + LEAST_DAYS)
