from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rehearsal.drilling import reading
from onetrip.rehearsal.drilling.prediction import rough
from onetrip.rehearsal.drilling.scenario import Scenario

MORNING = reading.find("reopening-morning")


def test_nobody_waits_where_windows_are_plenty() -> None:
    quiet = rough(replace(MORNING, windows=60))
    assert quiet.mean_wait < 0.5
    assert quiet.within_20 == pytest.approx(1.0)
    assert set(quiet.queue) == {0.0}


def test_a_morning_beyond_the_windows_leaves_a_line_that_is_served_in_the_end() -> None:
    crowded = rough(replace(MORNING, windows=4))
    assert crowded.mean_wait > 60
    assert crowded.within_20 < 0.3
    assert max(crowded.queue) > 100
    assert crowded.queue[-1] <= 0.5


@given(st.integers(3, 40))
def test_one_more_window_never_makes_the_wait_longer(windows: int) -> None:
    fewer, more = rough(replace(MORNING, windows=windows)), rough(replace(MORNING, windows=windows + 1))
    assert more.mean_wait <= fewer.mean_wait + 1e-9
    assert more.within_20 >= fewer.within_20 - 1e-9


def test_a_scenario_in_which_nobody_comes_by_themselves_is_predicted_too() -> None:
    assert rough(replace(MORNING, arrivals=(0, 0), events=())).mean_wait == 0


def test_a_small_hall_that_is_just_busy_is_not_predicted_to_wait_for_ever() -> None:
    """Erlang's formula is of a queue that has been busy for ever; half an hour is not."""
    few = rough(reading.find("hard-half-hour"))
    assert few.mean_wait < 10
    assert few.within_20 > 0.7


@pytest.mark.parametrize("scenario", reading.shipped(), ids=lambda one: one.id)
def test_shares_are_shares_and_lines_have_no_less_than_nobody(scenario: Scenario) -> None:
    told = rough(scenario)
    assert 0 <= told.within_20 <= 1
    assert told.mean_wait >= 0
    assert all(queue >= 0 for queue in told.queue)
