"""Ten minutes are those in which somebody practises, and the quiet hour is the next one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from onetrip.lobby.quiet_hours import QuietHour
from onetrip.training.practice.timing import next_quiet, spent

PAUSE = timedelta(seconds=120)
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


def at(*seconds: int) -> list[datetime]:
    return [NINE + timedelta(seconds=each) for each in seconds]


def test_the_time_between_answers_counts() -> None:
    assert spent(at(0, 30, 75), PAUSE) == timedelta(seconds=75)


def test_whoever_serves_somebody_in_between_loses_two_minutes_at_most() -> None:
    assert spent(at(0, 30, 3630), PAUSE) == timedelta(seconds=150)


def test_nothing_and_one_answer_take_no_time() -> None:
    assert spent([], PAUSE) == timedelta()
    assert spent(at(5), PAUSE) == timedelta()


@given(st.lists(st.integers(0, 86_000), max_size=30))
def test_never_more_than_the_clock_says_and_never_less_than_nothing(seconds: list[int]) -> None:
    moments = at(*seconds)
    used = spent(moments, PAUSE)
    assert timedelta() <= used <= (max(moments) - min(moments) if moments else timedelta())
    assert used <= PAUSE * max(0, len(moments) - 1)


def hour(weekday: int, opens: int) -> QuietHour:
    return QuietHour(weekday, time(opens), time(opens + 1), 3, 30)


def test_the_quiet_hour_of_today_counts_until_it_closes() -> None:
    hours = [hour(1, 9), hour(3, 14)]
    assert next_quiet(hours, NINE.replace(hour=9, minute=40)) == (date(2026, 11, 24), hour(1, 9))
    assert next_quiet(hours, NINE.replace(hour=10)) == (date(2026, 11, 26), hour(3, 14))


def test_after_the_last_one_of_the_week_the_same_weekday_comes_again() -> None:
    assert next_quiet([hour(1, 9)], NINE.replace(hour=11)) == (date(2026, 12, 1), hour(1, 9))


def test_without_quiet_hours_nothing_is_told() -> None:
    assert next_quiet([], NINE) is None
