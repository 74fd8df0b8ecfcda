from __future__ import annotations

from dataclasses import replace

import pytest

from onetrip.simulation.hall.kernel import measured
from onetrip.simulation.hall.model import Group, HallModel
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.quick_drawing import drawn
from onetrip.simulation.hall.staffing import Promise, erlang_start, search, staffed

HALL = HallModel((Group("one", 1.0, 10.0, 0.7),), (4.0, 10.0, 3.0), patience_mean=60.0)
BASE = Plan([], serves_out=True, first_free_closes=True, promised=15.0)


def test_what_is_found_keeps_the_promise_with_no_more_windows_than_erlang() -> None:
    found = search(HALL, BASE, seed=1, days=(50,), judged_on=400)
    assert found.is_kept
    measures = measured(drawn(HALL, 1, 400), staffed(BASE, found.windows))
    assert measures.within.sum() / measures.queued.sum() == pytest.approx(found.overall)
    assert measures.share_within_by_slot.min() == pytest.approx(found.worst)
    assert found.overall >= 0.9
    assert found.worst >= 0.85
    assert sum(found.windows) <= sum(erlang_start(HALL, Promise(), 15.0, 20)) + 1
    assert found.hours == sum(found.windows) / 2


def test_too_few_windows_are_said_to_be_too_few() -> None:
    found = search(HALL, BASE, seed=1, most=1, days=(20,), judged_on=50)
    assert not found.is_kept
    assert found.windows == (1, 1, 1)


def test_where_nobody_comes_no_window_is_needed() -> None:
    found = search(replace(HALL, rates=(0.0, 0.0)), BASE, seed=1, days=(5,), judged_on=5)
    assert (found.windows, found.is_kept) == ((0, 0), True)


def test_the_same_seed_finds_the_same() -> None:
    one, two = (search(HALL, BASE, seed=2, days=(30,), judged_on=60) for _ in range(2))
    assert one.windows == two.windows


def test_a_search_needs_days() -> None:
    with pytest.raises(ValueError, match="needs days"):
        search(HALL, BASE, seed=1, days=())
