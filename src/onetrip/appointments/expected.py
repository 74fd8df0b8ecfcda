"""How many people walk in at which half hour, by the days behind. Pure.

Counted are the numbers drawn on earlier days of the same kind, a median per half hour. Where there are too few days
nothing is expected rather than guessed.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

WEEKS = 8
"""How many weeks are looked back on (example)."""

LEAST_DAYS = 3
"""Days of a weekday below which nothing is expected of it (example)."""

CLEARLY_LESS = 0.7
"""A half hour is quiet when at most this share of the day's median half hour walks in (example)."""


@dataclass(frozen=True)
class Expected:
    """People who are likely to walk in by half hour, from `days` days like it."""

    by_slot: Mapping[time, int]
    days: int

    @property
    def quiet(self) -> frozenset[time]:
        """The half hours in which clearly fewer people come than in most of that day."""
        if not self.by_slot:
            return frozenset()
        usual = statistics.median(self.by_slot.values())
        return frozenset(slot for slot, people in self.by_slot.items() if people <= usual * CLEARLY_LESS - 1e-9)


NOTHING = Expected({}, 0)


def expected_by_weekday(drawn: Iterable[tuple[date, time, int]], ordinary: Mapping[date, bool]) -> dict[int, Expected]:
    """By weekday (Monday is 0) what to expect, from how many numbers were drawn on each day in each half hour.

    Only days that are `ordinary` (as their weekday usually is) count, and of them only those on which anybody came.
    """
    people: dict[date, Counter[time]] = defaultdict(Counter)
    for day, slot, number in drawn:
        if ordinary.get(day, False):
            people[day][slot] += number
    by_weekday: dict[int, list[Counter[time]]] = defaultdict(list)
    for day, counted in people.items():
        by_weekday[day.weekday()].append(counted)
    return {
        weekday: Expected(
            {slot: round(statistics.median(each[slot] for each in counted)) for slot in sorted(set().union(*counted))},
            len(counted),
        )
        for weekday, counted in by_weekday.items()
        if len(counted) >= LEAST_DAYS
    }
