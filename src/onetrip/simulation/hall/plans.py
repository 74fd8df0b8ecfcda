"""How the hall is staffed on a day. Times are minutes since the doors opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SLOT = 30.0
"""Minutes of a half hour: what windows are planned by."""


@dataclass(frozen=True, slots=True)
class WindowShift:
    """A window that is open from `opens` to `closes`; whoever is being served then is served to the end.

    `lacks`: groups its clerk is not qualified for (as `lobby.choosing.Caller.lacks`). `pace`: minutes of a visit are taken
    times this; 1 is the usual clerk.
    """

    window: int
    opens: float
    closes: float
    lacks: frozenset[int] = frozenset()
    pace: float = 1.0


@dataclass(frozen=True, slots=True)
class Tidal:
    """Windows that open once somebody has waited `after` minutes, and close when nobody has waited `until` any more.

    Whether to close is looked at when such a window would call. Their clerks are qualified for everything; they have no
    shift in the plan. 0 < until <= after.
    """

    windows: tuple[int, ...] = ()
    after: float = 30.0
    until: float = 10.0


@dataclass(frozen=True)
class Plan:
    """One day's plan.

    `shifts`: a window with lunch has two. `gates`, `desks`, `kiosks`: how many there are (0: nobody stops there; visitors
    for a kiosk then go to the windows). `last_ticket`: minutes after which nobody is given a number. `promised`: minutes
    of waiting within which people are to be served. `early`, `late`: as `appointments.fairness`: how long before and
    after the booked time a booking counts; `head_start`, `late_credit`: minutes that it counts when on time and when too
    late (`early` changes nothing about the place, here as there; nobody here has told us they will be late).
    `first_free_closes`: clerks are alike, so where a window is to close while it serves, the next one that is free and
    would call closes in its stead: a plan of how many, not of who. `serves_out`: whoever works when the last number has
    been given stays until nobody waits.
    """

    shifts: Sequence[WindowShift]
    gates: int = 0
    desks: int = 0
    kiosks: int = 0
    tidal: Tidal = Tidal()
    last_ticket: float = 480.0
    promised: float = 20.0
    early: float = 15.0
    late: float = 15.0
    head_start: float = 20.0
    late_credit: float = 10.0
    first_free_closes: bool = False
    serves_out: bool = False

    @classmethod
    def by_half_hour(cls, windows: Sequence[int], **more: object) -> Plan:
        """`windows[k]` of them open in the k-th half hour: the first so many, window after window."""
        most = max(windows, default=0)
        shifts = []
        for window in range(most):
            since: int | None = None
            for slot, count in enumerate([*windows, 0]):
                if count > window and since is None:
                    since = slot
                elif count <= window and since is not None:
                    shifts.append(WindowShift(window, since * SLOT, slot * SLOT))
                    since = None
        return cls(shifts, **more)  # type: ignore[arg-type]
