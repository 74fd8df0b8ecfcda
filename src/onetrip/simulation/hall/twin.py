"""A simulated day in plain Python: the definition that the kernel is held against, and the one to read.

At each moment at which something happens: whoever's patience is over leaves; tidal windows open; windows that are free
call, the one free longest first, until none can; then those who join the queue at this moment join, one after another, and
after each the free windows call again. Equal times are decided by this order, then by the number of window or visitor.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import inf, isnan, nan

import numpy as np

from onetrip.simulation.hall.compiled import Compiled, compiled
from onetrip.simulation.hall.outcomes import Fate, Lived
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.visitors import Visitors


@dataclass(slots=True)
class Somebody:
    """One visitor: what chance decided, and what became of them. `rank`: in the order of joining the windows' queue."""

    number: int
    arrives: float
    group: int
    credit: float
    booked: float
    gate: float
    desk: float
    to_kiosk: bool
    kiosk: float
    kiosk_fails: bool
    minutes: float
    patience: float
    drew: float = nan
    at_kiosk: float = nan
    joined: float = nan
    place: float = nan
    rank: int = -1
    begins: float = nan
    leaves: float = nan
    window: int = -1
    fate: int = 0

    @property
    def patient_until(self) -> float:
        """When they leave the queue."""
        return self.joined + self.patience


@dataclass(slots=True)
class Shift:
    """From when to when a clerk works, at what pace, and which groups they are not qualified for."""

    opens: float
    closes: float
    pace: float = 1.0
    lacks: frozenset[int] = frozenset()


@dataclass(slots=True)
class Window:
    """A window; `done`: with the last one called; `opened`: of a tidal one that is open, since when."""

    number: int
    shifts: list[Shift]
    is_tidal: bool = False
    done: float = -inf
    opened: float | None = None

    def shift(self, now: float) -> Shift | None:
        """The one that runs."""
        if self.is_tidal:
            return None if self.opened is None else Shift(self.opened, inf)
        return next((shift for shift in self.shifts if shift.opens <= now < shift.closes), None)

    def free_since(self, now: float) -> float:
        """Since when nobody is served though a shift runs; inf where that is not so."""
        shift = self.shift(now)
        return inf if shift is None or self.done > now else max(self.done, shift.opens)


@dataclass(frozen=True, slots=True)
class Call:
    """One call, and what it was decided on: everybody in line, and all windows whose shift ran, with the groups they lack."""

    moment: float
    window: int
    visitor: int
    line: tuple[int, ...]
    calling: tuple[tuple[int, frozenset[int]], ...]


Choose = Callable[[Sequence[Somebody], Window, Sequence[Window], float], Somebody | None]
"""Whom of the line a window calls of all that call, at a moment."""


def by_the_rule(line: Sequence[Somebody], window: Window, calling: Sequence[Window], now: float) -> Somebody | None:
    """The earliest place of those whom the clerk is qualified for, or whom nobody who works is (`lobby.choosing`)."""
    fitting = [one for one in line if _may_call(one, window, calling, now)]
    return min(fitting, key=lambda one: (one.place, one.rank), default=None)


def _may_call(one: Somebody, window: Window, calling: Sequence[Window], now: float) -> bool:
    return one.group not in lacking(window, now) or all(one.group in lacking(other, now) for other in calling)


def lacking(window: Window, now: float) -> frozenset[int]:
    """Groups that its clerk is not qualified for."""
    shift = window.shift(now)
    return frozenset() if shift is None else shift.lacks


def lived(visitors: Visitors, plan: Plan, *, choose: Choose = by_the_rule) -> Lived:
    """What each visitor lives through: `kernel.lived`, slowly."""
    days = [day(visitors, number, plan, choose=choose)[0] for number in range(visitors.days)]
    people = [one for of_day in days for one in of_day]
    columns = ("drew", "at_kiosk", "joined", "begins", "leaves")
    return Lived(
        window=np.array([one.window for one in people], np.int64),
        fate=np.array([one.fate for one in people], np.int8),
        **{name: np.array([getattr(one, name) for one in people], np.float64) for name in columns},
    )


def day(
    visitors: Visitors, number: int, plan: Plan, *, choose: Choose = by_the_rule
) -> tuple[list[Somebody], list[Call]]:
    """One day: everybody who came, in the order of arrival, and every call in the order of time."""
    form = compiled(plan, int(visitors.group.max()) + 1 if len(visitors) else 1)
    people = _people(visitors, number)
    joining = _before_windows(people, form)
    windows = Windows(form, choose)
    windows.play(joining)
    return people, windows.calls


def _people(visitors: Visitors, number: int) -> list[Somebody]:
    columns = (
        visitors.arrives, visitors.group, visitors.credit, visitors.booked, visitors.gate, visitors.desk,
        visitors.to_kiosk, visitors.kiosk, visitors.kiosk_fails, visitors.window, visitors.patience,
    )  # fmt: skip
    a, b = visitors.begins[number], visitors.begins[number + 1]
    return [Somebody(k, *row) for k, row in enumerate(zip(*(column[a:b].tolist() for column in columns), strict=True))]


def _before_windows(people: list[Somebody], form: Compiled) -> list[Somebody]:
    """Gate, front desk, number and kiosk; who then joins the windows' queue, in the order of joining."""
    moments = [one.arrives for one in people]
    for servers, minutes in ((form.gates, [p.gate for p in people]), (form.desks, [p.desk for p in people])):
        if servers:
            moments = [done for _, done in _stage(moments, minutes, servers, stops=[m > 0 for m in minutes])]
    for one, moment in zip(people, moments, strict=True):
        if moment > form.last_ticket:
            one.fate, one.leaves = Fate.NO_NUMBER, moment
        else:
            one.drew = one.joined = moment
    kiosk = [one for one in people if one.to_kiosk and form.kiosks and not isnan(one.drew)]
    stage = _stage([one.drew for one in kiosk], [one.kiosk for one in kiosk], form.kiosks)
    for one, (begins, done) in zip(kiosk, stage, strict=True):
        one.at_kiosk, one.joined = begins, done
        if not one.kiosk_fails:
            one.fate, one.leaves, one.joined = Fate.AT_KIOSK, done, nan
    joining = sorted((one for one in people if not one.fate), key=lambda one: (one.joined, one.number))
    for rank, one in enumerate(joining):
        one.rank, one.place = rank, one.joined - one.credit
        if not isnan(one.booked):
            one.place = min(one.place, _counts_since(one.booked, one.drew, form))
    return joining


def _counts_since(booked: float, drew: float, form: Compiled) -> float:
    """`appointments.fairness.standing`."""
    if drew > booked + form.late:
        return drew - form.late_credit
    return min(drew, max(booked, drew) - form.head_start)


def _stage(
    comes: Sequence[float], minutes: Sequence[float], servers: int, stops: Sequence[bool] | None = None
) -> list[tuple[float, float]]:
    """When each one begins and is done at a stage of `servers`, first come, first served; where `stops` is false, at once."""
    free = [-inf] * servers
    result = [(nan, nan)] * len(comes)
    for k in sorted(range(len(comes)), key=lambda k: (comes[k], k)):
        if stops is not None and not stops[k]:
            result[k] = (comes[k], comes[k])
            continue
        begins = max(heapq.heappop(free), comes[k])
        result[k] = (begins, begins + minutes[k])
        heapq.heappush(free, begins + minutes[k])
    return result


@dataclass
class Windows:
    """The windows of one day and their queue."""

    form: Compiled
    choose: Choose
    line: list[Somebody] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        form = self.form
        for index, number in enumerate(form.numbers.tolist()):
            rows = range(form.first[index], form.first[index + 1])
            shifts = [
                Shift(
                    float(form.opens[row]),
                    float(form.closes[row]),
                    float(form.pace[row]),
                    frozenset(np.flatnonzero(form.lacks[row]).tolist()),
                )
                for row in rows
            ]
            self.windows.append(Window(number, shifts, bool(form.is_tidal[index])))

    def play(self, joining: Iterable[Somebody]) -> None:
        """The whole day."""
        coming = list(joining)
        self.moments = self.form.changes.tolist() + [one.joined for one in coming]
        heapq.heapify(self.moments)
        coming.reverse()
        while self.moments and (coming or self.line):
            now = heapq.heappop(self.moments)
            if now > self.form.over:
                break
            self._call_while_any_can(now)
            while coming and coming[-1].joined == now:
                one = coming.pop()
                self.line.append(one)
                self._later(one.patient_until, one.joined + self.form.after)
                self._call_while_any_can(now)
        for one in self.line + coming:
            self._let_go(one)

    def _later(self, *moments: float) -> None:
        for moment in moments:
            if moment < inf:
                heapq.heappush(self.moments, moment)

    def _let_go(self, one: Somebody) -> None:
        if one.patient_until <= self.form.over:
            one.fate, one.leaves = Fate.LEFT, one.patient_until
        else:
            one.fate, one.leaves = Fate.UNSERVED, max(self.form.over, one.joined)

    def _call_while_any_can(self, now: float) -> None:
        for one in self.line:
            if one.patient_until <= now:
                one.fate, one.leaves = Fate.LEFT, one.patient_until
        self.line = [one for one in self.line if not one.fate]
        for window in self.windows:
            if window.is_tidal and window.opened is None and self._has_waited(self.form.after, now):
                window.opened = now
        while self.line and any(self._acts(window, now) for window in self._free(now)):
            pass
        for window in self.windows:
            if window.is_tidal and window.done <= now:
                window.opened = None

    def _free(self, now: float) -> list[Window]:
        free = [window for window in self.windows if window.free_since(now) < inf]
        return sorted(free, key=lambda window: (window.free_since(now), window.number))

    def _has_waited(self, minutes: float, now: float) -> bool:
        return any(one.joined + minutes <= now for one in self.line)

    def _acts(self, window: Window, now: float) -> bool:
        """A free window calls, closes, or gives way; False where it can do nothing."""
        if window.is_tidal and not self._has_waited(self.form.until, now):
            window.opened = None
            return True
        if self.form.first_free_closes and not window.is_tidal:
            for other in self.windows:
                if other.done > now and not other.is_tidal and other.shift(now) is None:
                    window.shifts, other.shifts = other.shifts, window.shifts
                    return True
        calling = [other for other in self.windows if other.shift(now) is not None]
        chosen = self.choose(self.line, window, calling, now)
        if chosen is None:
            return False
        self._call(chosen, window, calling, now)
        return True

    def _call(self, one: Somebody, window: Window, calling: Sequence[Window], now: float) -> None:
        shift = window.shift(now)
        assert shift is not None  # noqa: S101 -- a window calls only while its shift runs
        in_order = sorted(self.line, key=lambda other: (other.place, other.rank))
        called = tuple((other.number, lacking(other, now)) for other in calling)
        self.calls.append(Call(now, window.number, one.number, tuple(other.number for other in in_order), called))
        self.line.remove(one)
        window.done = now + one.minutes * shift.pace
        self._later(window.done)
        one.begins, one.window, one.leaves, one.fate = now, window.number, window.done, Fate.SERVED
