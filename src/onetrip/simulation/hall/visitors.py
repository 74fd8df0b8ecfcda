"""Who comes on simulated days: everything chance decides about them, drawn before any plan is known.

A plan changes nothing here, so two plans are compared on the very same people (common random numbers). Times are
minutes since the doors opened, as float64; whoever stood there before has a time below zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.float64]
Flags = NDArray[np.bool_]
Index = NDArray[np.int64]

FOREVER = np.inf
"""Patience without an end; a booking that is none is not this but NaN."""


@dataclass(frozen=True)
class Visitors:
    """The visitors of `days` days, day after day, each day in the order of arrival. All arrays are of one length but `begins`.

    `begins`: of each day its first visitor, and behind the last day the number of all (days + 1 entries).
    `arrives`: at the gate. `group`: which of the model's groups of matters (0 to groups - 1).
    `credit`: minutes that a priority counts (`lobby.priorities`); 0 for most. `booked`: the booked time, NaN without one.
    `gate`, `desk`: minutes at the gate and at the front desk; 0 where they do not stop there.
    `to_kiosk`: goes to a kiosk first. `kiosk`: minutes there. `kiosk_fails`: is sent on to the windows afterwards.
    `window`: minutes at a window with a clerk of pace 1. `patience`: minutes until they leave the queue unserved.
    """

    begins: Index
    arrives: Minutes
    group: Index
    credit: Minutes
    booked: Minutes
    gate: Minutes
    desk: Minutes
    to_kiosk: Flags
    kiosk: Minutes
    kiosk_fails: Flags
    window: Minutes
    patience: Minutes

    @property
    def days(self) -> int:
        """How many days they are of."""
        return len(self.begins) - 1

    def __len__(self) -> int:
        return len(self.arrives)
