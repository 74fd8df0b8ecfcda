"""Ages and months by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rules import age_on, months_until, reaches, shift_months
from onetrip.rules.ages import births_at
from tests.rules.strategies import birth_dates, days, naive_age, naive_months_until, thorough


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 6, 1), 0, date(2025, 6, 1)),
        (date(5, 1, 1), -12 * 10, date.min),
        (date(9990, 1, 1), 12 * 20, date.max),
    ],
)
def test_a_month_without_that_day_ends_on_its_last_day(day: date, months: int, expected: date) -> None:
    assert shift_months(day, months) == expected


def test_whoever_is_born_on_29_february_completes_a_year_on_28_february() -> None:
    assert reaches(date(1960, 2, 29), 65) == date(2025, 2, 28)
    assert age_on(date(1960, 2, 29), date(2025, 2, 27)) == 64
    assert age_on(date(1960, 2, 29), date(2025, 2, 28)) == 65
    assert reaches(date(1960, 2, 29), 64) == date(2024, 2, 29)
    assert age_on(date(1960, 2, 29), date(2024, 2, 28)) == 63


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2025, 10, 17), 3),
        (date(2025, 10, 18), 2),
        (date(2025, 11, 17), 2),
        (date(2025, 11, 18), 1),
        (date(2025, 12, 17), 1),
        (date(2025, 12, 18), 0),
        (date(2026, 1, 17), 0),
        (date(2026, 1, 18), -1),
    ],
)
def test_one_month_before_the_birthday_begins_on_exactly_that_day(day: date, months: int) -> None:
    assert months_until(date(1960, 12, 18), 65, day) == months


@pytest.mark.parametrize(
    ("birth", "first_day"),
    [
        (date(1960, 3, 31), date(2025, 2, 28)),
        (date(1960, 5, 31), date(2025, 4, 30)),
        (date(1960, 3, 30), date(2025, 2, 28)),
        (date(1960, 2, 29), date(2025, 1, 28)),
        (date(1960, 1, 15), date(2024, 12, 15)),
    ],
)
def test_a_month_before_is_right_at_the_ends_of_months(birth: date, first_day: date) -> None:
    assert months_until(birth, 65, first_day) == 1
    assert months_until(birth, 65, first_day - timedelta(days=1)) == 2


@given(birth=birth_dates, day=days)
@thorough
def test_ages_agree_with_counting_birthdays(birth: date, day: date) -> None:
    assert age_on(birth, day) == naive_age(birth, day)


@given(birth=birth_dates, day=days, age=st.integers(1, 120))
@thorough
def test_months_agree_with_going_back_month_by_month(birth: date, day: date, age: int) -> None:
    assert months_until(birth, age, day) == naive_months_until(birth, age, day)


@given(birth=birth_dates, day=days, age=st.integers(1, 120))
@thorough
def test_no_months_are_left_exactly_when_the_age_is_reached(birth: date, day: date, age: int) -> None:
    assert (months_until(birth, age, day) <= 0) is (age_on(birth, day) >= age)


@given(birth=birth_dates, day=days, age=st.integers(1, 120))
@thorough
def test_months_only_ever_count_down(birth: date, day: date, age: int) -> None:
    following = months_until(birth, age, day + timedelta(days=1))
    assert months_until(birth, age, day) - following in (0, 1)


@given(birth=birth_dates, day=days)
@thorough
def test_the_birth_dates_of_an_age_are_those_and_no_others(birth: date, day: date) -> None:
    earliest, latest = births_at(age_on(birth, day), day)
    assert earliest <= birth <= latest
    assert age_on(earliest - timedelta(days=1), day) == age_on(birth, day) + 1
    assert age_on(latest + timedelta(days=1), day) == age_on(birth, day) - 1


def test_on_28_february_those_born_on_the_29th_are_of_that_age_too() -> None:
    assert births_at(65, date(2025, 2, 28))[1] == date(1960, 2, 29)
    assert births_at(64, date(2025, 2, 28))[0] == date(1960, 3, 1)


@pytest.mark.parametrize("age", [-100_000, -5000, -1, 0, 2024, 2025, 2026, 100_000])
def test_impossible_ages_do_no_harm(age: int) -> None:
    earliest, latest = births_at(age, date(2025, 6, 1))
    assert date.min <= earliest
    assert latest <= date.max
