"""When a print that somebody looks at first is ready: counted in the hours in which somebody looks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.self_service import Looking, Review
from onetrip.centres.opening import Hours, is_open
from onetrip.centres.working_days import Calendar
from onetrip.kiosk.errands.review_hours import hours_of, ready_from
from onetrip.kiosk.errands.standing import when_ready
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import Machine
from tests.kiosk.errands.test_prints_and_answers import to_print

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
    assert "12345" in when_ready(None, at(24, 10), minutes=30, somebody_looks=False).zh


@given(st.integers(0, 240 * 24 * 60), st.integers(1, 600))
def test_it_is_never_ready_sooner_than_the_review_takes_nor_while_the_doors_are_shut(later: int, minutes: int) -> None:
    asked = datetime(2026, 3, 1, tzinfo=ZONE) + timedelta(minutes=later)
    ready = ready_from(asked, minutes, HOURS, CALENDAR)
    assert ready is not None
    assert ready - asked >= timedelta(minutes=minutes)
    assert is_open(HOURS, CALENDAR, ready - timedelta(seconds=1))


def test_the_kiosk_says_honestly_when() -> None:
    told = when_ready(at(25, 9).astimezone(UTC), at(24, 22), minutes=30, somebody_looks=False)
    assert told.zh == "现在没有人审，明天上班以后审，大约 9:00 能打。"
    assert "tomorrow" in told.en
    assert "30 分钟" in when_ready(at(24, 10, 30), at(24, 10), minutes=30, somebody_looks=True).zh
    assert "还在审" in when_ready(at(24, 9), at(24, 10), minutes=30, somebody_looks=True).zh


def test_between_midnight_and_opening_it_is_today_and_never_hundreds_of_minutes() -> None:
    told = when_ready(at(24, 9), at(24, 0, 30), minutes=30, somebody_looks=False)
    assert told.zh == "现在没有人审，今天上班以后审，大约 9:00 能打。"
    assert told.en == "Nobody reviews now. It is looked at today, and ready around 9:00."


def test_what_a_closing_comes_between_is_told_by_the_clock_and_not_in_minutes() -> None:
    evening = when_ready(at(25, 8, 45), at(24, 16, 15), minutes=30, somebody_looks=True)
    assert evening.zh == "这次下班以前审不完，接着再审，大约明天 8:45 能打。"
    noon = when_ready(at(24, 13, 20), at(24, 11, 20), minutes=30, somebody_looks=True)
    assert "大约今天 13:20 能打" in noon.zh


def test_whoever_reviews_may_have_hours_of_their_own() -> None:
    own = Review(30, (Looking(True, time(13), time(16)),))
    assert hours_of(Review(30), HOURS) is HOURS
    assert ready_from(at(24, 10), 30, hours_of(own, HOURS), CALENDAR) == at(24, 13, 30)
    assert ready_from(at(28, 9), 30, hours_of(own, HOURS), CALENDAR) == at(30, 13, 30)  # not at the weekend


@pytest.mark.django_db
@pytest.mark.parametrize(("clock", "told"), [((0, 30), "今天上班以后审，大约 9:00 能打"), ((10, 0), "大约 30 分钟")])
def test_an_archive_is_promised_by_the_hours_of_its_archive(
    machine: Machine, clock: tuple[int, int], told: str
) -> None:
    hours = town.FILES["matters/archive-print.yaml"].replace(
        "review: {minutes: 30}", 'review: {minutes: 30, hours: {working_days: "8:30-16:30", days_off: "8:30-11:30"}}'
    )
    town.publish(**{"matters/archive-print.yaml": hours})
    machine.now = at(24, *clock)
    to_print(machine, "archive-print")
    assert told in machine.run.stands.then[0].zh
