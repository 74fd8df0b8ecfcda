"""What a simulated day was like: for each visitor, and in sum."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.visitors import Minutes


class Fate(IntEnum):
    """How a visit ended."""

    SERVED = 1
    """At a window."""
    AT_KIOSK = 2
    LEFT = 3
    """Had waited as long as their patience."""
    UNSERVED = 4
    """No window opened any more."""
    NO_NUMBER = 5
    """Came after the last number."""


class Standing(IntEnum):
    """As what somebody stood in the line; a booking before a priority."""

    ORDINARY = 0
    PRIORITY = 1
    BOOKED = 2


@dataclass(frozen=True)
class Lived:
    """What each visitor lived through; the order of `Visitors`. Moments in minutes, NaN where it did not come to that.

    `drew`: got a number. `at_kiosk`: began at a kiosk. `joined`: the windows' queue. `begins`: was called to window
    `window` (the plan's number; -1: none). `leaves`: left the hall. `wait`: from joining to being called.
    """

    drew: Minutes
    at_kiosk: Minutes
    joined: Minutes
    begins: Minutes
    leaves: Minutes
    window: NDArray[np.int64]
    fate: NDArray[np.int8]

    @property
    def wait(self) -> Minutes:
        """Minutes in the windows' queue of those who were called."""
        return self.begins - self.joined


@dataclass(frozen=True)
class Measures:
    """Each day in sum: all arrays by day, those of two dimensions by day and half hour of drawing, standing or window.

    `numbers`: people given a number. `served`: at windows. `mean_wait`, `longest`: minutes of the served (0: nobody was).
    `within`: called within `promised` minutes. Queued for a window have the served, the left and the unserved. `last`: when the last one left. `worked`: minutes of
    service by window, in the order of `windows`, the plan's numbers.
    """

    numbers: NDArray[np.float64]
    served: NDArray[np.float64]
    at_kiosk: NDArray[np.float64]
    left: NDArray[np.float64]
    unserved: NDArray[np.float64]
    no_number: NDArray[np.float64]
    waited: NDArray[np.float64]
    within: NDArray[np.float64]
    longest: NDArray[np.float64]
    last: NDArray[np.float64]
    kiosk_waited: NDArray[np.float64]
    queued_by_slot: NDArray[np.float64]
    within_by_slot: NDArray[np.float64]
    waited_by_slot: NDArray[np.float64]
    served_by_slot: NDArray[np.float64]
    served_by_standing: NDArray[np.float64]
    waited_by_standing: NDArray[np.float64]
    worked: NDArray[np.float64]
    windows: NDArray[np.int64]

    @property
    def days(self) -> int:
        """How many days."""
        return len(self.numbers)

    @property
    def mean_wait(self) -> NDArray[np.float64]:
        """Minutes of those served, by day; 0 where nobody was."""
        return self.waited / np.maximum(self.served, 1.0)

    @property
    def queued(self) -> NDArray[np.float64]:
        """Those who queued for a window, by day."""
        return self.served + self.left + self.unserved

    @property
    def share_within(self) -> NDArray[np.float64]:
        """Share of all who queued who were called within what is promised, by day: who left was not. 1 where nobody queued."""
        return np.where(self.queued > 0, self.within / np.maximum(self.queued, 1.0), 1.0)

    @property
    def share_within_by_slot(self) -> NDArray[np.float64]:
        """The same by half hour of drawing, over all days: all called within over all who queued."""
        queued = self.queued_by_slot.sum(axis=0)
        return np.asarray(np.where(queued > 0, self.within_by_slot.sum(axis=0) / np.maximum(queued, 1.0), 1.0))

    @property
    def mean_wait_by_standing(self) -> NDArray[np.float64]:
        """Minutes of those served, by day and standing; NaN where nobody was."""
        with np.errstate(invalid="ignore"):
            return self.waited_by_standing / self.served_by_standing


def behind(parts: list[Measures]) -> Measures:
    """Days behind days of one plan."""
    names = [field.name for field in fields(Measures) if field.name != "windows"]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Measures(windows=parts[0].windows, **columns)
