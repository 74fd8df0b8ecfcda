"""Days added up: what is over is added up once, and never told otherwise than the days say."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.insight import daily
from onetrip.insight.daily import DaySums, together, total

TODAY = date(2026, 11, 24)


def days_with(*ended: int) -> dict[date, DaySums]:
    """Days up to today with so many visits done on each."""
    first = TODAY - timedelta(days=len(ended) - 1)
    return {first + timedelta(days=n): DaySums(outcomes=Counter({"all": each})) for n, each in enumerate(ended)}


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    daily.forget()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), st.lists(st.tuples(st.integers(0, 8), st.integers(1, 9))))
def test_a_total_is_always_that_of_its_days_however_they_change(ended: list[int], later: list[tuple[int, int]]) -> None:
    days = days_with(*ended)
    assert total("LF", days, TODAY) == together(days.values())
    for place, more in later:
        day = list(days)[place % len(days)]
        days[day] = DaySums(outcomes=Counter({"all": more}))
        assert total("LF", days, TODAY) == together(days.values())


def test_a_total_that_somebody_adds_to_is_whole_for_the_next() -> None:
    days = days_with(1, 2, 3)
    total("LF", days, TODAY).add(DaySums(outcomes=Counter({"all": 100})))
    assert total("LF", days, TODAY).outcomes["all"] == 6


def test_days_that_are_over_are_added_up_once_and_each_centre_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    days, other = days_with(1, 2, 3), days_with(10, 20, 30)
    assert (total("LF", days, TODAY).ended, total("PP", other, TODAY).ended) == (6, 60)
    added = 0
    add = DaySums.add

    def counted(self: DaySums, more: DaySums) -> None:
        nonlocal added
        added += 1
        add(self, more)

    monkeypatch.setattr(DaySums, "add", counted)
    assert (total("LF", days, TODAY).ended, total("PP", other, TODAY).ended) == (6, 60)
    assert added == 4  # today, and what is over, of two centres
