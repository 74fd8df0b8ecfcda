from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres.models import Duty
from onetrip.lobby import queries
from onetrip.lobby.priorities import SHIPPED
from onetrip.lobby.waiting import ASSUMED_MINUTES, ENOUGH, Pace, Wait, estimate, pace_of, place_after_missing
from tests.lobby.hall import Hall

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def test_a_young_day_goes_by_the_assumed_minutes() -> None:
    assert pace_of([1.0] * (ENOUGH - 1), 3) == Pace(ASSUMED_MINUTES, 3, measured=False)


def test_later_the_median_of_the_day_counts_and_one_long_case_does_not() -> None:
    assert pace_of([4.0, 5.0, 6.0] * 3 + [90.0], 3) == Pace(5.0, 3, measured=True)


def test_pressing_through_a_row_of_numbers_does_not_promise_a_wait_of_nothing() -> None:
    assert pace_of([0.0] * ENOUGH, 1).minutes == 0.5


def test_nobody_can_say_how_long_while_no_window_calls() -> None:
    assert estimate(5, Pace(6, 0, measured=True)) is None


def test_three_people_ahead_of_three_windows() -> None:
    wait = estimate(3, Pace(6, 3, measured=True))
    assert wait is not None
    assert (wait.soonest, wait.likely, wait.latest) == (4, 6, 12)


@given(ahead=st.integers(0, 500), minutes=st.floats(0.5, 60), windows=st.integers(1, 40))
def test_the_range_holds_the_likely_wait_and_grows_with_the_line(ahead: int, minutes: float, windows: int) -> None:
    pace = Pace(minutes, windows, measured=True)
    wait, longer = estimate(ahead, pace), estimate(ahead + 1, pace)
    assert wait
    assert longer
    assert 0 <= wait.soonest <= wait.likely <= wait.latest
    assert wait.likely <= longer.likely


@given(waited=st.integers(0, 600), absent=st.integers(0, 600))
def test_whoever_missed_the_call_neither_jumps_the_line_nor_starts_anew(waited: int, absent: int) -> None:
    queue_at = NOON
    called_at = queue_at + timedelta(minutes=waited)
    back = called_at + timedelta(minutes=absent)
    place = place_after_missing(queue_at, called_at, back)
    assert queue_at <= place <= back
    assert back - place == timedelta(minutes=waited) / 2


def test_the_priority_of_age_begins_at_its_birthday() -> None:
    elder = next(one for one in SHIPPED.all if one.from_age)
    assert SHIPPED.for_age(elder.from_age - 1) is None
    assert SHIPPED.for_age(elder.from_age) == elder
    assert SHIPPED.for_age(101) == elder


@pytest.mark.django_db
def test_the_place_of_a_ticket_counts_who_is_ahead(hall: Hall) -> None:
    first, second = hall.arrive(), hall.arrive()
    assert (queries.ahead(first.pk), queries.ahead(second.pk)) == (0, 1)
    place = queries.place(second.pk, hall.now)
    assert (place.ahead, place.window) == (1, None)
    assert place.wait
    assert place.wait.likely == 2
    hall.call(1)
    called = queries.place(first.pk, hall.now)
    assert (called.ahead, called.wait, called.window) == (None, None, 2)


@pytest.mark.django_db
def test_the_hall_shows_each_person_with_the_minutes_left(hall: Hall) -> None:
    for _ in range(3):
        hall.arrive()
    now = queries.hall(hall.centre, hall.now)
    assert [(one.number, one.minutes, one.matters, one.has_slip) for one in now.waiting] == [
        ("A001", 0, 0, False),
        ("A002", 2, 0, False),
        ("A003", 4, 0, False),
    ]
    assert now.estimate_minutes == 6
    assert not now.pace.measured


@pytest.mark.django_db
def test_the_display_keeps_the_last_calls_whatever_became_of_them(hall: Hall) -> None:
    many = queries.LAST_CALLED + 3
    for _ in range(many):
        ticket = hall.serving()
        hall.at_window("finish", ticket)
    hall.arrive()
    shown = queries.display(hall.centre, hall.now)
    assert [call.number for call in shown.calls] == [f"A{number:03}" for number in range(many, 2, -1)]
    assert shown.waiting == 1


@pytest.mark.django_db
def test_the_waits_told_are_compared_with_the_waits_that_came_true(hall: Hall) -> None:
    day = hall.centre.day_of(hall.now)
    assert queries.estimate_errors(hall.centre, day).median_minutes is None
    hall.arrive()  # told 0
    hall.tick(6)
    hall.call()  # called after 7
    errors = queries.estimate_errors(hall.centre, day)
    assert (errors.tickets, errors.median_minutes) == (1, 7)


@pytest.mark.django_db
def test_the_pace_is_measured_from_todays_service_times(hall: Hall) -> None:
    for _ in range(ENOUGH):
        ticket = hall.serving()
        hall.tick(9)
        hall.at_window("finish", ticket)
    queries.forget()
    assert queries.pace(hall.centre, hall.now) == Pace(10.0, 3, measured=True)


def test_the_first_window_to_open_is_told_at_once(hall: Hall) -> None:
    Duty.objects.update(ended=NOON)
    assert queries.display(hall.centre, hall.now).wait is None
    Duty.objects.update(ended=None)
    assert queries.display(hall.centre, hall.now).wait == Wait(0, 0, 3)
