"""Days on end: who went home unserved comes again on the next day on which the doors open.

What a day does is the kernel's; here stands only what goes from one day to the next. Who comes again and when hangs on the
person (their own minutes and patience name them) and the day on which they went home, so that two plans send the same
people back, and whoever goes home a second time decides anew. They come as patient as before.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation import chance
from onetrip.simulation.chance import Purpose
from onetrip.simulation.hall.outcomes import Fate, Lived
from onetrip.simulation.hall.visitors import Visitors

WENT_HOME = (int(Fate.LEFT), int(Fate.UNSERVED), int(Fate.NO_NUMBER))


@dataclass(frozen=True)
class Again:
    """`share` of those who went home unserved come again the next open day, within so many `minutes` of the opening, evenly."""

    share: float = 0.8
    minutes: float = 120.0

    def __post_init__(self) -> None:
        """ValueError for a share that is none, or minutes below 0."""
        if not 0 <= self.share <= 1 or self.minutes < 0:
            raise ValueError(f"a share between 0 and 1 and minutes of at least 0: {self}")


def returning(visitors: Visitors, lived: Lived, again: Again, number: int) -> Visitors:
    """Of those who went home unserved on the `number`-th day of opening, who comes again, by simulation, as they will
    arrive on the next one. Without their booking and past the kiosks: whoever has waited in vain goes to the windows."""
    went = np.isin(lived.fate, WENT_HOME)
    chosen = np.flatnonzero(went & (_uniform(visitors, Purpose.AGAIN, number) < again.share))
    arrives = _uniform(visitors, Purpose.AGAIN_AT, number)[chosen] * again.minutes
    day = np.repeat(np.arange(visitors.days), np.diff(visitors.begins))[chosen]
    return _in_order(visitors, chosen, day, arrives)


def with_returning(fresh: Visitors, back: Visitors) -> Visitors:
    """Those who come for the first time and those who come again, each day in the order of arrival. Both of the same days."""
    if fresh.days != back.days:
        raise ValueError(f"days do not match: {fresh.days} and {back.days}")
    day = np.concatenate([np.repeat(np.arange(one.days), np.diff(one.begins)) for one in (fresh, back)])
    columns = {name: np.concatenate([getattr(fresh, name), getattr(back, name)]) for name in _COLUMNS}
    order = np.lexsort((columns["arrives"], day))
    return Visitors(fresh.begins + back.begins, **{name: column[order] for name, column in columns.items()})


def nobody(days: int) -> Visitors:
    """So many days on which nobody comes again."""
    empty: dict[str, Any] = {name: np.empty(0, _TYPES.get(name, np.float64)) for name in _COLUMNS}
    return Visitors(np.zeros(days + 1, np.int64), **empty)


_COLUMNS = [field.name for field in fields(Visitors) if field.name != "begins"]
_TYPES = {"group": np.int64, "to_kiosk": np.bool_, "kiosk_fails": np.bool_}


def _in_order(
    visitors: Visitors, chosen: NDArray[np.int64], day: NDArray[np.int64], arrives: NDArray[np.float64]
) -> Visitors:
    order = np.lexsort((arrives, day))
    columns = {name: getattr(visitors, name)[chosen][order] for name in _COLUMNS}
    columns["arrives"] = arrives[order]
    columns["booked"] = np.full(len(chosen), np.nan)
    columns["to_kiosk"] = np.zeros(len(chosen), np.bool_)
    begins = np.concatenate([[0], np.cumsum(np.bincount(day, minlength=visitors.days))]).astype(np.int64)
    return Visitors(begins, **columns)


def _uniform(visitors: Visitors, purpose: Purpose, number: int) -> NDArray[np.float64]:
    """A number between 0 and 1 for each, by their own minutes and patience and the day: the same whatever line they stand in."""
    one = chance.mixed(np.ascontiguousarray(visitors.window).view(np.uint64))
    of_person = chance.mixed(one ^ np.ascontiguousarray(visitors.patience).view(np.uint64))
    drawn = chance.mixed(chance.mixed(of_person ^ np.uint64(number)) ^ np.uint64(purpose))
    return (np.asarray(drawn >> np.uint64(11), np.float64) + 0.5) * 2.0**-53
