from __future__ import annotations

from datetime import date, timedelta

from onetrip.days.expecting import expected

TUESDAY = date(2026, 11, 24)


def tuesdays(*totals: int, half: int = 18) -> dict[date, list[int]]:
    """Earlier Tuesdays on which so many came, all in one half hour."""
    days = {}
    for week, total in enumerate(totals, start=1):
        halves = [0] * 48
        halves[half] = total
        days[TUESDAY - timedelta(weeks=week)] = halves
    return days


def test_what_is_usual_is_expected_with_the_range_that_was_seen() -> None:
    found = expected(tuesdays(100, 120, 90, 300))
    assert found is not None
    assert (found.likely, found.fewest, found.most, found.days, found.busiest) == (110, 90, 300, 4, 18)


def test_two_days_are_no_experience() -> None:
    assert expected(tuesdays(100, 120)) is None


def test_a_day_on_which_nobody_came_is_not_like_it() -> None:
    assert expected(tuesdays(100, 120, 0)) is None
