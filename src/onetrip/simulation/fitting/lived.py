"""What a centre has lived through, as arrays: the only thing the fitting reads. Nobody is in it.

Times are minutes since the doors opened on their day; NaN is "never happened, or not known".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.plans import WindowShift

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class DayKind(StrEnum):
    """What kind of day it is, as far as it changes how many people come."""

    WORKING = "working"
    OFF = "off"
    """Open on a weekend or a public holiday."""
    EVE = "eve"
    """The last working day before a public holiday."""
    AFTER = "after"
    """The first working day after one."""


class Fate(IntEnum):
    """How a visit in the hall ended, as far as the record says."""

    SERVED = 0
    LEFT = 1
    """They said that they go: `ended` is when."""
    MISSED = 2
    """They were not there when called: they left at some moment before `called`."""
    OPEN = 3
    """The record ends while they wait (`called` is NaN) or are being served (`ended` is NaN); `seen` is when it ends."""


@dataclass(frozen=True)
class LivedDay:
    """A day on which the doors were open for `length` minutes, with the windows as they really were.

    `since_reopening`: days of opening since the first one after a long closure (0: that one); None: no closure before it.
    `clerks`: who was there in each of the `shifts`, as numbers of `Lived.clerk`; empty where nobody knows.
    `booked`: people who had booked for it, of whom `came` came.
    """

    day: date
    kind: DayKind
    length: float = 480.0
    since_reopening: int | None = None
    shifts: tuple[WindowShift, ...] = ()
    clerks: tuple[int, ...] = ()
    booked: int = 0
    came: int = 0


@dataclass(frozen=True)
class Lived:
    """The visits of `days` in the hall, and the stays at its kiosks. Arrays of visits are of one length.

    `day`: place in `days`. `matter`: place in `matters`. `clerk`: a number that means this clerk here and nothing
    elsewhere, -1 where nobody served. `credit`: minutes that a priority counts. `booked`: the booked time, NaN without
    one. `called`: when a window called them. `seen`: when the record of an open visit ends.
    """

    days: tuple[LivedDay, ...]
    matters: tuple[str, ...]
    day: Ints
    arrived: Floats
    called: Floats
    ended: Floats
    matter: Ints
    clerk: Ints
    fate: Ints
    credit: Floats
    booked: Floats
    seen: Floats
    kiosk_day: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    kiosk_minutes: Floats = field(default_factory=lambda: np.empty(0, np.float64))
    kiosk_failed: Flags = field(default_factory=lambda: np.empty(0, np.bool_))

    def __len__(self) -> int:
        return len(self.day)

    @property
    def waits(self) -> Floats:
        """Minutes from arriving to being called; NaN where nobody was called."""
        return self.called - self.arrived

    def part(self, first: int, last: int) -> Lived:
        """The days from `first` up to, not with, `last`, as a record of their own."""
        kept = (self.day >= first) & (self.day < last)
        stays = (self.kiosk_day >= first) & (self.kiosk_day < last)
        return Lived(
            self.days[first:last],
            self.matters,
            self.day[kept] - first,
            self.arrived[kept],
            self.called[kept],
            self.ended[kept],
            self.matter[kept],
            self.clerk[kept],
            self.fate[kept],
            self.credit[kept],
            self.booked[kept],
            self.seen[kept],
            self.kiosk_day[stays] - first,
            self.kiosk_minutes[stays],
            self.kiosk_failed[stays],
        )
