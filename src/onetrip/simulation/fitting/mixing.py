"""What people come for: the matters by frequency, with the rare ones taken together as one group."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from onetrip.simulation.fitting.estimates import Estimate, share
from onetrip.simulation.fitting.lived import Floats, Ints, Lived
from onetrip.simulation.fitting.service import Service

MOST_GROUPS = 12
"""Groups that are kept apart; the kernel carries more, a page does not."""

LEAST_VISITS = 30
"""Visits below which a matter goes with the rest."""

OTHERS = ""
"""The name of the group of the rest."""


@dataclass(frozen=True)
class Mixed:
    """A group of matters: which (places in `Lived.matters`), its share, and minutes and scatter of the mixture."""

    name: str
    matters: tuple[int, ...]
    share: Estimate
    minutes: Estimate
    cv: float


def fit(lived: Lived, service: Service) -> tuple[tuple[Mixed, ...], Ints]:
    """The groups, most frequent first and the rest last, and for each matter the place of its group."""
    visits = np.bincount(lived.matter, minlength=len(lived.matters))
    order = [int(place) for place in np.argsort(-visits, kind="stable") if visits[place] >= LEAST_VISITS]
    alone = order[:MOST_GROUPS]
    rest = tuple(place for place in range(len(visits)) if place not in alone and visits[place])
    total = int(visits.sum())
    groups = [
        Mixed(
            lived.matters[place],
            (place,),
            share(int(visits[place]), total, otherwise=0.0),
            service.minutes[place],
            float(service.cv[place]),
        )
        for place in alone
    ]
    if rest:
        groups.append(_together(rest, visits, total, service))
    where = np.full(len(visits), len(groups) - 1, np.int64)
    for number, group in enumerate(groups):
        where[list(group.matters)] = number
    return tuple(groups), where


def _together(rest: tuple[int, ...], visits: Ints, total: int, service: Service) -> Mixed:
    """Mean and variance of a mixture are those of its parts and of the distances between their means."""
    places = list(rest)
    weight: Floats = visits[places] / visits[places].sum()
    mean = np.array([service.minutes[place].value for place in places])
    middle = float(weight @ mean)
    variance = float(weight @ ((service.cv[places] * mean) ** 2 + (mean - middle) ** 2))
    sd = np.array([_log_sd(service.minutes[place]) for place in places])
    error = math.sqrt(float(weight**2 @ (sd * mean) ** 2)) / middle
    people = int(visits[places].sum())
    told = Estimate(middle, middle * math.exp(-1.96 * error), middle * math.exp(1.96 * error), people)
    return Mixed(OTHERS, rest, share(people, total, otherwise=0.0), told, math.sqrt(variance) / middle)


def _log_sd(told: Estimate) -> float:
    return math.log(told.high / told.low) / (2 * 1.96) if 0 < told.low < told.high else 0.0
