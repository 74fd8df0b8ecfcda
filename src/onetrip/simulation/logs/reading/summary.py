"""A table of visits in figures: who comes when, how long they wait and take, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from onetrip.simulation.logs.reading.log import Fate, Minutes, VisitTable

HALF_HOUR = 30
PROMISED = 20.0
"""Minutes of waiting that the summary counts by."""


@dataclass(frozen=True)
class Spread:
    """Minutes of `count` visits; NaN without any."""

    count: int
    mean: float
    median: float
    p90: float

    @classmethod
    def of(cls, minutes: Minutes) -> Spread:
        """Of those that are known."""
        known = minutes[~np.isnan(minutes)]
        if not len(known):
            return cls(0, np.nan, np.nan, np.nan)
        return cls(len(known), float(known.mean()), float(np.median(known)), float(np.quantile(known, 0.9)))


@dataclass(frozen=True)
class Summary:
    """`arrivals`: minute of the day at which a half hour begins, and people a day who come in it. `matters`: the most
    frequent first, "" for unknown ones. `within`: share of known waits up to PROMISED minutes, NaN without any."""

    first: date
    last: date
    days: int
    visits: int
    fates: dict[str, int]
    arrivals: Sequence[tuple[int, float]]
    waits: Spread
    within: float
    services: Spread
    matters: Sequence[tuple[str, int, Spread]]
    resources: int


def summary(table: VisitTable) -> Summary:
    """The figures of a table with at least one visit."""
    waits = table.waits
    known = waits[~np.isnan(waits)]
    return Summary(
        first=table.days[0],
        last=table.days[-1],
        days=len(table.days),
        visits=len(table),
        fates={fate.name.lower(): int((table.fate == fate).sum()) for fate in Fate},
        arrivals=_arrivals(table),
        waits=Spread.of(waits),
        within=float((known <= PROMISED).mean()) if len(known) else np.nan,
        services=Spread.of(table.services),
        matters=_matters(table),
        resources=len(table.resources),
    )


def _arrivals(table: VisitTable) -> list[tuple[int, float]]:
    known = table.arrived[~np.isnan(table.arrived)]
    if not len(known):
        return []
    counts = np.bincount((known // HALF_HOUR).astype(np.int64))
    first = int(np.flatnonzero(counts)[0])
    return [(slot * HALF_HOUR, float(counts[slot] / len(table.days))) for slot in range(first, len(counts))]


def _matters(table: VisitTable) -> list[tuple[str, int, Spread]]:
    services = table.services
    found = [
        (table.matters[place] if place >= 0 else "", int((of := table.matter == place).sum()), Spread.of(services[of]))
        for place in np.unique(table.matter)
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))
