"""What a day is: told on days small enough to be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from onetrip.simulation.hall.kernel import compared, lived, measured
from onetrip.simulation.hall.outcomes import Fate
from onetrip.simulation.hall.plans import Plan, Tidal, WindowShift

from .days import by_hand

ONE = Plan([WindowShift(1, 0, 100)])


def test_one_window_serves_in_the_order_of_coming() -> None:
    day = lived(by_hand([0, 1, 2], [10, 10, 10]), ONE)
    assert day.begins.tolist() == [0, 10, 20]
    assert day.wait.tolist() == [0, 9, 18]


def test_a_priority_is_weighed_against_waiting() -> None:
    day = lived(by_hand([0, 1, 12, 14], [20, 5, 5, 5], credit=[0, 0, 0, 10]), ONE)
    assert day.begins.tolist() == [0, 20, 30, 25]


def test_a_booking_on_time_counts_from_before_its_half_hour() -> None:
    people = by_hand([0, 15, 31], [40, 5, 5], booked=[np.nan, np.nan, 30.0])
    assert lived(people, ONE).begins.tolist() == [0, 45, 40]


def test_a_booking_too_late_counts_little() -> None:
    people = by_hand([0, 40, 46], [60, 5, 5], booked=[np.nan, np.nan, 30.0])
    assert lived(people, ONE).begins.tolist() == [0, 65, 60]
    people = by_hand([0, 30, 46], [60, 5, 5], booked=[np.nan, np.nan, 30.0])
    assert lived(people, ONE).begins.tolist() == [0, 60, 65]


def test_whoever_is_served_when_the_window_closes_is_served_to_the_end() -> None:
    day = lived(by_hand([0, 1], [30, 30]), Plan([WindowShift(1, 0, 20)]))
    assert day.fate.tolist() == [Fate.SERVED, Fate.UNSERVED]
    assert day.leaves.tolist() == [30, 20]


def test_a_new_crew_does_not_come_before_the_old_one_is_done() -> None:
    plan = Plan([WindowShift(1, 0, 20), WindowShift(1, 20, 100)])
    assert lived(by_hand([0, 1], [30, 30]), plan).begins.tolist() == [0, 30]


def test_the_first_clerk_who_is_free_goes_where_clerks_are_alike() -> None:
    people, shifts = by_hand([0, 0, 1], [12, 40, 5]), [WindowShift(1, 0, 100), WindowShift(2, 0, 10)]
    assert lived(people, Plan(shifts)).begins.tolist() == [0, 0, 12]
    day = lived(people, Plan(shifts, first_free_closes=True))
    assert day.begins.tolist() == [0, 0, 40]
    assert day.window.tolist() == [1, 2, 2]


def test_nobody_is_left_when_the_plan_serves_out() -> None:
    people = by_hand([0, 1, 2], [90, 90, 90])
    assert (lived(people, Plan([WindowShift(1, 0, 480)], serves_out=True)).fate == Fate.SERVED).all()
    assert lived(people, Plan([WindowShift(1, 0, 100)], serves_out=True)).fate.tolist()[-1] == Fate.UNSERVED


def test_a_matter_waits_for_a_clerk_who_is_qualified_while_one_works() -> None:
    plan = Plan([WindowShift(1, 0, 100, frozenset({1})), WindowShift(2, 0, 20)])
    people = by_hand([0, 1, 2], [5, 15, 5], group=[1, 1, 1])
    day = lived(people, plan)
    assert day.window.tolist() == [2, 2, 1]
    assert day.begins.tolist() == [0, 5, 20]


def test_a_tidal_window_opens_when_somebody_has_waited_long_and_closes_again() -> None:
    plan = Plan([WindowShift(1, 0, 100)], tidal=Tidal((9,), after=15, until=5))
    day = lived(by_hand([0, 1, 14, 16], [40, 10, 10, 10]), plan)
    assert day.window.tolist() == [1, 9, 9, 9]
    assert day.begins.tolist() == [0, 16, 26, 36]
    day = lived(by_hand([0, 1, 23], [40, 10, 10]), plan)
    assert day.window.tolist() == [1, 9, 9]
    assert day.begins.tolist() == [0, 16, 38], "closed at 26, for nobody had waited five minutes"


def test_somebody_leaves_when_their_patience_is_over() -> None:
    day = lived(by_hand([0, 1], [30, 5], patience=20), ONE)
    assert day.fate.tolist() == [Fate.SERVED, Fate.LEFT]
    assert day.leaves.tolist() == [30, 21]


def test_whom_the_kiosk_fails_joins_the_windows_then() -> None:
    people = by_hand(
        [0, 0, 1], [10, 10, 10], to_kiosk=[True, True, False], kiosk=[5, 5, 0], kiosk_fails=[False, True, False]
    )
    day = lived(people, Plan(ONE.shifts, kiosks=1))
    assert day.fate.tolist() == [Fate.AT_KIOSK, Fate.SERVED, Fate.SERVED]
    assert day.joined.tolist()[1:] == [10, 1]
    assert lived(people, ONE).fate.tolist() == [Fate.SERVED] * 3, "without kiosks they go to the window"


def test_gate_and_desk_are_first_come_first_served() -> None:
    people = by_hand([0, 0, 0], [1, 1, 1], gate=[2, 2, 0], desk=[3, 3, 3])
    assert lived(people, Plan(ONE.shifts, gates=1, desks=1)).drew.tolist() == [6, 9, 3]


def test_after_the_last_number_nobody_gets_one() -> None:
    day = lived(by_hand([0, 50, 51], [1, 1, 1]), Plan(ONE.shifts, last_ticket=50))
    assert day.fate.tolist() == [Fate.SERVED, Fate.SERVED, Fate.NO_NUMBER]
    assert day.leaves[2] == 51


def test_a_day_without_windows_ends() -> None:
    day = lived(by_hand([0, 1], [1, 1]), Plan([]))
    assert (day.fate == Fate.UNSERVED).all()
    assert day.leaves.tolist() == [0, 1]
    measures = measured(by_hand([0, 1], [1, 1]), Plan([]))
    assert (measures.served.sum(), measures.unserved.sum(), measures.mean_wait.sum()) == (0, 2, 0)


@pytest.mark.parametrize("plan", [Plan([]), ONE])
def test_a_day_on_which_nobody_comes_is_a_day(plan: Plan) -> None:
    measures = measured(by_hand([], []), plan)
    assert measures.days == 1
    assert measures.share_within.tolist() == [1.0]


def test_a_clerk_of_another_pace_takes_other_minutes() -> None:
    assert lived(by_hand([0], [10]), Plan([WindowShift(1, 0, 100, pace=1.5)])).leaves.tolist() == [15]


def test_the_window_free_longest_calls_first() -> None:
    plan = Plan([WindowShift(1, 0, 100), WindowShift(2, 0, 100)])
    assert lived(by_hand([0, 20, 40], [1, 1, 1]), plan).window.tolist() == [1, 2, 1]


def test_half_hours_are_those_of_drawing_the_number() -> None:
    measures = measured(by_hand([0, 29, 31], [40, 40, 5]), ONE)
    assert measures.queued_by_slot[0, :3].tolist() == [2, 1, 0]
    assert measures.within_by_slot[0, :3].tolist() == [2, 0, 0]
    assert measures.share_within.tolist() == [pytest.approx(2 / 3)]


def test_plans_are_compared_on_the_same_people() -> None:
    one, two = compared(by_hand([0, 0], [10, 10]), [ONE, Plan([WindowShift(1, 0, 100), WindowShift(2, 0, 100)])])
    assert (one.waited.sum(), two.waited.sum()) == (10, 0)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (Plan([WindowShift(1, 0, 50), WindowShift(1, 40, 90)]), "two shifts at once"),
        (Plan([WindowShift(1, 0, 50, pace=0)]), "pace"),
        (Plan([], gates=-1), "counted from 0"),
        (Plan([WindowShift(1, 0, 9)], tidal=Tidal((1,))), "no shift"),
        (Plan([], tidal=Tidal((1,), after=5, until=10)), "would close"),
        (Plan([WindowShift(1, 0, 9, frozenset({1}))], first_free_closes=True), "alike"),
    ],
)
def test_a_plan_nobody_could_work_by_is_refused_in_words(plan: Plan, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        measured(by_hand([0], [1]), plan)
