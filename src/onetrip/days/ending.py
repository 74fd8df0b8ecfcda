"""When a day of a centre is over, and which days have numbers of which no account tells."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Sum

from onetrip.centres.opening import hours_on
from onetrip.centres.queries import Settled
from onetrip.days.models import DayAccount
from onetrip.lobby.models import Ticket, TicketCounter

QUIET = timedelta(minutes=30)
"""How long after closing, and after the last number was ended, a day is closed (example)."""
AT_THE_LATEST = time(3)
"""The hour of the next day at which whatever is still open is let go of (example): a night matter is a day of its own."""
LOOK_BACK = timedelta(days=31)
"""How long ago a day may be that still gets its account by itself (example); open numbers are found however old they are."""
ENDED = (Ticket.State.DONE, Ticket.State.LEFT)


def is_over(place: Settled, day: date, now: datetime) -> bool:
    """Whether the doors have been closed for a while and nobody is left of `day`, or the night has ended it."""
    if is_ended_by_night(place, day, now):
        return True
    if place.centre.numbers_at_any_hour:
        return False
    closes = closing(place, day)
    if closes is not None and now < closes + QUIET:
        return False
    of_the_day = Ticket.objects.filter(centre=place.centre, day=day)
    if of_the_day.exclude(state__in=ENDED).exists():
        return False
    return not of_the_day.filter(finished_at__gt=now - QUIET).exists()


def is_ended_by_night(place: Settled, day: date, now: datetime) -> bool:
    """Whether it is so late that whoever is still open was forgotten."""
    return now >= datetime.combine(day + timedelta(days=1), AT_THE_LATEST, tzinfo=place.centre.zone)


def closing(place: Settled, day: date) -> datetime | None:
    """When the doors close on `day`; None on a day without hours."""
    stretches = hours_on(place.hours, place.calendar, day)
    if not stretches:
        return None
    return datetime.combine(day, max(one.closes for one in stretches), tzinfo=place.centre.zone)


def open_until(place: Settled, day: date, now: datetime) -> datetime | None:
    """When the doors close that are still to close on `day`; None after that, and where numbers are drawn at any hour."""
    closes = closing(place, day)
    return None if closes is None or now >= closes or place.centre.numbers_at_any_hour else closes


def days_due(place: Settled, now: datetime) -> list[date]:
    """The days up to today with a number of which no account tells: drawn since the last one, or never ended."""
    today = place.centre.day_of(now)
    lately = {"centre": place.centre, "day__gt": today - LOOK_BACK, "day__lte": today}
    drawn = TicketCounter.objects.filter(**lately).values_list("day").annotate(Sum("last"))
    newest = DayAccount.objects.filter(**lately).order_by("day", "-version").distinct("day")
    told = dict(newest.values_list("day", "figures__drawn"))
    untold = {day for day, numbers in drawn if numbers > told.get(day, 0)}
    return sorted(untold | set(days_left_open(place, today)))


def days_left_open(place: Settled, today: date) -> list[date]:
    """The days before `today` of which numbers are still open."""
    left = Ticket.objects.filter(centre=place.centre, day__lt=today).exclude(state__in=ENDED)
    return list(left.order_by("day").values_list("day", flat=True).distinct())
