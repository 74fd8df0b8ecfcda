"""The simulated hall calls whom the real one would: each call decided by `lobby.choosing` and `appointments.fairness` themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from math import isnan

import numpy as np
from hypothesis import given, settings

from onetrip.appointments.fairness import Manners, standing
from onetrip.lobby.choosing import Caller, InLine, choose, place_in_line
from onetrip.simulation.hall import kernel, twin
from onetrip.simulation.hall.outcomes import Lived
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.twin import Somebody, Window, lacking
from onetrip.simulation.hall.visitors import Visitors
from tests.simulation.hall.days import plans, visitors

DOORS_OPEN = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
MANNERS = Manners()


def moment(minutes: float) -> datetime:
    return DOORS_OPEN + timedelta(minutes=minutes)


def in_line(one: Somebody) -> InLine:
    """As the lobby would hold them."""
    since, counts_since = moment(one.joined), None
    if not isnan(one.booked):
        counts_since = standing(moment(one.booked), moment(one.drew), MANNERS).counts_since
    place = place_in_line(since, timedelta(minutes=one.credit), counts_since=counts_since)
    return InLine(one.rank, place, since, frozenset({f"matter-{one.group}"}))


def by_the_lobby(line: Sequence[Somebody], window: Window, calling: Sequence[Window], now: float) -> Somebody | None:
    """`twin.Choose` by the rule of the lobby."""
    callers = {w.number: Caller(w.number, frozenset(f"matter-{group}" for group in lacking(w, now))) for w in calling}
    choice = choose([in_line(one) for one in line], callers[window.number], list(callers.values()))
    return None if choice is None else next(one for one in line if one.rank == choice.one.serial)


@settings(max_examples=120, deadline=None)
@given(visitors(), plans())
def test_the_kernel_calls_whom_the_lobby_calls(people: Visitors, plan: Plan) -> None:
    ours, real = kernel.lived(people, plan), twin.lived(people, plan, choose=by_the_lobby)
    for field in fields(Lived):
        np.testing.assert_array_equal(getattr(ours, field.name), getattr(real, field.name), field.name)


def test_a_plan_has_the_manners_of_the_appointments() -> None:
    plan = Plan([])
    assert (plan.early, plan.late, plan.head_start, plan.late_credit) == (
        MANNERS.early,
        MANNERS.late,
        MANNERS.head_start,
        MANNERS.late_credit,
    )
