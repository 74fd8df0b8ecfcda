from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.lobby.eta.moments import is_in_halves, order_of, stamp_of

NINE = datetime(2026, 3, 2, 9, 5)  # noqa: DTZ001 -- the clock on the wall


def wall(text: str, order: str = "DMY", zone: str | None = None) -> datetime | None:
    stamp = stamp_of(text, order)
    return stamp.on_the_wall(ZoneInfo(zone) if zone else None) if stamp else None


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02 09:05",
        "2026-03-02T09:05:00",
        "2026-03-02T09:05:00.123456789",
        "2026-03-02_09:05:00",
        "2026-03-02, 09:05",
        "2026-03-02 9:05 AM",
        "2026-03-02 9:05 a.m.",
        "2026-03-02 09.05",
        "2026-03-02 09:05:00 CET",
        "2026/3/2 9:05",
        "2026年3月2日 9时05分",
        "2026年3月2日上午9:05",
        "2026-3-2 星期一 9:05",
        "20260302090500",
        "20260302 0905",
        "20260302T0905",
        "02.03.2026 09:05",
        "02.03.26 09:05",
        "2/3/26 9:05",
        "02-03-2026 09:05",
        "02-Mar-2026 09:05",
        "2 March 2026, 09:05",
        "2. März 2026 09:05 Uhr",
        "2 marca 2026 09:05",
        "Mar 2, 2026 9:05:00 AM",
        "Mon Mar  2 09:05:00 2026",
        "Monday, 2 March 2026 09:05",
        "02-MAR-26 09.05.00.000000 AM",
        "09:05 02.03.2026",
        "46083.378472222",
        "２０２６-03-02　09:05",
    ],
)
def test_a_moment_is_read_in_whatever_hand_it_is_written(text: str) -> None:
    assert wall(text) == NINE


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2:05 PM", 14), ("12:05 AM", 0), ("12:05 PM", 12), ("下午2:05", 14), ("中午12:05", 12), ("晚上8:05", 20)],
)
def test_halves_of_the_day_are_counted_from_midnight(text: str, hour: int) -> None:
    stamp = stamp_of(text)
    assert stamp is not None
    assert (stamp.day, stamp.clock) == (None, timedelta(hours=hour, minutes=5))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T01:05:00Z",
        "2026-03-02 01:05:00 UTC",
        "2026-03-02T02:05:00+01:00",
        "2026-03-02T02:05:00+0100[Europe/Warsaw]",
        "Sun Mar 01 2026 20:05:00 GMT-0500 (Eastern Standard Time)",
        "1772413500",
        "1772413500.0",
        "1772413500000",
        "1772413500000000",
        "1772413500000000000",
    ],
)
def test_a_moment_with_a_zone_is_told_on_the_wall_asked_for(text: str) -> None:
    assert wall(text, zone="Asia/Shanghai") == NINE


def test_midnight_at_the_end_of_a_day_is_the_next_day() -> None:
    assert wall("2026-03-01 24:00") == datetime(2026, 3, 2)  # noqa: DTZ001


def test_a_day_and_a_clock_are_told_apart() -> None:
    day, clock = stamp_of("2026-03-02"), stamp_of("09:05")
    assert day is not None
    assert clock is not None
    assert (day.clock, clock.day) == (None, None)
    assert day.joined(clock).on_the_wall(None) == clock.joined(day).on_the_wall(None) == NINE


@pytest.mark.parametrize(
    "text", ["", "soon", "A087", "12", "2026-13-40 09:00", "2026-03-02 25:00", "2026-03-02 soon", "3"]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert wall(text) is None


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/02/2026", "03/17/2026"], "MDY"),
        (["02/03/2026", "17/03/2026"], "DMY"),
        ([f"03/{day:02d}/2026" for day in range(2, 13)], "MDY"),
        ([f"{day:02d}/03/2026" for day in range(2, 13)], "DMY"),
        ([f"26-03-{day:02d}" for day in range(2, 13)], "YMD"),
        ([f"{day:02d}.03.26" for day in range(2, 13)], "DMY"),
        (["02/03/2026 09:00"], "DMY"),
    ],
)
def test_the_order_of_days_in_figures_is_the_one_in_which_rows_lie_close(texts: list[str], order: str) -> None:
    assert order_of(texts) == order


def test_who_counts_twice_twelve_hours_writes_the_month_first() -> None:
    assert order_of(["03/02/2026 9:00 AM"], in_halves=is_in_halves("03/02/2026 9:00 AM")) == "MDY"
    assert order_of(["17/02/2026 9:00 AM"], in_halves=True) == "DMY"


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001
    st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %I:%M:%S %p", "%d %B %Y %H:%M:%S", "%Y%m%d%H%M%S", "%c",
         "%d-%b-%y %H.%M.%S", "%Y年%m月%d日 %H:%M:%S", "%A, %d. %B %Y, %H:%M:%S Uhr"]
    ),
)  # fmt: skip
def test_what_is_written_is_read_again(moment: datetime, form: str) -> None:
    moment = moment.replace(microsecond=0)
    assert wall(moment.strftime(form)) == moment


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    stamp = stamp_of(text)
    assert stamp is None or stamp.day is None or isinstance(stamp.day, date)
