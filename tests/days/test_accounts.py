from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onetrip.days.accounts import Number, Overtime, account

CLOSES = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
MOMENTS = st.integers(-480, 240).map(lambda minutes: CLOSES + timedelta(minutes=minutes))


def number(drawn: int = -60, called: int | None = -50, finished: int | None = -40, **given: object) -> Number:
    """A number with its moments in minutes from closing time."""

    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else CLOSES + timedelta(minutes=minutes)

    values = {"number": "A001", "state": "done", "outcome": "all", "window": 3, "calls": 1} | given
    return Number(drawn_at=at(drawn), called_at=at(called), finished_at=at(finished), **values)


NUMBERS = st.lists(
    st.builds(
        Number,
        number=st.just("A001"),
        state=st.sampled_from(["done", "left", "waiting", "called", "serving", "missed"]),
        outcome=st.sampled_from(["all", "part", "none"]),
        drawn_at=MOMENTS,
        called_at=st.none() | MOMENTS,
        finished_at=st.none() | MOMENTS,
        window=st.none() | st.integers(1, 9),
        calls=st.integers(0, 4),
        let_go=st.booleans(),
    ),
    max_size=30,
)


OVERTIME = st.lists(
    st.builds(Overtime, st.sampled_from(["A001", "A002"]), st.none() | st.integers(1, 9), st.integers(1, 90))
)


@given(NUMBERS, OVERTIME)
def test_no_number_of_a_day_is_without_its_fate(numbers: list[Number], overtime: list[Overtime]) -> None:
    found = account(numbers, overtime)
    assert found.drawn == len(numbers) == found.served + found.left + found.open
    assert found.all_done + found.in_part + found.nothing_done == found.served
    assert found.served_after_closing <= found.served
    assert found.served_let_go <= found.served
    assert found.left_let_go <= found.left
    assert sum(found.overtime.values()) == sum(one.minutes for one in overtime if one.window is not None)


def test_a_day_on_which_nobody_came_claims_no_wait() -> None:
    found = account([])
    assert (found.drawn, found.wait_median, found.wait_longest, found.last_finished_at) == (0, None, None, None)


def test_overtime_is_what_was_recorded_when_it_was_worked_added_up_by_window() -> None:
    numbers = [
        number(number="A001", finished=-5),
        number(number="A002", called=5, finished=12),
        number(number="A003", called=2, finished=20, window=4),
        number(number="A004", called=5, finished=40, state="left"),
    ]
    overtime = [Overtime("A002", 3, 3), Overtime("A002", 3, 2), Overtime("A003", 4, 18), Overtime("A004", 4, 1)]
    found = account(numbers, overtime)
    assert found.served_after_closing == 2
    assert found.overtime == {3: 5, 4: 19}


def test_what_was_let_go_of_is_counted_apart_and_ends_no_day() -> None:
    numbers = [
        number(finished=-5),
        number(finished=None, let_go=True),
        number(called=None, finished=None, state="left", let_go=True),
        number(called=None, finished=-90, state="left"),
    ]
    found = account(numbers)
    assert (found.served, found.served_let_go, found.left, found.left_let_go) == (2, 1, 2, 1)
    assert found.last_finished_at == CLOSES - timedelta(minutes=5)


def test_a_clock_that_jumped_back_gives_no_negative_wait() -> None:
    assert account([number(drawn=-10, called=-30)]).wait_median == 0
