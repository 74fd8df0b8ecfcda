"""A record of working days that were played through another queue than the rehearsal's own; no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import numpy as np

from onetrip.centres.models import Centre
from onetrip.centres.opening import Hours, Opening
from onetrip.centres.queries import Settled
from onetrip.centres.working_days import Calendar
from onetrip.simulation.fitting.lived import DayKind, Fate, Lived, LivedDay
from onetrip.simulation.hall.plans import Plan, WindowShift
from onetrip.web.demonstration.year import shape
from onetrip.web.demonstration.year.queueing import lived_through

MONDAY = date(2026, 11, 30)


def place() -> Settled:
    """A centre with the usual hours and a calendar without holidays; in no database."""
    week = Opening((Hours(True, time(8, 30), time(16, 30)), Hours(False, time(8, 30), time(11, 30))))
    return Settled(Centre(code="LF", time_zone="Asia/Shanghai"), week, Calendar({}, frozenset({2026})))


def lived(days: int = 60, *, people: float = 300.0) -> Lived:
    """Working days that were played through another queue than the rehearsal's."""
    chance = np.random.default_rng(5)
    frequent = shape.frequencies([f"matter-{number}" for number in range(20)], ["matter-1", "matter-2"])
    paces = shape.paces(7)
    parts: list[tuple[np.ndarray, ...]] = []
    made = []
    day = MONDAY - timedelta(days=1)
    while len(made) < days:
        if day.weekday() < 5:
            shifts = [WindowShift(w, 0.0, 480.0, pace=paces[w]) for w in range(7)]
            visitors = shape.visitors(people * shape.WEEKDAYS[day.weekday()], 480.0, frequent, chance)
            came = lived_through(visitors, Plan(shifts, kiosks=6))
            there = ~np.isnan(came.drawn)
            served = came.served[there]
            gone = came.drawn + visitors.patience
            parts.append(
                (
                    np.full(there.sum(), len(made)),
                    came.drawn[there],
                    came.called[there],
                    np.where(served, came.ended[there], gone[there]),
                    visitors.group[there],
                    came.window[there],
                    np.where(served, Fate.SERVED, Fate.LEFT),
                    visitors.credit[there],
                )
            )
            plain = tuple(replace(shift, pace=1.0) for shift in shifts)
            made.append(LivedDay(day, DayKind.WORKING, 480.0, None, plain, tuple(range(7))))
        day -= timedelta(days=1)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort([one.day for one in made])
    place = np.empty(len(made), np.int64)
    place[order] = np.arange(len(made))
    n = len(columns[0])
    return Lived(
        tuple(made[index] for index in order),
        tuple(each.matter for each in frequent),
        place[columns[0]],
        columns[1],
        columns[2],
        columns[3],
        columns[4].astype(np.int64),
        columns[5].astype(np.int64),
        columns[6].astype(np.int64),
        columns[7],
        np.full(n, np.nan),
        np.full(n, np.nan),
    )
