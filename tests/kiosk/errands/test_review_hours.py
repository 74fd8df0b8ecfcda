"""When a print that somebody looks at first is ready: counted in the hours in which somebody looks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres.opening import Hours, is_open
from onetrip.centres.working_days import Calendar
from onetrip.kiosk.errands.review_hours import ready_from
from onetrip.kiosk.errands.standing import when_ready

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = (Hours(True, time(8, 30), time(16, 30)), Hours(False, time(8, 30), time(11, 30)))
CALENDAR = Calendar({}, frozenset({2026}), {2026: 1})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("asked", "ready"),
    [
        (at(24, 10), at(24, 10, 30)),  # a Tuesday morning
        (at(24, 22), at(25, 9)),  # at night: after the doors open
        (at(24, 3), at(24, 9)),
        (at(24, 16, 15), at(25, 8, 45)),  # the rest the next morning
        (at(28, 11, 10), at(29, 8, 40)),  # Saturday noon: Sunday morning
        (at(24, 16, 30), at(25, 9)),
    ],
)
def test_review_counts_only_the_hours_in_which_somebody_looks(asked: datetime, ready: datetime) -> None:
    assert ready_from(asked, 30, HOURS, CALENDAR) == ready


def test_where_nobody_ever_looks_no_time_is_promised() -> None:
    assert ready_from(at(24, 10), 30, (), CALENDAR) is None
    assert "12345" in when_ready(None, at(24, 10)).zh


@given(st.integers(0, 240 * 24 * 60), st.integers(1, 600))
def test_it_is_never_ready_sooner_than_the_review_takes_nor_while_the_doors_are_shut(later: int, minutes: int) -> None:
    asked = datetime(2026, 3, 1, tzinfo=ZONE) + timedelta(minutes=later)
    ready = ready_from(asked, minutes, HOURS, CALENDAR)
    assert ready is not None
    assert ready - asked >= timedelta(minutes=minutes)
    assert is_open(HOURS, CALENDAR, ready - timedelta(seconds=1))


def test_the_kiosk_says_honestly_when() -> None:
    night = at(24, 22)
    told = when_ready(at(25, 9).astimezone(UTC), night)
    assert told.zh == "现在没有人审，明天开门以后审，大约 9:00 能打。"
    assert "tomorrow" in told.en
    assert "30 分钟" in when_ready(at(24, 10, 30), at(24, 10)).zh
    assert "还在审" in when_ready(at(24, 9), at(24, 10)).zh
