"""What a drill is compared with: the same residents through the simulated hall, many times."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onetrip.rehearsal.drilling import reading, residents
from onetrip.rehearsal.drilling.prediction import rough
from onetrip.rehearsal.drilling.scenario import Faints, Scenario
from onetrip.rehearsal.drilling.simulating import simulated

MORNING = residents.scaled(reading.find("reopening-morning"), 150)
"""A third of it, with as many windows: nobody waits long."""


@pytest.mark.parametrize("scenario", reading.shipped(), ids=lambda one: one.id)
def test_every_scenario_is_foretold_in_numbers_that_can_be(scenario: Scenario) -> None:
    told = simulated(scenario, days=3)
    assert told.mean_wait >= 0
    assert 0 <= told.within_20 <= 1
    assert told.queue[-1] < 0.5
    assert "3" in told.source.zh


def test_the_same_scenario_is_foretold_the_same_each_time() -> None:
    assert simulated(MORNING, days=3) == simulated(MORNING, days=3)


def test_with_fewer_windows_the_line_is_longer_until_it_is_served() -> None:
    few, many = simulated(replace(MORNING, windows=2), days=5), simulated(MORNING, days=5)
    assert few.mean_wait > many.mean_wait + 10
    assert max(few.queue) > max(many.queue)
    assert few.within_20 < many.within_20


def test_windows_that_stop_for_somebody_who_fainted_make_the_others_wait() -> None:
    calm = replace(MORNING, windows=3, events=())
    stopped = replace(calm, events=(Faints(30.0, 30.0, (1, 2)),))
    assert simulated(stopped, days=5).mean_wait > simulated(calm, days=5).mean_wait


def test_a_crowd_is_foretold_as_the_plain_estimate_has_it_within_reason() -> None:
    crowd = reading.find("bus-of-forty")
    told, plain = simulated(crowd, days=30), rough(crowd)
    assert abs(told.mean_wait - plain.mean_wait) < 0.5 * plain.mean_wait


def test_where_nobody_comes_nobody_waits() -> None:
    nobody = simulated(replace(MORNING, arrivals=(0, 0), events=()), days=2)
    assert (nobody.mean_wait, nobody.within_20) == (0.0, 1.0)
