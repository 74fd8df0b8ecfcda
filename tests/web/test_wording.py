"""Days, times and counts read as a person would say them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.web import wording

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("form", "zh", "en"),
    [
        ("long", "2025 年 11 月 25 日", "25 November 2025"),
        ("short", "11 月 25 日", "25 November"),
        ("weekday", "11 月 25 日 星期二", "Tuesday 25 November"),
    ],
)
def test_a_day_is_said_in_both_languages(form: str, zh: str, en: str) -> None:
    on = date(2025, 11, 25)
    assert wording.day(on, "zh", form) == zh
    assert wording.day(on, "en", form) == en


def test_a_moment_late_in_the_evening_of_london_is_the_next_day_in_shanghai() -> None:
    moment = datetime(2025, 11, 25, 17, 30, tzinfo=UTC)
    assert wording.as_day(moment, SHANGHAI) == date(2025, 11, 26)
    assert wording.clock(wording.as_clock(moment, SHANGHAI)) == "1:30"


def test_days_and_times_out_of_stored_plans_come_as_iso_text() -> None:
    assert wording.as_day("2025-11-25", SHANGHAI) == date(2025, 11, 25)
    assert wording.as_day("2025-11-25T23:30:00+00:00", SHANGHAI) == date(2025, 11, 26)
    assert wording.as_clock("08:30", SHANGHAI) == time(8, 30)


def test_a_text_that_is_no_day_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        wording.as_day("tomorrow", SHANGHAI)


@pytest.mark.parametrize(("at", "said"), [(time(9, 5), "9:05"), (time(0, 0), "0:00"), (time(16, 30, 59), "16:30")])
def test_a_clock_has_no_leading_zero_and_no_seconds(at: time, said: str) -> None:
    assert wording.clock(at) == said


@pytest.mark.parametrize(
    ("lasting", "zh", "en"),
    [
        (0, "0 分钟", "0 minutes"),
        (1, "1 分钟", "1 minute"),
        (6.9, "6 分钟", "6 minutes"),
        (timedelta(minutes=65, seconds=59), "1 小时 5 分钟", "1 hour 5 minutes"),
        (120, "2 小时", "2 hours"),
        (timedelta(seconds=-5), "0 分钟", "0 minutes"),
    ],
)
def test_a_length_of_time_is_told_in_full_minutes(lasting: timedelta | float, zh: str, en: str) -> None:
    assert wording.minutes(lasting, "zh") == zh
    assert wording.minutes(lasting, "en") == en


@pytest.mark.parametrize(
    ("n", "zh", "en"),
    [
        *((0, "零", "no"), (1, "一", "one"), (2, "两", "two"), (3, "三", "three"), (10, "十", "ten")),
        *((12, "十二", "twelve"), (20, "二十", "20"), (22, "二十二", "22"), (99, "九十九", "99"), (100, "100", "100")),
    ],
)
def test_counts_in_headings_are_words_as_long_as_words_are_short(n: int, zh: str, en: str) -> None:
    assert wording.count_zh(n) == zh
    assert wording.count_en(n) == en


@given(st.lists(st.integers(0, 99), unique=True, min_size=2, max_size=2))
def test_two_different_counts_are_never_said_alike(pair: list[int]) -> None:
    assert wording.count_zh(pair[0]) != wording.count_zh(pair[1])


def test_figures_keep_their_thousands_apart() -> None:
    assert wording.number(8214) == "8,214"
    assert wording.number(91.44, 1) == "91.4"
    assert wording.number(-1234.5, 2) == "-1,234.50"


@pytest.mark.parametrize(
    ("plain", "spaced"),
    [
        ("LF11250386", "LF 1125 0386"),
        ("LF-1125 0386", "LF 1125 0386"),
        ("20251125000123", "2025 1125 0001 23"),
        ("A086", "A 086"),
        ("", ""),
    ],
)
def test_a_number_is_spaced_for_reading_aloud(plain: str, spaced: str) -> None:
    assert wording.spaced(plain) == spaced


@given(st.from_regex(r"[A-Z]{2,4}\d{4,12}", fullmatch=True))
def test_spacing_a_number_loses_nothing_and_does_it_once(plain: str) -> None:
    spaced = wording.spaced(plain)
    assert spaced.replace(" ", "") == plain
    assert wording.spaced(spaced) == spaced
