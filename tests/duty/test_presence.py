from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onetrip.duty.presence import NOTHING, Served, Stay, earned, length, minutes_there, stay_of

CLOSES = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return CLOSES + timedelta(minutes=minutes)


def served(number: str, drawn: float, began: float, ended: float) -> Served:
    return Served(number, at(drawn), at(began), at(ended))


def test_a_number_drawn_before_closing_and_served_after_it_is_overtime() -> None:
    found = earned([served("A001", -30, -5, 20)], closes=CLOSES, until=None, most_minutes=60)
    assert (found.minutes, found.numbers) == (20, ("A001",))


def test_waiting_about_between_two_numbers_is_not() -> None:
    rows = [served("A001", -30, 0, 10), served("A002", -20, 40, 45)]
    assert earned(rows, closes=CLOSES, until=None, most_minutes=60).minutes == 15


def test_a_number_drawn_after_closing_is_not() -> None:
    assert earned([served("A001", 1, 2, 30)], closes=CLOSES, until=None, most_minutes=60) is NOTHING


def test_the_own_shift_comes_first() -> None:
    rows = [served("A001", -30, 0, 50)]
    assert earned(rows, closes=CLOSES, until=at(30), most_minutes=60).minutes == 20
    assert earned(rows, closes=CLOSES, until=at(-60), most_minutes=60).minutes == 50


def test_a_number_held_open_counts_an_hour_at_most() -> None:
    assert earned([served("A001", -30, -5, 300)], closes=CLOSES, until=None, most_minutes=60).minutes == 60


def test_two_numbers_at_once_count_once() -> None:
    rows = [served("A001", -30, 0, 20), served("A002", -30, 5, 25)]
    assert earned(rows, closes=CLOSES, until=None, most_minutes=60).minutes == 25


ROWS = st.lists(
    st.tuples(st.integers(-120, 60), st.integers(-60, 120), st.integers(0, 200)).map(
        lambda each: served("A", each[0], each[1], each[1] + each[2])
    ),
    max_size=8,
)


@given(ROWS, st.integers(-60, 90))
def test_never_more_than_from_closing_to_the_last_number(rows: list[Served], until: int) -> None:
    found = earned(rows, closes=CLOSES, until=at(until), most_minutes=60)
    last = max((each.ended for each in rows), default=CLOSES)
    assert 0 <= found.minutes <= max((last - CLOSES) / timedelta(minutes=1), 0)
    assert bool(found.minutes) <= bool(found.numbers)


@given(ROWS, ROWS)
def test_more_numbers_never_give_less(rows: list[Served], more: list[Served]) -> None:
    few = earned(rows, closes=CLOSES, until=None, most_minutes=60)
    assert earned([*rows, *more], closes=CLOSES, until=None, most_minutes=60).minutes >= few.minutes


def test_the_length_of_nothing_and_of_what_lies_in_something_else() -> None:
    assert length([]) == timedelta()
    assert length([(at(0), at(10)), (at(2), at(4)), (at(20), at(21))]) == timedelta(minutes=11)


def test_a_stay_is_from_the_first_coming_to_the_last_leaving_without_lunch() -> None:
    stay = stay_of([(at(60), at(90)), (at(0), at(30))])
    assert stay == Stay(at(0), at(90))
    assert stay_of([]) is None
    assert minutes_there(Stay(at(0), at(90)), (at(30), at(60))) == 60
    assert minutes_there(Stay(at(0), at(40)), (at(30), at(60))) == 30
    assert minutes_there(Stay(at(0), at(20)), (at(30), at(60))) == 20
