"""Who goes home unserved comes again: nobody is lost between two days, and two plans send the same people back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetrip.simulation.hall.days_on_end import WENT_HOME, Again, nobody, returning, with_returning
from onetrip.simulation.hall.kernel import lived
from onetrip.simulation.hall.model import Group, HallModel
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.quick_drawing import drawn
from onetrip.simulation.hall.visitors import Visitors

HALL = HallModel((Group("papers", 1.0, 12.0, 0.7),), rates=(20.0, 30.0, 25.0), to_kiosk=0.2, patience_mean=20.0)
FEW, MANY = (
    Plan.by_half_hour((2, 3, 2), kiosks=2, last_ticket=80),
    Plan.by_half_hour((6, 7, 6), kiosks=2, last_ticket=80),
)
NOBODY_SERVES = Plan((), kiosks=0, last_ticket=80)
DAYS = 12


def _of(visitors: Visitors) -> set[tuple[float, float]]:
    return set(zip(visitors.window.tolist(), visitors.patience.tolist(), strict=True))


@given(st.integers(0, 10_000), st.sampled_from([FEW, MANY]), st.floats(0, 1), st.floats(0, 200))
@settings(max_examples=25)
def test_only_who_went_home_unserved_comes_again_and_each_once_on_their_day(
    seed: int, plan: Plan, share: float, minutes: float
) -> None:
    people = drawn(HALL, seed, DAYS)
    through = lived(people, plan)
    back = returning(people, through, Again(share, minutes), 0)
    went = np.isin(through.fate, WENT_HOME)
    assert back.days == DAYS
    assert len(back) == len(_of(back)) <= went.sum()
    for day in range(DAYS):
        a, b = people.begins[day], people.begins[day + 1]
        mine = slice(back.begins[day], back.begins[day + 1])
        home = set(zip(people.window[a:b][went[a:b]], people.patience[a:b][went[a:b]], strict=True))
        assert set(zip(back.window[mine], back.patience[mine], strict=True)) <= home
    assert (back.arrives >= 0).all()
    assert (back.arrives <= minutes).all()


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_the_next_day_has_everybody_in_the_order_of_arrival(seed: int) -> None:
    people = drawn(HALL, seed, DAYS)
    back = returning(people, lived(people, FEW), Again(), 0)
    whole = with_returning(drawn(HALL, seed, DAYS, DAYS), back)
    assert len(whole) == len(back) + len(drawn(HALL, seed, DAYS, DAYS))
    for day in range(DAYS):
        assert (np.diff(whole.arrives[whole.begins[day] : whole.begins[day + 1]]) >= 0).all()
    through = lived(whole, FEW)  # the kernel takes them as it takes anybody
    assert len(through.fate) == len(whole)


def test_two_plans_send_the_same_people_back_as_far_as_both_send_them_home() -> None:
    people = drawn(HALL, 5, 200)
    few, many = (lived(people, plan) for plan in (FEW, MANY))
    both = np.isin(few.fate, WENT_HOME) & np.isin(many.fate, WENT_HOME)
    named = set(zip(people.window[both].tolist(), people.patience[both].tolist(), strict=True))
    assert len(named) > 50
    assert _of(returning(people, few, Again(), 3)) & named == _of(returning(people, many, Again(), 3)) & named


def test_all_come_again_or_none_and_four_of_five_in_between() -> None:
    people = drawn(HALL, 6, 400)
    through = lived(people, FEW)
    went = int(np.isin(through.fate, WENT_HOME).sum())
    assert len(returning(people, through, Again(share=1.0), 0)) == went
    assert len(returning(people, through, Again(share=0.0), 0)) == 0
    assert len(returning(people, through, Again(share=0.8), 0)) == pytest.approx(0.8 * went, rel=0.05)


def test_a_day_without_anybody_and_shares_that_are_none() -> None:
    empty = with_returning(nobody(3), nobody(3))
    assert len(empty) == 0
    assert empty.days == 3
    with pytest.raises(ValueError, match="share between 0 and 1"):
        Again(share=1.2)
    with pytest.raises(ValueError, match="do not match"):
        with_returning(nobody(3), nobody(2))


def test_whoever_goes_home_a_second_time_decides_anew_and_comes_at_another_minute() -> None:
    people = drawn(HALL, 7, 400)
    once = returning(people, lived(people, NOBODY_SERVES), Again(0.8), 0)
    twice = returning(once, lived(once, NOBODY_SERVES), Again(0.8), 1)
    assert len(twice) == pytest.approx(0.8 * len(once), rel=0.03)
    at = dict(zip(zip(once.window, once.patience, strict=True), once.arrives, strict=True))
    same = [
        at[key] == came
        for *key_, came in zip(twice.window, twice.patience, twice.arrives, strict=True)
        if (key := tuple(key_))
    ]
    assert not any(same)
