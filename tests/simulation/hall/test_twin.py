"""The kernel and the readable twin, event by event and bit by bit."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import given, settings

from onetrip.simulation.hall import kernel, twin
from onetrip.simulation.hall.outcomes import Fate, Lived, Measures
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.quick_drawing import drawn
from onetrip.simulation.hall.visitors import Visitors

from .days import HALL, plans, visitors


def same(one: Lived, other: Lived) -> None:
    for field in fields(Lived):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name), field.name)


@settings(max_examples=120, deadline=None)
@given(visitors(), plans())
def test_the_kernel_does_what_the_twin_does(people: Visitors, plan: Plan) -> None:
    same(kernel.lived(people, plan), twin.lived(people, plan))


@settings(max_examples=60, deadline=None)
@given(visitors(), plans(alike=True))
def test_also_where_all_clerks_are_alike(people: Visitors, plan: Plan) -> None:
    same(kernel.lived(people, plan), twin.lived(people, plan))


def test_on_whole_drawn_days() -> None:
    people = drawn(HALL, 5, 4)
    for plan in (
        Plan.by_half_hour((4, 6, 3, 6)),
        Plan.by_half_hour((3, 6, 2, 5), first_free_closes=True, serves_out=True),
    ):
        same(kernel.lived(people, plan), twin.lived(people, replace(plan, gates=0)))


@settings(max_examples=60, deadline=None)
@given(visitors(), plans())
def test_everybody_has_one_fate_and_time_goes_forward(people: Visitors, plan: Plan) -> None:
    day = kernel.lived(people, plan)
    assert set(day.fate.tolist()) <= {int(fate) for fate in Fate}
    served = day.fate == Fate.SERVED
    assert (day.wait[served] >= 0).all()
    assert (day.wait[served] < people.patience[served]).all()
    assert (day.leaves >= people.arrives).all()
    assert ((day.window >= 0) == served).all()
    assert np.isnan(day.begins[~served]).all()


@settings(max_examples=60, deadline=None)
@given(visitors(), plans())
def test_no_window_serves_two_at_once_and_none_calls_outside_its_shifts(people: Visitors, plan: Plan) -> None:
    day = kernel.lived(people, plan)
    number = np.repeat(np.arange(people.days), np.diff(people.begins))
    alike = plan.first_free_closes  # then the shifts change hands
    for one in range(people.days):
        for window in {shift.window for shift in plan.shifts} | set(plan.tidal.windows):
            mine = np.flatnonzero((number == one) & (day.window == window))
            mine = mine[np.lexsort((day.leaves[mine], day.begins[mine]))]
            assert (day.begins[mine][1:] >= day.leaves[mine][:-1]).all()
            if window not in plan.tidal.windows and not alike and not plan.serves_out:
                shifts = [shift for shift in plan.shifts if shift.window == window]
                assert all(any(s.opens <= at < s.closes for s in shifts) for at in day.begins[mine])


@settings(max_examples=40, deadline=None)
@given(visitors(), plans())
def test_the_measures_are_those_of_the_visitors(people: Visitors, plan: Plan) -> None:
    day, measures = kernel.both(people, plan)
    fates = [measures.served, measures.at_kiosk, measures.left, measures.unserved, measures.no_number]
    for fate, counted in zip(Fate, fates, strict=True):
        assert counted.sum() == (day.fate == fate).sum()
    served = day.fate == Fate.SERVED
    assert np.isclose(measures.waited.sum(), day.wait[served].sum())
    assert measures.within.sum() == (day.wait[served] <= plan.promised).sum()
    assert measures.longest.max(initial=0) == day.wait[served].max(initial=0)
    assert np.isclose(measures.worked.sum(), (day.leaves - day.begins)[served].sum())
    assert measures.queued_by_slot.sum() == measures.queued.sum()
    assert measures.within_by_slot.sum() == measures.within.sum()
    assert measures.served_by_standing.sum() == measures.served.sum()
    alone = kernel.measured(people, plan, threads=2)
    for field in fields(measures):
        np.testing.assert_array_equal(getattr(measures, field.name), getattr(alone, field.name))


@given(visitors(), plans(), plans())
def test_plans_compared_on_the_same_people_leave_nothing_of_one_in_the_other(
    people: Visitors, first: Plan, second: Plan
) -> None:
    together = kernel.compared(people, [first, second, replace(second, promised=5.0), first])
    apart = [kernel.measured(people, plan) for plan in (first, second, replace(second, promised=5.0), first)]
    for one, other in zip(together, apart, strict=True):
        for field in fields(Measures):
            np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name), field.name)
