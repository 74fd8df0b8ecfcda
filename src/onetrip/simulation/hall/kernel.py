"""A simulated day: visitors and a plan in, what each visitor lived through or the measures of the days out.

Runs in machine code (`stages`, `windows`, `measuring`), days in batches that stay near the processor; `twin` is the
definition in plain Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from onetrip.simulation.hall.compiled import Compiled, compiled
from onetrip.simulation.hall.machine import machine_code_of_each_start
from onetrip.simulation.hall.measuring import FIGURES, Sums, measure, sums
from onetrip.simulation.hall.outcomes import Lived, Measures
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.stages import before_windows
from onetrip.simulation.hall.tables import Given, Kept, given, kept
from onetrip.simulation.hall.visitors import Visitors
from onetrip.simulation.hall.windows import at_windows

BATCH, COMPARED = 2_000, 4_000
"""Visitors computed together, under one plan and under several: what is written about them stays in the second cache."""


def measured(visitors: Visitors, plan: Plan, *, threads: int = 1) -> Measures:
    """The measures of each day under `plan`. Threads share the days; the result is the same."""
    return compared(visitors, [plan], threads=threads)[0]


def compared(visitors: Visitors, plans: Sequence[Plan], *, threads: int = 1) -> list[Measures]:
    """The measures of each day under each plan, on the very same visitors."""
    people, groups = given(visitors), groups_of(visitors)
    forms = [compiled(plan, groups) for plan in plans]
    jobs = [(form, sums(visitors.days, form.slots, len(form.numbers))) for form in forms]
    share = -(-visitors.days // max(threads, 1)) or 1
    spans = [(first, min(first + share, visitors.days)) for first in range(0, visitors.days, share)]
    if len(spans) <= 1:
        for first, last in spans:
            _measure_days(people, jobs, first, last)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda span: _measure_days(people, jobs, *span), spans))
    return [_as_measures(form, to) for form, to in jobs]


def lived(visitors: Visitors, plan: Plan) -> Lived:
    """What each visitor lives through under `plan`."""
    form, out = compiled(plan, groups_of(visitors)), kept(len(visitors), visitors.days)
    _play(given(visitors), form, out, 0, visitors.days)
    return _as_lived(form, out)


def both(visitors: Visitors, plan: Plan) -> tuple[Lived, Measures]:
    """What each visitor lives through, and the measures of each day."""
    form, out, people = compiled(plan, groups_of(visitors)), kept(len(visitors), visitors.days), given(visitors)
    to = sums(visitors.days, form.slots, len(form.numbers))
    _play(people, form, out, 0, visitors.days)
    measure(people, form, out, to, 0, visitors.days)
    return _as_lived(form, out), _as_measures(form, to)


def groups_of(visitors: Visitors) -> int:
    """One more than the highest group."""
    return int(visitors.group.max()) + 1 if len(visitors) else 1


def _play(people: Given, form: Compiled, out: Kept, first: int, last: int) -> None:
    before_windows(people, form, out, first, last)
    at_windows(people, form, out, first, last)


def _measure_days(people: Given, jobs: list[tuple[Compiled, Sums]], first: int, last: int) -> None:
    longest = int(np.diff(people.begins[first : last + 1]).max())
    out = kept(max(BATCH, COMPARED, longest), max(last - first, 1))
    if len(jobs) == 1:
        _days(people, *jobs[0], out, first, last)
        return
    while first < last:  # a few days under all plans, then the next few
        end = int(np.searchsorted(people.begins, people.begins[first] + COMPARED, side="right")) - 1
        end = min(max(end, first + 1), last)
        in_line = None
        for form, to in jobs:
            if form.before_windows != in_line:  # else they stand in the same line as under the plan before
                in_line = form.before_windows
                before_windows(people, form, out, first, end)
            _at_windows_and_measured(people, form, to, out, first, end)
        first = end


@machine_code_of_each_start
def _days(people: Given, form: Compiled, to: Sums, out: Kept, first: int, last: int) -> None:
    """Plays and measures the days from `first` to `last` (excluded), at least one and at most BATCH visitors at a time."""
    while first < last:
        end = first + 1
        while end < last and people.begins[end + 1] - people.begins[first] <= BATCH:
            end += 1
        before_windows(people, form, out, first, end)
        at_windows(people, form, out, first, end)
        measure(people, form, out, to, first, end)
        first = end


@machine_code_of_each_start
def _at_windows_and_measured(people: Given, form: Compiled, to: Sums, out: Kept, first: int, last: int) -> None:
    at_windows(people, form, out, first, last)
    measure(people, form, out, to, first, last)


def _as_lived(form: Compiled, out: Kept) -> Lived:
    numbers = np.append(form.numbers, -1)
    return Lived(out.drew, out.at_kiosk, out.joined, out.begins, out.leaves, numbers[out.window], out.fate)


def _as_measures(form: Compiled, to: Sums) -> Measures:
    return Measures(
        **{name: to.figures[:, column] for column, name in enumerate(FIGURES)},
        queued_by_slot=to.by_slot[:, :, 0],
        within_by_slot=to.by_slot[:, :, 1],
        waited_by_slot=to.by_slot[:, :, 2],
        served_by_slot=to.by_slot[:, :, 3],
        served_by_standing=to.by_standing[:, :, 0],
        waited_by_standing=to.by_standing[:, :, 1],
        worked=to.worked,
        windows=form.numbers,
    )
