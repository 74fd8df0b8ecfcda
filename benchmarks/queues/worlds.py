"""The halls: each goes wrong in its own way. Half were looked at while the estimate was made, half were kept apart."""

from __future__ import annotations

import math
from collections.abc import Callable

from benchmarks.queues.hall import Queue, Random, World


def humps(an_hour: float, *, monday: float = 1.0, late: float = 0.0) -> Callable[[int, float], float]:
    """Two humps, at half past nine and at two; `late` adds a rush in the last hour."""

    def rate(day: int, minute: float) -> float:
        morning = math.exp(-(((minute - 575) / 60) ** 2))
        afternoon = math.exp(-(((minute - 845) / 60) ** 2))
        rush = late if minute > 930 else 0.0
        return an_hour * (0.45 + 0.9 * morning + 0.6 * afternoon + rush) * (monday if day % 5 == 0 else 1.0)

    return rate


def staffed(full: int, *, lunch: float = 0.6, breaks: bool = True, ill: float = 0.05, late: int = 0) -> object:
    """Shifts of `full` clerks: who eats when, short breaks, somebody ill; `late` of them begin at half past nine."""

    def shifts(_day: int, random: Random) -> list[list[tuple[float, float]]]:
        found = []
        for clerk in range(full):
            if clerk and random.random() < ill:
                found.append([])
                continue
            begin = 570.0 if clerk >= full - late else 510.0 + random.uniform(0, 6)
            parts, now = [], begin
            if random.random() < lunch:
                away = 680 + 40 * (clerk % 3) + random.uniform(-8, 8)
                parts.append((now, away))
                now = away + random.uniform(28, 50)
            if breaks:
                away = random.uniform(now + 20, 950)
                parts.append((now, away))
                now = away + random.uniform(5, 18)
            parts.append((now, 990.0))
            found.append(parts)
        return found

    return shifts


def _drift(day: int, _waiting: int) -> float:
    return 0.85 + 0.012 * day


def _step(day: int, _waiting: int) -> float:
    return 1.0 if day < 20 else 1.25


def _hurry(_day: int, waiting: int) -> float:
    return 1.15 if waiting < 5 else 1.0 if waiting < 20 else 0.82


ALL = frozenset("ABCD")

LOOKED_AT = (
    World("nine windows, any matter", (Queue("A", humps(55)),), staffed(9)),
    World("one in five does not come", (Queue("A", humps(42), no_show=0.2, sigma=0.9),), staffed(6)),
    World(
        "four queues share seven windows",
        (Queue("A", humps(20), 5), Queue("B", humps(12), 8), Queue("C", humps(8), 11), Queue("D", humps(4), 15)),
        staffed(7),
        serves=(ALL, ALL, ALL, frozenset("AB"), frozenset("AB"), frozenset("CD"), frozenset("BC")),
        sampled=5,
    ),
    World("slower week by week", (Queue("A", humps(36)),), staffed(6), pace=_drift, sampled=5),
    World("two windows, twenty days", (Queue("A", humps(12), 7),), staffed(2, ill=0), days=20, sampled=5),
    World("days unlike each other", (Queue("A", humps(40)),), staffed(7, ill=0.15), day_spread=0.25),
)

KEPT_APART = (
    World(
        "bookings pass those who came",
        (Queue("A", humps(24, monday=1.4), booked=6), Queue("B", humps(10), 9)),
        staffed(6),
        sampled=3,
    ),
    World("a messy file, numbers to 99", (Queue("A", humps(44, monday=1.3)),), staffed(7), mess=0.12, top=99),
    World("a rush before closing", (Queue("A", humps(38, late=1.1), sigma=0.8),), staffed(7, late=2), pace=_hurry),
    World("a step slower in the fourth week", (Queue("A", humps(38)),), staffed(7), pace=_step, sampled=1),
    World("families come together", (Queue("A", humps(18)),), staffed(6), batches=0.3, sampled=5),
    World(
        "the longest line goes first",
        (Queue("A", humps(20), 6), Queue("B", humps(16), 7), Queue("C", humps(7), 14)),
        staffed(6, lunch=0.9),
        fair=False,
        days=30,
        sampled=10,
    ),
    World("ten days and no more", (Queue("A", humps(30)),), staffed(5), days=10, sampled=5),
)

SPARE = (
    World("a sample every half hour", (Queue("A", humps(30)),), staffed(5), sampled=30, jitter=0.1),
    World("a sample every hour", (Queue("A", humps(30)), Queue("B", humps(14), 9)), staffed(7), sampled=60, jitter=2.0),
    World("six days and no more", (Queue("A", humps(36, monday=1.3)),), staffed(6), days=6, sampled=5),
    World(
        "five days of three slow queues",
        (Queue("A", humps(6), 9), Queue("B", humps(4), 12), Queue("C", humps(3), 15)),
        staffed(3, ill=0),
        days=5,
        sampled=10,
    ),
)
"""Files that say little: rare samples, few days. Added when the first thirteen had been measured."""

EVER = (*LOOKED_AT, *KEPT_APART, *SPARE)
