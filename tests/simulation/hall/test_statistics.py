from __future__ import annotations

import math

import numpy as np
import pytest

from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.statistics import difference, estimate, run, share_of_days, t_975

from .days import HALL

FOUR, FIVE = Plan.by_half_hour((4,) * 6), Plan.by_half_hour((5,) * 6)


@pytest.mark.parametrize(
    ("freedom", "point"), [(1, 12.7062), (2, 4.30265), (4, 2.77645), (9, 2.26216), (30, 2.04227), (999, 1.96234)]
)
def test_students_t_is_as_in_the_tables(freedom: int, point: float) -> None:
    assert t_975(freedom) == pytest.approx(point, abs=2e-3)


def test_mean_interval_and_ninth_day_of_ten() -> None:
    known = estimate([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert known.mean == 5.5
    assert known.p90 == 9
    assert known.half == pytest.approx(2.26216 * 3.02765 / math.sqrt(10), rel=1e-4)
    assert (known.low + known.high) / 2 == known.mean


def test_one_day_says_nothing_about_its_precision() -> None:
    assert estimate([3.0]).half == math.inf


@pytest.mark.parametrize("days", [[], [1.0, math.nan]])
def test_no_estimate_without_numbers(days: list[float]) -> None:
    with pytest.raises(ValueError, match="needs days"):
        estimate(days)


def test_pairs_are_more_precise_than_either() -> None:
    noise = np.random.default_rng(1).normal(size=200) * 10
    assert difference(noise + 1, noise).half < 1e-9
    with pytest.raises(ValueError, match="same days"):
        difference([1.0], [1.0, 2.0])


def test_a_share_of_days_is_never_certain() -> None:
    always = share_of_days([True] * 20)
    assert always.mean == 1.0
    assert 0.1 < always.half < 0.25


def test_a_run_stops_when_it_is_precise_enough() -> None:
    found = run(HALL, [FOUR, FIVE], seed=1, figure=lambda measures: measures.mean_wait, half=2.0, batch=100)
    assert found.is_precise
    assert found.days % 100 == 0
    assert difference(found.measures[1].mean_wait, found.measures[0].mean_wait).half <= 2.0


def test_a_run_says_when_it_stopped_at_its_limit() -> None:
    found = run(HALL, [FOUR], seed=1, figure=lambda measures: measures.mean_wait, half=1e-6, most_days=150, batch=100)
    assert not found.is_precise
    assert found.days == 150


def test_batches_and_threads_change_nothing() -> None:
    given = {"seed": 3, "figure": lambda measures: measures.mean_wait, "half": 1e-6, "most_days": 60}
    one, two = run(HALL, [FOUR], batch=60, **given), run(HALL, [FOUR], batch=25, threads=2, **given)  # type: ignore[arg-type]
    np.testing.assert_array_equal(one.measures[0].mean_wait, two.measures[0].mean_wait)


def test_a_run_needs_a_plan() -> None:
    with pytest.raises(ValueError, match="needs a plan"):
        run(HALL, [], seed=1, figure=lambda measures: measures.mean_wait, half=1.0)
