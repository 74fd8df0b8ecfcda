"""What other weights would have meant for a day that is over. Pure: the same people, the same calls, another order.

Everybody of the day comes when they came, and a window calls whenever one did; only who it calls is decided anew, by
`choosing`. So nothing is gained or lost in all: a minute that one waits less, others wait more. Picks by hand, skills and
missed calls of the day are left out on both sides.
"""

from __future__ import annotations

import heapq
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from onetrip.lobby.choosing import NO_TIME, place_in_line
from onetrip.lobby.priorities import Priorities

BOOKED = "booked"
"""The group of those with a booking and no priority."""


@dataclass(frozen=True)
class Came:
    """Somebody of that day: when they came, with which priority ("" none), whether booked, and when they were called.

    `counts_since`: since when who is booked counted as waiting, which no weight changes."""

    serial: int
    came: datetime
    called: datetime
    reason: str = ""
    is_booked: bool = False
    counts_since: datetime | None = None

    @property
    def group(self) -> str:
        """The group they are counted in: their priority, else BOOKED, else ""."""
        return self.reason or (BOOKED if self.is_booked else "")


@dataclass(frozen=True)
class Waited:
    """The waits of a group in minutes: the half waited at most `median`, nine of ten at most `ninety`."""

    people: int
    median: float
    ninety: float


@dataclass(frozen=True)
class Effect:
    """A group under the weights in force and under others."""

    group: str
    before: Waited
    after: Waited


def place_under(weights: Priorities) -> Callable[[Came], datetime]:
    """Where each stands in line under `weights`."""

    def place(one: Came) -> datetime:
        own = weights.by_code.get(one.reason)
        return place_in_line(one.came, own.credit if own else NO_TIME, counts_since=one.counts_since)

    return place


def replay(people: Sequence[Came], place: Callable[[Came], datetime]) -> dict[int, float]:
    """Minutes each waits, by serial, when every call of the day goes to who stands first by `place` among those there."""
    coming = sorted(people, key=lambda one: (one.came, one.serial))
    waits: dict[int, float] = {}
    line: list[tuple[datetime, int, datetime]] = []
    next_comer = 0
    for call in sorted(one.called for one in people):
        while next_comer < len(coming) and coming[next_comer].came <= call:
            one = coming[next_comer]
            heapq.heappush(line, (place(one), one.serial, one.came))
            next_comer += 1
        if not line:  # a clock that was set back called somebody before they came
            continue
        _, serial, came = heapq.heappop(line)
        waits[serial] = (call - came).total_seconds() / 60
    return waits


def effects(people: Sequence[Came], before: Priorities, after: Priorities) -> list[Effect]:
    """What `after` would have meant in place of `before`: everybody without a priority first, then by the order shown."""
    was, would = replay(people, place_under(before)), replay(people, place_under(after))
    groups: dict[str, list[int]] = {}
    for one in people:
        if one.serial in was and one.serial in would:
            groups.setdefault(one.group, []).append(one.serial)
    shown = ["", *(priority.code for priority in after.all), BOOKED]
    return [
        Effect(group, _waited([was[one] for one in groups[group]]), _waited([would[one] for one in groups[group]]))
        for group in shown
        if group in groups
    ]


def _waited(minutes: list[float]) -> Waited:
    ordered = sorted(minutes)
    ninety = ordered[max(math.ceil(0.9 * len(ordered)) - 1, 0)]
    return Waited(len(ordered), statistics.median(ordered), ninety)
