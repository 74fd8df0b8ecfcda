"""What the hall's own numbers say about the days to come, in figures for `forecasting`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Avg, Count, F
from django.db.models.functions import Coalesce

from onetrip.appointments import expected_queries
from onetrip.appointments import queries as appointments
from onetrip.appointments.expected import LEAST_DAYS, WEEKS
from onetrip.centres.models import Device, Window
from onetrip.centres.opening import hours_on, special_on
from onetrip.centres.queries import Settled
from onetrip.duty.forecasting import EXAMPLE, FORECAST, Demand, demand, example_arrivals, half_of, open_halves
from onetrip.duty.house import House
from onetrip.lobby.models import Ticket

LEAST_NUMBERS = 200
"""Finished numbers below which their mean at the window is not used (example)."""


@dataclass(frozen=True)
class Hall:
    """What does not change from day to day: how long a number takes, how many windows there are, whether kiosks."""

    minutes_each: float
    windows: int
    has_kiosks: bool


def hall_of(place: Settled, house: House, now: datetime) -> Hall:
    """The hall by its numbers of the last weeks; the example's minutes where there are too few."""
    today = place.centre.day_of(now)
    done = Ticket.objects.filter(
        centre=place.centre,
        day__gte=today - timedelta(weeks=WEEKS),
        day__lt=today,
        state=Ticket.State.DONE,
        first_called_at__isnull=False,
        finished_at__isnull=False,
    )
    began = Coalesce("started_at", "first_called_at")
    found = done.aggregate(number=Count("pk"), mean=Avg(F("finished_at") - began))
    enough = found["number"] >= LEAST_NUMBERS and found["mean"] is not None
    minutes = found["mean"] / timedelta(minutes=1) if enough else house.service.minutes_each
    return Hall(
        round(max(minutes, 0.5), 1),
        Window.objects.filter(centre=place.centre).count(),
        Device.objects.filter(centre=place.centre, kind=Device.Kind.KIOSK).exists(),
    )


def demands(place: Settled, days: list[date], house: House, now: datetime) -> dict[date, Demand]:
    """What each of these days asks for: walk-ins expected of its weekday and whoever has booked, else the example."""
    hall = hall_of(place, house, now)
    booked: Counter[tuple[date, int]] = Counter()
    for (day, slot, _), people in appointments.booked(place.centre.code, min(days), max(days)).items():
        booked[day, half_of(slot)] += people
    return {day: _demand(place, day, hall, booked, house, now) for day in days}


def _demand(
    place: Settled, day: date, hall: Hall, booked: Mapping[tuple[date, int], int], house: House, now: datetime
) -> Demand:
    halves = open_halves([(each.opens, each.closes) for each in hours_on(place.hours, place.calendar, day)])
    walking = _walk_ins(place, day, now)
    if walking is None:
        basis = EXAMPLE
        walking = example_arrivals(halves, house.example_arrivals[place.calendar.is_working_day(day)])
    else:
        basis = FORECAST
        walking = {half: walking.get(half, 0) for half in halves}
    arrivals = {half: people + booked.get((day, half), 0) for half, people in walking.items()}
    return demand(
        day,
        halves,
        arrivals,
        basis=basis,
        minutes_each=hall.minutes_each,
        windows=hall.windows,
        has_kiosks=hall.has_kiosks,
        house=house,
    )


def _walk_ins(place: Settled, day: date, now: datetime) -> dict[int, int] | None:
    """Walk-ins by half hour as days like it had them; None where nobody can say.

    A day that is not as its weekday is (a make-up workday, changed hours) is taken for the mean of the ordinary days of
    the week after next that are working days, or not, as it is.
    """
    expected = expected_queries.expected_on(place.centre.code, day, now)
    if expected.days >= LEAST_DAYS:
        return _by_half(expected.by_slot)
    working = place.calendar.is_working_day(day)
    if working == (day.weekday() < 5) and special_on(place.hours, day) is None:
        return None
    alike = []
    for offset in range(7):
        other = day + timedelta(days=offset + 7)
        found = expected_queries.expected_on(place.centre.code, other, now)
        if place.calendar.is_working_day(other) == working and found.days >= LEAST_DAYS:
            alike.append(_by_half(found.by_slot))
    if not alike:
        return None
    total: Counter[int] = Counter()
    for each in alike:
        total.update(each)
    return {half: round(people / len(alike)) for half, people in total.items()}


def _by_half(by_slot: Mapping[time, int]) -> dict[int, int]:
    return {half_of(slot): people for slot, people in by_slot.items()}
