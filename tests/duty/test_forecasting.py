"""People needed, from the numbers of the hall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres.models import CalendarDay, CalendarYear
from onetrip.centres.queries import settled
from onetrip.duty.forecasting import EXAMPLE, FORECAST, demand, example_arrivals, half_of, open_halves, time_of
from onetrip.duty.history import demands, hall_of
from onetrip.duty.house import house
from onetrip.duty.problems import build
from onetrip.ledger import events
from onetrip.lobby.models import Ticket, Visit
from tests.duty.conftest import MONDAY, NOW, Place
from tests.factories import TODAY

SATURDAY = MONDAY + timedelta(days=5)


def of_day(arrivals: dict[int, int], *, windows: int = 9, halves: list[int] | None = None):
    return demand(
        MONDAY,
        list(range(17, 33)) if halves is None else halves,
        arrivals,
        basis=FORECAST,
        minutes_each=6,
        windows=windows,
        has_kiosks=True,
        house=house(),
    )


def test_half_hours_of_hours_that_do_not_begin_on_one() -> None:
    assert open_halves([(time(8, 30), time(10)), (time(13, 15), time(14, 10))]) == [17, 18, 19, 26, 27, 28]
    assert open_halves([]) == []
    assert (half_of(time(8, 45)), time_of(17), time_of(48)) == (17, time(8, 30), time(23, 59))


def test_a_busy_half_hour_needs_more_than_a_quiet_one_and_never_more_than_there_are_windows() -> None:
    people = of_day({17: 5, 18: 30, 19: 400}).people["window"]
    assert people[17] == house().service.least
    assert people[17] < people[18] < people[19] == 9


def test_a_closed_day_asks_for_nobody() -> None:
    assert of_day({17: 30}, halves=[]).people == {}
    assert of_day({}, halves=[]).needs(["x"], qualified=1, spare=2, windows=9) == []


def test_of_each_scarce_kind_somebody_is_at_a_window_all_day() -> None:
    needs = of_day({17: 30}).needs({"welfare"}, qualified=1, spare=2, windows=9)
    skilled = next(each for each in needs if each.skill == "welfare")
    assert set(skilled.people.values()) == {1}
    assert set(skilled.people) == set(range(17, 33))


def test_the_example_is_cut_short_or_carried_on() -> None:
    assert example_arrivals([17, 18, 19], [5, 4]) == {17: 5, 18: 4, 19: 4}
    assert example_arrivals([17], []) == {17: 0}


@given(st.dictionaries(st.integers(17, 32), st.integers(0, 500)), st.integers(0, 30))
def test_whatever_comes_there_is_room(arrivals: dict[int, int], windows: int) -> None:
    people = of_day(arrivals, windows=windows).people["window"]
    assert all(0 <= each <= windows for each in people.values())
    assert set(people) == set(range(17, 33))


def drawn(place: Place, day: date, number: int, minutes: int) -> None:
    """`number` people at nine o'clock, each `minutes` at the window."""
    for n in range(number):
        at = datetime.combine(day, time(9), tzinfo=place.centre.zone) + timedelta(seconds=n)
        done = at + timedelta(minutes=minutes)
        visit = Visit.objects.create(centre=place.centre, day=day, arrived_at=at, finished_at=done, outcome="all")
        ticket = Ticket.objects.create(
            centre=place.centre,
            visit=visit,
            day=day,
            prefix="A",
            serial=n + 1,
            state="done",
            drawn_at=at,
            waits_since=at,
            queue_at=at,
            first_called_at=at,
            called_at=at,
            started_at=at,
            finished_at=done,
        )
        events.record(
            now=at, centre="LF", actor="x", thing="ticket", thing_id=ticket.pk, verb="draw", to_state="waiting"
        )


@pytest.mark.django_db
def test_a_hall_with_numbers_of_its_own_is_planned_from_them(place: Place) -> None:
    for week in range(1, 5):
        drawn(place, MONDAY - timedelta(weeks=week), 55 if week > 1 else 54, 9)
    found = demands(settled("LF"), [MONDAY, MONDAY + timedelta(days=1)], house(), NOW + timedelta(days=6))
    assert found[MONDAY].basis == FORECAST
    assert found[MONDAY].minutes_each == 9
    assert found[MONDAY].arrivals[18] in (54, 55)
    assert found[MONDAY].people["window"][18] == 4  # all four windows there are
    assert found[MONDAY].people["window"][24] == house().service.least
    assert found[MONDAY + timedelta(days=1)].basis == EXAMPLE  # no Tuesday has been seen


@pytest.mark.django_db
def test_too_few_numbers_leave_the_minutes_of_the_example(place: Place) -> None:
    drawn(place, TODAY - timedelta(days=7), 5, 30)
    assert hall_of(settled("LF"), house(), NOW).minutes_each == house().service.minutes_each


@pytest.mark.django_db
def test_a_make_up_saturday_is_a_working_day_and_its_week_is_longer(place: Place) -> None:
    from onetrip.centres import queries as centres

    CalendarDay.objects.create(notice=CalendarYear.objects.get(), day=SATURDAY, kind="make-up-workday")
    centres.forget()
    built = build("LF", MONDAY, MONDAY + timedelta(days=6), NOW, draft=None, out=None)
    assert SATURDAY not in built.problem.weekends
    assert {each.code for each in built.problem.patterns[SATURDAY]} >= {"a1", "b1"}
    assert built.problem.rules.most_of_week(MONDAY) == 6
    assert built.problem.people[0].half_hours == 6 * 16


@pytest.mark.django_db
def test_a_holiday_has_the_hours_of_days_off_and_takes_its_hours_off_the_contract(place: Place) -> None:
    from onetrip.centres import queries as centres

    CalendarDay.objects.create(notice=CalendarYear.objects.get(), day=MONDAY, kind="holiday")
    centres.forget()
    built = build("LF", MONDAY, MONDAY + timedelta(days=6), NOW, draft=None, out=None)
    assert MONDAY in built.problem.weekends
    assert {each.code for each in built.problem.patterns[MONDAY]} == {"w1"}
    assert built.problem.people[0].half_hours == 4 * 16
