"""What the simulation of a hall expects of a drill, before it is played: the same residents, drawn many times. Pure.

The days are played by the twin in plain Python: a morning of five hundred takes it a few milliseconds, and nothing has to be
compiled first. Whoever goes to a kiosk ends there, as in the drill; that a kiosk fails or a line is cut is not foreseen.
"""

from __future__ import annotations

import math
from itertools import accumulate

import numpy as np

from onetrip.lobby.priorities import SHIPPED
from onetrip.rehearsal.drilling.prediction import Prediction
from onetrip.rehearsal.drilling.residents import Resident, drawn
from onetrip.rehearsal.drilling.scenario import HALF_HOUR, Faints, Scenario
from onetrip.rules import Text
from onetrip.simulation.hall.outcomes import Lived
from onetrip.simulation.hall.plans import Plan, WindowShift
from onetrip.simulation.hall.twin import lived
from onetrip.simulation.hall.visitors import FOREVER, Visitors

DAYS = 100
BETWEEN = 0.7
"""Minutes between the end of one visit and the next resident sitting down: they are called and walk."""
_LONGEST = 1000.0
"""Minutes after which no window of a drill is open any more; everybody has long been served."""
_SOON = 20.0


def simulated(scenario: Scenario, *, days: int = DAYS) -> Prediction:
    """The mean wait, the share called within 20 minutes and the queue by half hour, over so many days of this scenario."""
    came = [drawn(scenario, seed=-1 - day) for day in range(days)]
    visitors = _visitors(came)
    if not len(visitors):
        return Prediction(0.0, 1.0, (0.0,), _source(days, 0.0, 0.0))
    told = lived(visitors, Plan(_shifts(scenario), kiosks=max(1, scenario.kiosks), last_ticket=_LONGEST))
    means = [np.nanmean(of_day) for of_day in _by_day(visitors, told.wait) if not np.isnan(of_day).all()]
    waits = told.wait[~np.isnan(told.wait)]
    low, high = np.quantile(means, [0.05, 0.95]) if means else (0.0, 0.0)
    return Prediction(
        float(np.mean(means)) if means else 0.0,
        float(np.mean(waits <= _SOON)) if len(waits) else 1.0,
        _lines(told, days),
        _source(days, float(low), float(high)),
    )


def _source(days: int, low: float, high: float) -> Text:
    return Text(
        f"同样的人模拟了 {days} 遍；十遍里九遍，平均等 {low:.0f} 到 {high:.0f} 分钟。",
        f"The same kind of people, simulated {days} times; in nine of ten the mean wait was {low:.0f} to {high:.0f} min.",
    )


def _visitors(days: list[list[Resident]]) -> Visitors:
    """Those of a kiosk go to one; the others stand in line with the credit that their reason gives by the shipped weights."""
    people = [one for day in days for one in day]
    goes = np.array([one.kind.goes == "kiosk" for one in people], bool)
    none = np.zeros(len(people))
    return Visitors(
        begins=np.array([0, *accumulate(len(day) for day in days)], np.int64),
        arrives=np.array([one.arrives for one in people], np.float64),
        group=np.zeros(len(people), np.int64),
        credit=np.array([SHIPPED.minutes(one.kind.reason) for one in people], np.float64),
        booked=np.full(len(people), math.nan),
        gate=none,
        desk=none,
        to_kiosk=goes,
        kiosk=np.where(goes, 1.0, 0.0),
        kiosk_fails=np.zeros(len(people), bool),
        window=np.array([one.minutes + BETWEEN for one in people], np.float64),
        patience=np.array([FOREVER if one.kind.patience is None else one.kind.patience for one in people], np.float64),
    )


def _shifts(scenario: Scenario) -> list[WindowShift]:
    """Every window to the end, without the minutes in which its clerk helps somebody who fainted."""
    shifts = []
    for number in range(1, scenario.windows + 1):
        since = 0.0
        for event in sorted((one for one in scenario.events if isinstance(one, Faints)), key=lambda one: one.at):
            if number in event.windows and event.at + event.minutes > since:
                if event.at > since:
                    shifts.append(WindowShift(number, since, event.at))
                since = event.at + event.minutes
        shifts.append(WindowShift(number, since, _LONGEST))
    return shifts


def _by_day(visitors: Visitors, values: np.ndarray) -> list[np.ndarray]:
    return np.split(values, visitors.begins[1:-1])


def _lines(told: Lived, days: int) -> tuple[float, ...]:
    """How many stand in line at the end of each half hour, until nobody does."""
    until = np.where(np.isnan(told.begins), told.leaves, told.begins)
    lines: list[float] = []
    while not lines or lines[-1] >= 0.5:
        at = (len(lines) + 1) * HALF_HOUR
        lines.append(round(float(np.sum((told.joined <= at) & (until > at))) / days, 1))
        if at > _LONGEST:
            break
    return tuple(lines)
