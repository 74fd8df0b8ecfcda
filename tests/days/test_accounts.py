from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onetrip.days.accounts import Number, account

CLOSES = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
MOMENTS = st.integers(-480, 240).map(lambda minutes: CLOSES + timedelta(minutes=minutes))


def number(drawn: int = -60, called: int | None = -50, finished: int | None = -40, **given: object) -> Number:
    """A number with its moments in minutes from closing time."""

    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else CLOSES + timedelta(minutes=minutes)

    values = {"number": "A001", "state": "done", "outcome": "all", "window": 3, "calls": 1} | given
    return Number(drawn_at=at(drawn), called_at=at(called), started_at=at(called), finished_at=at(finished), **values)


NUMBERS = st.lists(
    st.builds(
        Number,
        number=st.just("A001"),
        state=st.sampled_from(["done", "left", "waiting", "called", "serving", "missed"]),
        outcome=st.sampled_from(["all", "part", "none"]),
        drawn_at=MOMENTS,
        called_at=st.none() | MOMENTS,
        started_at=st.none() | MOMENTS,
        finished_at=st.none() | MOMENTS,
        window=st.none() | st.integers(1, 9),
        calls=st.integers(0, 4),
    ),
    max_size=30,
)


@given(NUMBERS, st.none() | st.just(CLOSES))
def test_no_number_of_a_day_is_without_its_fate(numbers: list[Number], closes: datetime | None) -> None:
    found = account(numbers, closes)
    assert found.drawn == len(numbers) == found.served + found.left + found.open
    assert found.all_done + found.in_part + found.nothing_done == found.served
    assert found.served_after_closing <= found.served
    assert all(minutes >= 0 for minutes in found.overtime.values())


def test_a_day_on_which_nobody_came_claims_no_wait() -> None:
    found = account([], CLOSES)
    assert (found.drawn, found.wait_median, found.wait_longest, found.last_finished_at) == (0, None, None, None)


def test_overtime_is_counted_by_window_until_the_last_number_was_done() -> None:
    numbers = [
        number(finished=-5),
        number(called=5, finished=12),
        number(called=13, finished=31),
        number(called=2, finished=20, window=4),
        number(called=None, finished=40, state="left", window=None),
    ]
    found = account(numbers, CLOSES)
    assert found.served_after_closing == 3
    assert found.overtime == {3: 31, 4: 20}


def test_a_few_seconds_after_closing_are_no_overtime() -> None:
    late = Number("A001", "done", "all", CLOSES, CLOSES, CLOSES, CLOSES + timedelta(seconds=20), 1, 1)
    assert account([late], CLOSES).overtime == {}


def test_on_a_day_without_hours_nobody_works_overtime() -> None:
    assert account([number(finished=300)], None).served_after_closing == 0


def test_a_clock_that_jumped_back_gives_no_negative_wait() -> None:
    assert account([number(drawn=-10, called=-30)], CLOSES).wait_median == 0
