from __future__ import annotations

import numpy as np
import pytest

from onetrip.simulation.hall.kernel import lived
from onetrip.simulation.hall.outcomes import Fate
from onetrip.simulation.hall.plans import Plan, WindowShift
from onetrip.simulation.hall.quick_drawing import drawn
from onetrip.simulation.hall.tracing import Reason, story

from .days import HALL, by_hand

ONE = Plan([WindowShift(1, 0, 200)])


def test_who_was_called_before_and_by_which_rule() -> None:
    people = by_hand(
        [0, 1, 2, 10, 31], [40, 5, 5, 5, 5], credit=[0, 0, 0, 20, 0], booked=[np.nan, np.nan, np.nan, np.nan, 20.0]
    )
    told = story(people, 0, 2, ONE)
    assert [(one.visitor, one.reason) for one in told.before] == [(3, Reason.PRIORITY), (1, Reason.CAME_EARLIER)]
    assert (told.fate, told.ahead, told.waited) == (Fate.SERVED, 1, 48)
    assert told.because(Reason.PRIORITY) == 1
    assert [count for _, count in told.open_windows] == [1, 1]


def test_a_booking_is_told_as_one() -> None:
    people = by_hand([0, 25, 31], [40, 5, 5], booked=[np.nan, np.nan, 30.0])
    assert [one.reason for one in story(people, 0, 1, ONE).before] == [Reason.BOOKING]


def test_a_clerk_who_is_not_qualified_calls_somebody_behind() -> None:
    plan = Plan([WindowShift(1, 0, 200, frozenset({1})), WindowShift(2, 0, 200)])
    people = by_hand([0, 0, 1, 2], [10, 60, 5, 5], group=[0, 0, 1, 0])
    assert [one.reason for one in story(people, 0, 2, plan).before] == [Reason.NOT_QUALIFIED]


def test_the_story_is_that_of_the_kernel() -> None:
    people, plan = drawn(HALL, 4, 2), Plan.by_half_hour((3, 4, 3, 5), kiosks=2, desks=1)
    day = lived(people, plan)
    for visitor in range(0, int(people.begins[2] - people.begins[1]), 5):
        told = story(people, 1, visitor, plan)
        at = int(people.begins[1]) + visitor
        assert told.fate == day.fate[at]
        if told.fate is Fate.SERVED:
            assert told.waited == day.wait[at]


def test_nobody_is_no_story() -> None:
    with pytest.raises(IndexError, match="no visitor 5"):
        story(by_hand([0], [1]), 0, 5, ONE)
    with pytest.raises(IndexError, match="no day 1"):
        story(by_hand([0], [1]), 1, 0, ONE)
