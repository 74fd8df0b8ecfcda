"""A log of another office (`simulation.logs.reading`) as what a centre has lived through, so that it can be fitted."""

from __future__ import annotations

from math import ceil, floor

import numpy as np

from onetrip.simulation.fitting.lived import DayKind, Fate, Floats, Ints, Lived, LivedDay
from onetrip.simulation.hall.plans import SLOT, WindowShift
from onetrip.simulation.logs.reading import VisitTable

UNKNOWN = "unknown"
_SATURDAY = 5


def opens_at(table: VisitTable) -> int:
    """Minutes since midnight of the half hour by which one of twenty has come. ValueError where no arrival is known."""
    known = table.arrived[~np.isnan(table.arrived)]
    if not len(known):
        raise ValueError("no arrival is known")
    return int(floor(float(np.quantile(known, 0.05)) / SLOT) * SLOT)


def lived_of(table: VisitTable) -> Lived:
    """The visits of a log whose arrival is known. ValueError where there is none.

    The log says nothing of doors, holidays, bookings and kiosks: they open with the half hour by which one of twenty has
    come, a weekend is off, a window is open from its first call of a day to its last end. What was served, missed or left
    at an unknown moment counts as somebody who came, and as nothing more.
    """
    opens, kept = opens_at(table), ~np.isnan(table.arrived)
    arrived, called, ended = (column[kept] - opens for column in (table.arrived, table.called, table.ended))
    fate = _fates(table.fate[kept], called, ended)
    day, matter, clerk = table.day[kept], table.matter[kept], table.resource[kept]
    seen = np.where(fate == Fate.OPEN, np.where(np.isnan(called), arrived, called), np.nan)
    return Lived(
        days=tuple(_day(table, number, day, called, ended, clerk) for number in range(len(table.days))),
        matters=(*table.matters, UNKNOWN),
        day=day,
        arrived=arrived,
        called=called,
        ended=np.where(fate == Fate.OPEN, np.nan, ended),
        matter=np.where(matter < 0, len(table.matters), matter),
        clerk=np.where(np.isnan(called), -1, clerk),
        fate=fate,
        credit=np.zeros(len(arrived)),
        booked=np.full(len(arrived), np.nan),
        seen=seen,
    )


def _fates(told: Ints, called: Floats, ended: Floats) -> Ints:
    """The fate as the log says, open where it lacks the moment that belongs to it."""
    lacks = np.select(
        [told == Fate.SERVED, told == Fate.LEFT, told == Fate.MISSED],
        [np.isnan(called) | np.isnan(ended), np.isnan(ended), np.isnan(called)],
        default=True,
    )
    return np.where(lacks, int(Fate.OPEN), told)


def _day(table: VisitTable, number: int, day: Ints, called: Floats, ended: Floats, clerk: Ints) -> LivedDay:
    served = (day == number) & (clerk >= 0) & ~np.isnan(called) & ~np.isnan(ended)
    shifts = tuple(
        WindowShift(int(one), float(called[served & (clerk == one)].min()), float(ended[served & (clerk == one)].max()))
        for one in np.unique(clerk[served])
    )
    last = max((shift.closes for shift in shifts), default=480.0)
    on = table.days[number]
    kind = DayKind.OFF if on.weekday() >= _SATURDAY else DayKind.WORKING
    return LivedDay(on, kind, max(ceil(last / SLOT) * SLOT, SLOT), None, shifts)
