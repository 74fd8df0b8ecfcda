"""What another quota would mean, before anybody decides it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class HalfHour:
    """One half hour of a day: the quota as it is and as it would be, who is booked, how many walk in as a rule (None: too
    few days to say), and how many people the planned windows serve."""

    starts: time
    now: int
    then: int
    booked: int
    expected: int | None
    capacity: float

    @property
    def is_below_booked(self) -> bool:
        """Whether more are booked than the quota would be: they all keep their place, nobody else gets one."""
        return self.booked > self.then

    @property
    def load(self) -> int | None:
        """Per cent of what the windows do, if every place is booked and as many walk in as usual; None where nobody knows."""
        if self.expected is None or not self.capacity:
            return None
        return round(100 * (self.then + self.expected) / self.capacity)


@dataclass(frozen=True)
class Effect:
    """A day's half hours, and what they add up to."""

    slots: tuple[HalfHour, ...]

    @property
    def now(self) -> int:
        """Places of the day as it is."""
        return sum(slot.now for slot in self.slots)

    @property
    def then(self) -> int:
        """Places of the day as it would be."""
        return sum(slot.then for slot in self.slots)

    @property
    def over_booked(self) -> int:
        """People who are booked beyond what the quota would be, over all half hours."""
        return sum(max(0, slot.booked - slot.then) for slot in self.slots)

    @property
    def too_full(self) -> tuple[HalfHour, ...]:
        """Half hours in which more would come than the windows serve."""
        return tuple(slot for slot in self.slots if (slot.load or 0) > 100)


def effect(
    starts: Sequence[time],
    now: Mapping[time, int],
    then: Mapping[time, int],
    *,
    booked: Mapping[time, int],
    expected: Mapping[time, int] | None,
    windows: int,
    minutes: float,
) -> Effect:
    """The half hours from `starts` with both quotas; `windows` and `minutes` are those that would be."""
    capacity = windows * 30 / minutes
    return Effect(
        tuple(
            HalfHour(
                each,
                now.get(each, 0),
                then.get(each, 0),
                booked.get(each, 0),
                None if expected is None else expected.get(each, 0),
                capacity,
            )
            for each in starts
        )
    )
