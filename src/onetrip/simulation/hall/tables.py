"""What the kernel's stages hand on to each other: the visitors as arrays, and what is written about each of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.visitors import Visitors

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Given(NamedTuple):
    """`Visitors` as a tuple."""

    begins: Ints
    arrives: Floats
    group: Ints
    credit: Floats
    booked: Floats
    gate: Floats
    desk: Floats
    to_kiosk: NDArray[np.bool_]
    kiosk: Floats
    kiosk_fails: NDArray[np.bool_]
    window: Floats
    patience: Floats


class Kept(NamedTuple):
    """`outcomes.Lived` as a tuple; `window` counted 0, 1, … and -1. `place`: in line."""

    drew: Floats
    at_kiosk: Floats
    joined: Floats
    begins: Floats
    leaves: Floats
    window: Ints
    fate: NDArray[np.int8]
    place: Floats
    order: Ints
    """Of each day those who join the windows' queue, in the order of joining, counted within the day."""
    line: Ints
    """Room for the line."""
    joiners: Ints
    """How many of `order`, by day."""


def given(visitors: Visitors) -> Given:
    """The visitors as the kernel reads them."""
    return Given(*(np.ascontiguousarray(getattr(visitors, name)) for name in Given._fields))


def kept(visitors: int, days: int) -> Kept:
    """Room for what so many visitors of so many days live through."""
    joiners = np.empty(days, np.int64)
    drew, at_kiosk, joined, begins, leaves, place = (np.empty(visitors) for _ in range(6))
    window, order, line = (np.empty(visitors, np.int64) for _ in range(3))
    fate = np.empty(visitors, np.int8)
    return Kept(drew, at_kiosk, joined, begins, leaves, window, fate, place, order, line, joiners)
