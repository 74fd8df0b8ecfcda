"""The windows of whole days in machine code: what `twin` says in plain Python, event by event and bit by bit.

Nobody's leaving is an event here: whoever's patience has run out is passed over when they would be called. Where all
clerks are alike, the one who has been free longest calls next, and only joining and calling are steps (`_alike`); with
skills or tidal windows every moment at which anything changes is looked at (`_unlike`).
All that calls each other stands here (see `machine`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.compiled import Compiled
from onetrip.simulation.hall.machine import machine_code
from onetrip.simulation.hall.outcomes import Fate
from onetrip.simulation.hall.tables import Given, Kept

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SERVED, LEFT, UNSERVED = int(Fate.SERVED), int(Fate.LEFT), int(Fate.UNSERVED)


class Duty(NamedTuple):
    """The windows at a moment: since when free to call, when done with the last one, their next shift and the end of their shifts."""

    free: Floats
    ready: Floats
    shift: Ints
    end: Ints


class Line(NamedTuple):
    """One day at the windows: those who join in the order of joining, and of each visitor what the queue needs to know."""

    order: Ints
    line: Ints
    joined: Floats
    place: Floats
    patience: Floats
    group: Ints
    minutes: Floats
    begins: Floats
    leaves: Floats
    window: Ints
    fate: NDArray[np.int8]


@machine_code
def at_windows(given: Given, plan: Compiled, out: Kept, first: int, last: int) -> None:
    """Days `first` to `last` (excluded), whose stages before the windows stand in `out`."""
    for day in range(first, last):
        a, b = given.begins[day], given.begins[day + 1]
        at, to = a - given.begins[first], b - given.begins[first]
        today = Line(
            out.order[at : at + out.joiners[day - first]],
            out.line[at:to],
            out.joined[at:to],
            out.place[at:to],
            given.patience[a:b],
            given.group[a:b],
            given.window[a:b],
            out.begins[at:to],
            out.leaves[at:to],
            out.window[at:to],
            out.fate[at:to],
        )
        for one in today.order:  # another plan may have been played on them before
            today.begins[one], today.window[one] = np.nan, -1
        if plan.has_skills or plan.has_tidal:
            _unlike(plan, today)
        else:
            _alike(plan, today)


@machine_code
def _insert(line: Ints, place: Floats, head: int, tail: int, one: int) -> None:
    """Puts `one` into the line, behind all whose place is not later."""
    while tail > head and place[line[tail - 1]] > place[one]:
        line[tail] = line[tail - 1]
        tail -= 1
    line[tail] = one


@machine_code
def _duty(plan: Compiled) -> Duty:
    windows = plan.numbers.shape[0]
    shift, end = plan.first[:windows].copy(), plan.first[1:].copy()
    ready = np.full(windows, -np.inf)
    free = np.full(windows, np.inf)
    for w in range(windows):
        if shift[w] < end[w]:
            free[w] = plan.opens[shift[w]]
    return Duty(free, ready, shift, end)


@machine_code
def _next_shift(plan: Compiled, duty: Duty, w: int, now: float) -> None:
    """Goes on to the shift of `w` that is not over at `now`, if there is one."""
    while duty.shift[w] < duty.end[w] and plan.closes[duty.shift[w]] <= now:
        duty.shift[w] += 1
    duty.free[w] = max(duty.ready[w], plan.opens[duty.shift[w]]) if duty.shift[w] < duty.end[w] else np.inf


@machine_code
def _gives_way(plan: Compiled, duty: Duty, w: int, now: float) -> bool:
    """Whether `w` closes for the first window that serves beyond its shift; they change what is left of their shifts."""
    for v in range(duty.free.shape[0]):
        if duty.ready[v] > now and not plan.is_tidal[v]:
            _next_shift(plan, duty, v, now)
            if duty.shift[v] == duty.end[v] or plan.opens[duty.shift[v]] > now:
                duty.shift[v], duty.shift[w] = duty.shift[w], duty.shift[v]
                duty.end[v], duty.end[w] = duty.end[w], duty.end[v]
                _next_shift(plan, duty, v, now)
                _next_shift(plan, duty, w, now)
                return True
    return False


@machine_code
def _alike(plan: Compiled, today: Line) -> None:  # noqa: C901 -- one loop, so that it stays in the processor's registers
    duty = _duty(plan)
    free, ready, shift, windows = duty.free, duty.ready, duty.shift, plan.numbers.shape[0]
    closes, pace, changes, swaps = plan.closes, plan.pace, plan.changes, plan.first_free_closes
    line, order, joined, place, patience = today.line, today.order, today.joined, today.place, today.patience
    joiners, minutes = order.shape[0], today.minutes
    head, tail, joining, now, change, overtime = 0, 0, 0, -np.inf, 0, -np.inf
    while True:
        if head == tail:
            if joining == joiners:
                break
            line[tail] = order[joining]
            now = joined[line[tail]]
            tail, joining = tail + 1, joining + 1
        w, call = 0, np.inf
        for v in range(windows):
            if free[v] < call:
                w, call = v, free[v]
        if call == np.inf:
            break
        call = max(call, now)
        while joining < joiners and joined[order[joining]] < call:
            _insert(line, place, head, tail, order[joining])
            tail, joining = tail + 1, joining + 1
        if call >= closes[shift[w]]:
            _next_shift(plan, duty, w, call)
            continue
        while head < tail and joined[line[head]] + patience[line[head]] <= call:
            _leave(today, line[head], joined[line[head]] + patience[line[head]], LEFT)
            head += 1
        if head == tail:
            continue
        if swaps:
            while change < changes.shape[0] and changes[change] <= call:
                change, overtime = change + 1, ready.max()
            if overtime > call and _gives_way(plan, duty, w, call):
                continue
        one = line[head]
        done = call + minutes[one] * pace[shift[w]]
        today.begins[one], today.window[one] = call, w
        _leave(today, one, done, SERVED)
        ready[w] = free[w] = done
        head, now = head + 1, call
    _let_go(plan, today, head, tail, joining)


@machine_code
def _leave(today: Line, one: int, moment: float, fate: int) -> None:
    today.leaves[one], today.fate[one] = moment, fate


@machine_code
def _let_go(plan: Compiled, today: Line, head: int, tail: int, joining: int) -> None:
    """Nobody is called any more: whoever waits or still comes leaves, by patience or when the last shift is over."""
    for k in range(tail - head + today.order.shape[0] - joining):
        one = today.line[head + k] if k < tail - head else today.order[joining + k - (tail - head)]
        gone = today.joined[one] + today.patience[one]
        if gone <= plan.over:
            _leave(today, one, gone, LEFT)
        else:
            _leave(today, one, max(plan.over, today.joined[one]), UNSERVED)


@machine_code
def _unlike(plan: Compiled, today: Line) -> None:
    duty = _duty(plan)
    is_open = np.zeros(plan.numbers.shape[0], np.bool_)
    tail, joining, now = 0, 0, -np.inf
    while joining < today.order.shape[0] or tail > 0:
        now = _next_moment(plan, today, duty, tail, joining, now)
        if now == np.inf or now > plan.over:
            break
        tail = _calls(plan, today, duty, is_open, tail, now)
        while joining < today.order.shape[0] and today.joined[today.order[joining]] <= now:
            _insert(today.line, today.place, 0, tail, today.order[joining])
            tail = _calls(plan, today, duty, is_open, tail + 1, now)
            joining += 1
    _let_go(plan, today, 0, tail, joining)


@machine_code
def _next_moment(plan: Compiled, today: Line, duty: Duty, tail: int, joining: int, now: float) -> float:
    """When next somebody joins, a window is free, a shift begins or ends, or a tidal window opens."""
    moment = np.inf
    if joining < today.order.shape[0]:
        moment = today.joined[today.order[joining]]
    for w in range(duty.ready.shape[0]):
        if duty.ready[w] > now:
            moment = min(moment, duty.ready[w])
    change = np.searchsorted(plan.changes, now, side="right")
    if change < plan.changes.shape[0]:
        moment = min(moment, plan.changes[change])
    if plan.has_tidal:
        for k in range(tail):
            opens = today.joined[today.line[k]] + plan.after
            if opens > now:
                moment = min(moment, opens)
    return moment


@machine_code
def _calls(plan: Compiled, today: Line, duty: Duty, is_open: NDArray[np.bool_], tail: int, now: float) -> int:
    """Whoever's patience is over leaves; then free windows call, the longest free one first, until none can. Who is left in line."""
    tail = _impatient_leave(today, tail, now)
    _open(plan, today, duty, is_open, tail, now)
    tried = np.zeros(plan.is_tidal.shape[0], np.bool_)
    while tail > 0:
        w = _free_longest(plan, duty, is_open, tried, now)
        if w < 0:
            break
        tried[w] = True
        if plan.is_tidal[w] and not _has_waited(today, tail, plan.until, now):
            is_open[w] = False
            tried[:] = False
        elif plan.first_free_closes and not plan.is_tidal[w] and _gives_way(plan, duty, w, now):
            tried[:] = False
        else:
            k = _choice(plan, today, duty, is_open, w, tail, now)
            if k >= 0:
                _call(plan, today, duty, w, k, tail, now)
                tail -= 1
                tried[:] = False
    if tail == 0:
        _close_idle_tidal(plan, duty, is_open, now)
    return tail


@machine_code
def _impatient_leave(today: Line, tail: int, now: float) -> int:
    """Whoever's patience is over leaves; who is left in line."""
    line, kept = today.line, 0
    for k in range(tail):
        gone = today.joined[line[k]] + today.patience[line[k]]
        if gone <= now:
            _leave(today, line[k], gone, LEFT)
        else:
            line[kept] = line[k]
            kept += 1
    return kept


@machine_code
def _open(plan: Compiled, today: Line, duty: Duty, is_open: NDArray[np.bool_], tail: int, now: float) -> None:
    """Tidal windows, when somebody has waited long enough; the others by their shifts."""
    tide = plan.has_tidal and _has_waited(today, tail, plan.after, now)
    for w in range(is_open.shape[0]):
        if not plan.is_tidal[w]:
            _next_shift(plan, duty, w, now)
        elif tide and not is_open[w]:
            is_open[w], duty.free[w] = True, now


@machine_code
def _call(plan: Compiled, today: Line, duty: Duty, w: int, k: int, tail: int, now: float) -> None:
    """Window `w` calls who stands at `k`."""
    one = today.line[k]
    for j in range(k, tail - 1):
        today.line[j] = today.line[j + 1]
    pace = 1.0 if plan.is_tidal[w] else plan.pace[duty.shift[w]]
    today.begins[one], today.window[one] = now, w
    duty.ready[w] = duty.free[w] = now + today.minutes[one] * pace
    _leave(today, one, duty.ready[w], SERVED)


@machine_code
def _close_idle_tidal(plan: Compiled, duty: Duty, is_open: NDArray[np.bool_], now: float) -> None:
    for w in range(is_open.shape[0]):
        if plan.is_tidal[w] and is_open[w] and duty.ready[w] <= now:
            is_open[w] = False


@machine_code
def _has_waited(today: Line, tail: int, minutes: float, now: float) -> bool:
    """Whether somebody in line has waited so long."""
    for k in range(tail):  # noqa: SIM110 -- machine code knows no any() of a generator
        if today.joined[today.line[k]] + minutes <= now:
            return True
    return False


@machine_code
def _free_longest(plan: Compiled, duty: Duty, is_open: NDArray[np.bool_], tried: NDArray[np.bool_], now: float) -> int:
    best, since = -1, np.inf
    for w in range(tried.shape[0]):
        if not tried[w] and duty.ready[w] <= now and _is_calling(plan, duty, is_open, w, now) and duty.free[w] < since:
            best, since = w, duty.free[w]
    return best


@machine_code
def _is_calling(plan: Compiled, duty: Duty, is_open: NDArray[np.bool_], w: int, now: float) -> bool:
    if plan.is_tidal[w]:
        return bool(is_open[w])
    return bool(duty.shift[w] < duty.end[w] and plan.opens[duty.shift[w]] <= now)


@machine_code
def _choice(plan: Compiled, today: Line, duty: Duty, is_open: NDArray[np.bool_], w: int, tail: int, now: float) -> int:
    """Where the first stands whom `w` may call; -1: nobody. `lobby.choosing.may_call`."""
    for k in range(tail):
        group = today.group[today.line[k]]
        if plan.is_tidal[w] or not plan.lacks[duty.shift[w], group]:
            return k
        qualified = False
        for v in range(is_open.shape[0]):
            if _is_calling(plan, duty, is_open, v, now):
                qualified = qualified or plan.is_tidal[v] or not plan.lacks[duty.shift[v], group]
        if not qualified:
            return k
    return -1
