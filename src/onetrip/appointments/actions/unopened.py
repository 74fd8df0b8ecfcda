"""A day was closed, or opens for less, and somebody is booked at a half hour at which the doors are now shut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from onetrip.appointments import queries
from onetrip.appointments.actions.telling import tell_closed
from onetrip.appointments.models import Appointment
from onetrip.ledger import events


@dataclass(frozen=True)
class Stranded:
    """Bookings whose half hour lies outside the opening of their day: `told` have a message on its way, `to_telephone`
    left no contact, so that a person has to find them."""

    told: int
    to_telephone: int


def stranded_on(centre: str, day: date) -> list[Appointment]:
    """The bookings to come of a day at whose half hour the doors are shut."""
    setting = queries.setting(centre, day, day)
    open_at = {each.starts for each in setting.quotas(setting.anything, day)}
    booked = Appointment.objects.select_related("centre", "service").filter(
        centre_id=centre, day=day, state=Appointment.State.BOOKED
    )
    return [each for each in booked.order_by("starts") if each.starts not in open_at]


def tell_who_booked(*, centre: str, day: date, now: datetime, by: str) -> Stranded:
    """Tell everybody who is booked on a day at a half hour at which the doors are shut. Nobody's booking is touched: they
    choose another time themselves. Said twice, each is told once."""
    rules = queries.rules_of(centre)
    with transaction.atomic():
        stranded = stranded_on(centre, day)
        told = sum(tell_closed(each, rules, now) for each in stranded)
        without = sum(not each.contact for each in stranded)
        if stranded:
            events.record(
                now=now,
                centre=centre,
                actor=by,
                thing="booking-day",
                thing_id=day.isoformat(),
                verb="tell-closed",
                data={"told": told, "without_contact": without},
            )
    return Stranded(told, without)
