"""Who comes: the same to the last bit from both programs, on any number of threads, and as the model says."""

from __future__ import annotations

import hashlib
import math
from dataclasses import fields, replace
from statistics import NormalDist

import numpy as np
import pytest

from onetrip.simulation import chance
from onetrip.simulation.hall import drawing, quick_drawing
from onetrip.simulation.hall.kernel import both
from onetrip.simulation.hall.model import Group, HallModel
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.visitors import Visitors

from .days import HALL

PLAIN = HallModel((Group("one", 1.0, 10.0, 1.0),), (20.0, 0.0, 30.0), patience_mean=30.0)


def same(one: Visitors, other: Visitors) -> None:
    for field in fields(Visitors):
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name), field.name)


@pytest.mark.parametrize(
    "model", [PLAIN, HALL, replace(HALL, rates=(), booked_share=0.0), replace(PLAIN, rates=(0.0, 2.0))]
)
def test_machine_code_draws_what_the_definition_draws(model: HallModel) -> None:
    slow = drawing.drawn(model, 11, 20, 3)
    same(slow, quick_drawing.drawn(model, 11, 20, 3))
    same(slow, quick_drawing.drawn(model, 11, 20, 3, threads=3))


def test_a_day_is_the_same_however_many_are_drawn() -> None:
    whole, last = quick_drawing.drawn(HALL, 2, 5), quick_drawing.drawn(HALL, 2, 1, 4)
    np.testing.assert_array_equal(whole.arrives[whole.begins[4] :], last.arrives)


def test_no_days_are_no_visitors() -> None:
    assert (len(quick_drawing.drawn(HALL, 1, 0)), quick_drawing.drawn(HALL, 1, 0).days) == (0, 0)


def test_a_thousand_days_are_the_same_everywhere() -> None:
    """Whatever processor, Python, numpy or threads: only what IEEE 754 rounds in one way is used."""
    people = quick_drawing.drawn(HALL, 2026, 1_000, threads=2)
    day, measures = both(people, Plan.by_half_hour((4, 6, 4, 7), kiosks=2, desks=2, serves_out=True))
    columns = (people.arrives, people.window, people.patience, day.begins, day.leaves, day.window, day.fate)
    digest = hashlib.sha256(b"".join(np.nan_to_num(column, nan=-1.0).tobytes() for column in columns))
    assert digest.hexdigest() == "0f74cab3127123269089c577a4906d7845910ed52fcda98168573108bd127247"
    assert measures.days == 1_000


def test_as_many_come_as_expected_and_when() -> None:
    people = quick_drawing.drawn(PLAIN, 1, 4_000)
    slot = (people.arrives // 30).astype(int)
    counts = np.bincount(slot, minlength=3) / 4_000
    assert counts[1] == 0
    assert counts[0] == pytest.approx(20, abs=0.3)
    assert counts[2] == pytest.approx(30, abs=0.35)
    assert np.diff(people.begins).var() == pytest.approx(50, rel=0.1), "as of a Poisson process"


def test_minutes_patience_and_shares_are_those_of_the_model() -> None:
    people = quick_drawing.drawn(HALL, 1, 4_000)
    first = people.window[people.group == 0]
    assert first.mean() == pytest.approx(8.0, rel=0.02)
    assert first.std() / first.mean() == pytest.approx(0.6, rel=0.04)
    assert (people.window[people.group == 2] == 15.0).all()
    assert np.bincount(people.group) / len(people) == pytest.approx([0.5, 0.4, 0.1], abs=0.01)
    assert people.patience.mean() == pytest.approx(40.0, rel=0.02)
    assert people.to_kiosk.mean() == pytest.approx(0.3, abs=0.01)
    assert people.kiosk_fails[people.to_kiosk].mean() == pytest.approx(0.1, abs=0.01)
    assert (people.credit == 20.0).mean() == pytest.approx(0.15, abs=0.01)
    booked = ~np.isnan(people.booked)
    assert booked.sum() / 4_000 == pytest.approx(46 * 0.3 * 0.8, rel=0.03)
    assert ((people.arrives - people.booked)[booked] >= -10.0).all()
    assert (people.arrives == 0.0).sum() / 4_000 == pytest.approx(4.0, abs=0.15)


def test_a_booking_more_changes_nothing_about_those_who_walk_in() -> None:
    few = quick_drawing.drawn(replace(PLAIN, backlog=0.0), 3, 1)
    more = quick_drawing.drawn(replace(PLAIN, backlog=5.0), 3, 1)
    np.testing.assert_array_equal(more.window[-len(few) :], few.window)


def test_logarithm_exponential_and_normal_are_right() -> None:
    x = np.concatenate((np.linspace(-300, 300, 6_001), [1e-9, -1e-9]))
    np.testing.assert_allclose(chance.exponential(x), np.exp(x), rtol=4e-16)
    y = np.exp(x)
    np.testing.assert_allclose(chance.logarithm(y), [math.log(one) for one in y], rtol=4e-16, atol=1e-16)
    u = np.concatenate((np.linspace(0.0005, 0.9995, 1_000), [1e-12, 1e-16, 2.0**-54, 1 - 1e-12]))
    np.testing.assert_allclose(chance.normal(u), [NormalDist().inv_cdf(one) for one in u], rtol=2e-15, atol=1e-15)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"to_kiosk": 1.5}, "between 0 and 1"),
        ({"rates": (-1.0,)}, "not below 0"),
        ({"rates": (float("inf"),)}, "finite"),
        ({"groups": ()}, "no group"),
        ({"patience_mean": 0.0}, "patience"),
        ({"groups": (Group("one", 1.0, -1.0, 1.0),)}, "not below 0"),
    ],
)
def test_figures_that_are_no_hall_are_refused_in_words(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(PLAIN, **change)  # type: ignore[arg-type]
