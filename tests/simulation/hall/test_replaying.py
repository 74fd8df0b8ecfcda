"""A day shown again: everybody who has come is in one place at every minute, and what is shown is what the day was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetrip.simulation.hall import tracing
from onetrip.simulation.hall.kernel import both
from onetrip.simulation.hall.model import Credit, Group, HallModel
from onetrip.simulation.hall.outcomes import Fate
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.quick_drawing import drawn
from onetrip.simulation.hall.replaying import replay

HALL = HallModel(
    (Group("papers", 1.0, 12.0, 0.7),),
    rates=(20.0, 30.0, 25.0),
    to_kiosk=0.3,
    kiosk_fails=0.2,
    priority=(Credit(30.0, 0.1),),
    patience_mean=25.0,
)
PLANS = (
    Plan.by_half_hour((4, 5, 4), kiosks=2, last_ticket=90),
    Plan.by_half_hour((3, 1, 5), kiosks=1, last_ticket=80, serves_out=True, first_free_closes=True),
    Plan.by_half_hour((9, 9, 9), kiosks=0, last_ticket=90),
)


@given(st.integers(0, 5_000), st.sampled_from(PLANS), st.integers(0, 4))
@settings(max_examples=30)
def test_everybody_is_in_one_place_at_every_minute_and_all_have_left_at_the_end(
    seed: int, plan: Plan, day: int
) -> None:
    people = drawn(HALL, seed, 5)
    lived, measures = both(people, plan)
    shown = replay(people, lived, plan, day)
    line = shown.line()
    for one in line:
        assert one.arrived == one.at_kiosks + one.waiting + one.at_windows + one.served + one.went_home
        assert one.at_windows <= max(len(shown.windows), 1)
        assert one.longest >= 0
    last = line[-1]
    assert last.arrived == len(shown) == last.served + last.went_home
    assert last.served == measures.served[day] + measures.at_kiosk[day]
    assert last.went_home == measures.left[day] + measures.unserved[day] + measures.no_number[day]
    assert np.diff([one.served for one in line]).min(initial=0) >= 0


@given(st.integers(0, 5_000), st.sampled_from(PLANS))
@settings(max_examples=15)
def test_the_line_added_up_over_all_minutes_is_what_people_waited(seed: int, plan: Plan) -> None:
    people = drawn(HALL, seed, 1)
    lived, measures = both(people, plan)
    shown = replay(people, lived, plan, 0)
    fine = np.arange(0.05, shown.ends, 0.1)
    in_line = sum(shown.at(minute).waiting for minute in fine) * 0.1
    queued = ~np.isnan(shown.joined)
    until = np.where(shown.fate == Fate.SERVED, shown.begins, shown.leaves)
    waited = float((until - shown.joined)[queued].sum())
    assert in_line == pytest.approx(waited, abs=0.1 * max(queued.sum(), 1))
    assert waited >= measures.waited[0] - 1e-6


def test_who_waited_longest_comes_first_and_their_story_says_as_long() -> None:
    people = drawn(HALL, 3, 2)
    plan = PLANS[0]
    lived, _ = both(people, plan)
    shown = replay(people, lived, plan, 1)
    longest = shown.waited()
    waits = [tracing.story(people, 1, one, plan).waited for one in longest]
    assert waits == sorted(waits, reverse=True)
    assert len(longest) == int((~np.isnan(shown.joined)).sum())
    at_worst = tracing.story(people, 1, longest[0], plan)
    assert shown.at(at_worst.ended - 1e-6).longest == pytest.approx(at_worst.waited, abs=1e-3)


def test_a_day_on_which_nobody_comes_is_shown_empty() -> None:
    nobody = HallModel((Group("papers", 1.0, 12.0, 0.7),), rates=(0.0, 0.0))
    people = drawn(nobody, 1, 1)
    lived, _ = both(people, PLANS[0])
    shown = replay(people, lived, PLANS[0], 0)
    assert len(shown) == 0
    assert shown.waited() == []
    assert {one.waiting for one in shown.line()} == {0}
    assert shown.ends == 90
    with pytest.raises(IndexError):
        replay(people, lived, PLANS[0], 1)
