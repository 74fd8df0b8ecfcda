"""When people wait least: told by many numbers, and by few not at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest
from django.db.models import F
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres.models import Centre, OpeningHours
from onetrip.centres.opening import Hours
from onetrip.lobby import quiet_queries
from onetrip.lobby.models import Ticket
from onetrip.lobby.quiet_hours import (
    LEAST_IN_ALL,
    LEAST_IN_HOUR,
    QuietHour,
    QuietHours,
    Waited,
    ordinary,
    quiet_hours,
)
from onetrip.lobby.quiet_queries import quiet_hours_of
from onetrip.lobby.quiet_words import in_words
from tests.factories import NOW, make_calendar, make_centre
from tests.insight.past import a_visit

OPEN = [Hours(True, time(8, 30), time(16, 30)), Hours(False, time(8, 30), time(11, 30))]
MONDAY = date(2026, 9, 14)


def waits(weekday: int, clock: str, minutes: float, *, people: int, weeks: int = 8) -> list[Waited]:
    """So many people on that weekday at that hour, spread over the weeks, who waited so long."""
    hour, minute = map(int, clock.split(":"))
    first = datetime.combine(MONDAY + timedelta(days=weekday), time(hour, minute))
    return [Waited(first + timedelta(weeks=number % weeks, minutes=number % 60), minutes) for number in range(people)]


def usual_week() -> list[Waited]:
    """Every working morning people wait 20 minutes."""
    return [each for weekday in range(5) for each in waits(weekday, "9:00", 20, people=60)]


def found(more: Iterable[Waited]) -> tuple[QuietHour, ...]:
    told = quiet_hours([*usual_week(), *more], OPEN)
    return told.hours if told is not None else ()


def test_the_hour_in_which_people_wait_least_is_told() -> None:
    told = quiet_hours([*usual_week(), *waits(2, "14:00", 4, people=40)], OPEN)

    assert told == QuietHours((QuietHour(2, time(14), time(15), 4, 40),), 20, 340)
    assert [line.zh for line in in_words(told)] == ["周三 14:00–15:00，一般等 4 分钟"]
    assert [line.en for line in in_words(told)] == ["Wednesday 14:00–15:00, usually 4 minutes"]


def test_few_numbers_say_nothing() -> None:
    assert quiet_hours(waits(2, "14:00", 4, people=LEAST_IN_ALL - 1), OPEN) is None
    assert found(waits(2, "14:00", 4, people=LEAST_IN_HOUR - 1)) == ()
    assert found(waits(2, "14:00", 4, people=40, weeks=3)) == ()


def test_an_hour_like_any_other_is_not_called_quiet() -> None:
    assert found(waits(2, "14:00", 15, people=40)) == ()


def test_an_hour_that_is_not_all_open_is_not_told() -> None:
    assert found(waits(2, "16:00", 2, people=40)) == ()
    assert found(waits(5, "14:00", 2, people=40)) == ()
    assert found(waits(5, "10:00", 2, people=40))[0].weekday == 5


def test_two_hours_are_told_that_do_not_overlap() -> None:
    hours = found(
        [*waits(2, "13:30", 4, people=80), *waits(2, "14:30", 4, people=80), *waits(3, "15:00", 5, people=60)]
    )

    assert len(hours) == 2
    assert hours[0].closes <= hours[1].opens or hours[0].weekday != hours[1].weekday


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 47), st.floats(0, 90)), max_size=400))
def test_what_is_told_stands_on_enough_numbers_and_is_less_than_usual(rows: list[tuple[int, int, float]]) -> None:
    waited = [
        Waited(
            datetime.combine(MONDAY + timedelta(days=day + 7 * (turn % 8)), time(slot // 2, 30 * (slot % 2))), minutes
        )
        for turn, (day, slot, minutes) in enumerate(rows)
    ]
    told = quiet_hours(waited, OPEN)
    if told is not None:
        assert told.people == len(waited) >= LEAST_IN_ALL
        assert all(hour.people >= LEAST_IN_HOUR and hour.minutes < told.usual for hour in told.hours)


def test_holidays_and_make_up_days_are_not_counted() -> None:
    assert ordinary(date(2026, 11, 24), working=True)
    assert not ordinary(date(2026, 10, 1), working=False)  # a Thursday off
    assert not ordinary(date(2026, 10, 10), working=True)  # a Saturday at work
    assert ordinary(date(2026, 10, 11), working=False)


@pytest.fixture
def centre() -> Centre:
    make_calendar()
    made = make_centre()
    OpeningHours.objects.filter(centre=made).delete()
    OpeningHours.objects.create(centre=made, on_working_days=True, opens=time(8, 30), closes=time(16, 30))
    return made


def a_past(centre: Centre) -> None:
    """Eight weeks: mornings of 20 minutes, and Wednesdays at two with 4; a visit of today counts for nothing."""
    today = centre.day_of(NOW)
    for back in range(1, 57):
        day = today - timedelta(days=back)
        if day.weekday() < 5:
            for number in range(6):
                a_visit(centre, day, drew=f"9:{5 * number:02}", waited=20)
            if day.weekday() == 2:
                for number in range(5):
                    a_visit(centre, day, drew=f"14:{8 * number:02}", waited=4)
    a_visit(centre, today, drew="9:00", waited=90)


@pytest.mark.django_db
def test_a_centre_knows_its_quiet_hours_by_its_own_numbers(centre: Centre) -> None:
    assert quiet_hours_of(centre.code, NOW) is None


@pytest.mark.django_db
def test_the_line_that_pages_load_tells_them_in_both_languages(centre: Centre, client: Client) -> None:
    a_past(centre)
    told = quiet_hours_of(centre.code, NOW)

    assert told is not None
    assert [(hour.weekday, hour.opens, hour.minutes) for hour in told.hours] == [(2, time(14), 4)]
    page = client.get(f"/hall/{centre.code}/quiet-hours?lang=zh").content.decode()
    assert "少等的时候" in page
    assert "周三 14:00–15:00，一般等 4 分钟" in page
    assert f"根据最近 8 周 {told.people} 位居民" in page
    assert (
        "Wednesday 14:00–15:00, usually 4 minutes"
        in client.get(f"/hall/{centre.code}/quiet-hours?lang=en").content.decode()
    )


@pytest.mark.django_db
def test_who_was_sent_on_and_called_again_waited_until_the_first_call(centre: Centre) -> None:
    a_past(centre)
    told = quiet_hours_of(centre.code, NOW)
    quiet_queries.forget()
    Ticket.objects.update(called_at=F("called_at") + timedelta(minutes=45))
    assert quiet_hours_of(centre.code, NOW) == told


@pytest.mark.django_db
def test_with_too_few_numbers_the_line_stays_away(centre: Centre, client: Client) -> None:
    a_visit(centre, centre.day_of(NOW) - timedelta(days=1))
    answer = client.get(f"/hall/{centre.code}/quiet-hours")

    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get("/hall/XX/quiet-hours").status_code == 404
