"""A plan as arrays: what the kernel and its twin read. Here a plan is checked, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.plans import SLOT, Plan, WindowShift


class Compiled(NamedTuple):
    """A plan for `groups` groups. Windows are counted 0, 1, … in the order of their numbers.

    `numbers`: the plan's number of each window. `first`: the first shift of each window, and behind the last the number of
    all; `opens`, `closes`, `pace`, `lacks` (shift by group): of each shift, those of a window in the order of time.
    `is_tidal`: of each window; such a one has no shift. `changes`: all moments at which a shift begins or ends, in order.
    """

    numbers: NDArray[np.int64]
    first: NDArray[np.int64]
    opens: NDArray[np.float64]
    closes: NDArray[np.float64]
    pace: NDArray[np.float64]
    lacks: NDArray[np.bool_]
    is_tidal: NDArray[np.bool_]
    changes: NDArray[np.float64]
    over: float
    """From when on nobody is called any more who could not be called before: the latest end of a shift; inf with tidal windows."""
    has_skills: bool
    has_tidal: bool
    gates: int
    desks: int
    kiosks: int
    after: float
    until: float
    last_ticket: float
    promised: float
    late: float
    head_start: float
    late_credit: float
    first_free_closes: bool
    slots: int
    """Half hours of drawing a number that are told apart; whoever drew later is counted with the last."""

    @property
    def before_windows(self) -> tuple[float, ...]:
        """All of the plan that `stages.before_windows` looks at: alike in it, two plans send the same people to the windows."""
        return self.gates, self.desks, self.kiosks, self.last_ticket, self.late, self.head_start, self.late_credit


def compiled(plan: Plan, groups: int) -> Compiled:
    """`plan` as arrays; ValueError for one that nobody could work by."""
    shifts = _shifts(plan)
    tidal = frozenset(plan.tidal.windows)
    numbers = sorted({shift.window for shift in shifts} | tidal)
    _check(plan, shifts)
    of = [[shift for shift in shifts if shift.window == number] for number in numbers]
    ordered = [shift for one in of for shift in one]
    lacks = np.zeros((len(ordered), max(groups, 1)), np.bool_)
    for row, shift in enumerate(ordered):
        lacks[row, [group for group in shift.lacks if group < groups]] = True
    ends = [shift.closes for shift in ordered]
    return Compiled(
        numbers=np.array(numbers, np.int64),
        first=np.cumsum([0, *(len(one) for one in of)], dtype=np.int64),
        opens=np.array([shift.opens for shift in ordered], np.float64),
        closes=np.array(ends, np.float64),
        pace=np.array([shift.pace for shift in ordered], np.float64),
        lacks=lacks,
        is_tidal=np.array([number in tidal for number in numbers], np.bool_),
        changes=np.unique(np.array([shift.opens for shift in ordered] + ends, np.float64)),
        over=np.inf if tidal else max(ends, default=-np.inf),
        has_skills=bool(lacks.any()),
        has_tidal=bool(tidal),
        gates=plan.gates,
        desks=plan.desks,
        kiosks=plan.kiosks,
        after=plan.tidal.after,
        until=plan.tidal.until,
        last_ticket=plan.last_ticket,
        promised=plan.promised,
        late=plan.late,
        head_start=plan.head_start,
        late_credit=min(plan.late_credit, plan.head_start),
        first_free_closes=plan.first_free_closes,
        slots=max(1, int(np.ceil(min(plan.last_ticket, 1440.0) / SLOT))),
    )


def _shifts(plan: Plan) -> list[WindowShift]:
    """Those with any time in them, in the order of time; the last of the day without an end where the plan serves out."""
    kept = sorted((shift for shift in plan.shifts if shift.opens < shift.closes), key=lambda shift: shift.opens)
    if not plan.serves_out:
        return kept
    last = {shift.window: shift for shift in kept}
    return [
        replace(shift, closes=np.inf) if shift is last[shift.window] and shift.closes >= plan.last_ticket else shift
        for shift in kept
    ]


def _check(plan: Plan, shifts: list[WindowShift]) -> None:
    if min(plan.gates, plan.desks, plan.kiosks) < 0:
        raise ValueError("gates, desks and kiosks are counted from 0")
    if any(not (shift.pace > 0 and shift.opens > -np.inf) for shift in shifts):
        raise ValueError("a window has a pace above 0 and opens at some moment")
    ends: dict[int, float] = {}
    for shift in shifts:
        if ends.get(shift.window, -np.inf) > shift.opens:
            raise ValueError(f"window {shift.window} has two shifts at once")
        ends[shift.window] = shift.closes
    if both := frozenset(plan.tidal.windows) & ends.keys():
        raise ValueError(f"tidal windows have no shift of their own: {sorted(both)}")
    if plan.tidal.windows and not 0 < plan.tidal.until <= plan.tidal.after:
        raise ValueError("a tidal window opens after it would close: 0 < until <= after")
    if plan.first_free_closes and any(shift.lacks or shift.pace != 1.0 for shift in shifts):
        raise ValueError("who is free first can only close for another where all clerks are alike")
