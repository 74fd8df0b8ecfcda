"""What comes before the windows, for whole days in machine code: gate, front desk, number, kiosks, places in line.

Each stage is first come, first served, so it is one recursion over the visitors (Kiefer and Wolfowitz 1955).
All that calls each other stands here (see `machine`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.compiled import Compiled
from onetrip.simulation.hall.machine import machine_code
from onetrip.simulation.hall.outcomes import Fate
from onetrip.simulation.hall.tables import Given, Kept

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AT_KIOSK, NO_NUMBER = int(Fate.AT_KIOSK), int(Fate.NO_NUMBER)


@machine_code
def before_windows(given: Given, plan: Compiled, out: Kept, first: int, last: int) -> None:
    """Days `first` to `last` (excluded). Writes who joins the windows' queue into `out.order`, by day in the order of joining."""
    for day in range(first, last):
        a, b = given.begins[day], given.begins[day + 1]
        at, to = a - given.begins[first], b - given.begins[first]
        out.drew[at:to] = given.arrives[a:b]
        order = out.order[at:to]
        if plan.gates > 0:
            _stage(given.gate[a:b], plan.gates, out.drew[at:to], order)
        if plan.desks > 0:
            _stage(given.desk[a:b], plan.desks, out.drew[at:to], order)
        joiners = _numbers(given, plan, out, a, b, at)
        out.joiners[day - first] = joiners
        _places(given, plan, out, a, at, joiners)


@machine_code
def _numbers(given: Given, plan: Compiled, out: Kept, a: int, b: int, at: int) -> int:
    """Numbers and kiosks of one day, whose visitors stand from `a` to `b` and are written from `at`; how many join the windows."""
    count, joiners, to_kiosk = b - a, 0, 0
    order, kiosk_line = out.order[at : at + count], out.line[at : at + count]
    drew, joined, fate = out.drew[at : at + count], out.joined[at : at + count], out.fate[at : at + count]
    fate[:] = 0
    for one in range(count):  # no branch that the processor could not foresee
        at_kiosk = given.to_kiosk[a + one] and plan.kiosks > 0
        joined[one] = np.nan if at_kiosk else drew[one]
        order[joiners] = kiosk_line[to_kiosk] = one
        comes = drew[one] <= plan.last_ticket
        joiners += comes & (not at_kiosk)
        to_kiosk += comes & at_kiosk
        if not comes:
            fate[one], out.leaves[at + one], joined[one], drew[one] = NO_NUMBER, drew[one], np.nan, np.nan
    out.at_kiosk[at : at + count] = np.nan
    out.begins[at : at + count] = np.nan
    out.window[at : at + count] = -1
    if to_kiosk > 0:
        joiners = _kiosks(given, plan, out, a, at, joiners, kiosk_line[:to_kiosk])
    if plan.gates > 0 or plan.desks > 0 or to_kiosk > 0:
        _sort(joined, order[:joiners])
    return joiners


@machine_code
def _kiosks(given: Given, plan: Compiled, out: Kept, a: int, at: int, joiners: int, line: Ints) -> int:
    drew = out.drew[at:]
    if plan.gates > 0 or plan.desks > 0:
        _sort(drew, line)
    free = np.full(plan.kiosks, -np.inf)
    for one in line:
        best = 0
        for k in range(1, plan.kiosks):
            if free[k] < free[best]:
                best = k
        begin = max(free[best], drew[one])
        done = begin + given.kiosk[a + one]
        free[best], out.at_kiosk[at + one] = done, begin
        if given.kiosk_fails[a + one]:
            out.order[at + joiners], out.joined[at + one] = one, done
            joiners += 1
        else:
            out.fate[at + one], out.leaves[at + one] = AT_KIOSK, done
    return joiners


@machine_code
def _places(given: Given, plan: Compiled, out: Kept, a: int, at: int, joiners: int) -> None:
    for rank in range(joiners):
        one = out.order[at + rank]
        place = out.joined[at + one] - given.credit[a + one]
        booked = given.booked[a + one]
        if not np.isnan(booked):
            place = min(place, _counts_since(plan, booked, out.drew[at + one]))
        out.place[at + one] = place


@machine_code
def _counts_since(plan: Compiled, booked: float, drew: float) -> float:
    """Since when a booking counts as waiting: `appointments.fairness.standing`."""
    if drew > booked + plan.late:
        return drew - plan.late_credit
    return min(drew, max(booked, drew) - plan.head_start)


@machine_code
def _stage(minutes: Floats, servers: int, moment: Floats, order: Ints) -> None:
    """Writes over when each one comes when they go on. First come, first served; whoever takes no time does not stop."""
    for one in range(order.shape[0]):
        order[one] = one
    _sort(moment, order)
    free = np.full(servers, -np.inf)
    for one in order:
        if minutes[one] > 0.0:
            best = np.argmin(free)
            free[best] = max(free[best], moment[one]) + minutes[one]
            moment[one] = free[best]


@machine_code
def _sort(moment: Floats, order: Ints) -> None:
    """`order` by moment, then visitor; by merging where it is far from in order already."""
    moved, count = 0, order.shape[0]
    for k in range(1, count):
        one, to = order[k], k
        while to > 0 and _behind(moment, order[to - 1], one):
            order[to] = order[to - 1]
            to -= 1
        order[to] = one
        moved += k - to
        if moved > 64 * count:
            order[:] = np.sort(order)
            order[:] = order[np.argsort(moment[order], kind="mergesort")]
            return


@machine_code
def _behind(moment: Floats, one: int, other: int) -> bool:
    return moment[one] > moment[other] or (moment[one] == moment[other] and one > other)
