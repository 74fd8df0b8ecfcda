"""A day was closed, opens for less, or opens again after all, and somebody is booked at a half hour that this changes.

Whatever changed it (the director's page, a notice of holidays, another process): the clock looks every minute, and whoever
is booked is told once of each change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from onetrip.appointments import queries
from onetrip.appointments.actions.rows import held
from onetrip.appointments.actions.telling import tell_closed, tell_reopened
from onetrip.appointments.models import Appointment, Message
from onetrip.appointments.slots import slots_of
from onetrip.centres.elsewhere import run_elsewhere
from onetrip.centres.opening import hours_on
from onetrip.centres.queries import settled
from onetrip.ledger import events


@dataclass(frozen=True)
class Stranded:
    """Bookings whose half hour lies outside the opening of their day: `told` have a message on its way, `to_telephone`
    left no contact, so that a person has to find them."""

    told: int
    to_telephone: int


def stranded_on(centre: str, day: date) -> list[Appointment]:
    """The bookings to come of a day at whose half hour the doors are shut."""
    open_at = _open_at(centre, day)
    return [each for each in _booked(centre, day) if each.starts not in open_at]


@dataclass(frozen=True)
class Fates:
    """Who stands before a shut door, by what became of the word about it: it reached them, is on its way, or reaches
    nobody (no contact, or the message failed), so that a person has to find them."""

    told: list[Appointment]
    being_told: list[Appointment]
    to_find: list[Appointment]

    def __len__(self) -> int:
        return len(self.told) + len(self.being_told) + len(self.to_find)


def fates_of(stranded: Sequence[Appointment]) -> Fates:
    """What became of the word that their half hour is shut."""
    messages = Message.objects.filter(appointment__in=stranded, kind=Message.Kind.CLOSED)
    states = {(each.appointment_id, each.sequence): each.state for each in messages}
    fates = Fates([], [], [])
    for each in stranded:
        match states.get((each.pk, each.sequence)):
            case Message.State.SENT:
                fates.told.append(each)
            case Message.State.DUE:
                fates.being_told.append(each)
            case _:
                fates.to_find.append(each)
    return fates


def tell_who_booked(*, centre: str, day: date, now: datetime, by: str) -> Stranded:
    """Tell everybody who is booked on a day at a half hour at which the doors are shut, and whoever was told so while they
    are open again. Nobody's booking is touched: they choose another time themselves. Said twice, each is told once."""
    rules = queries.rules_of(centre)
    with transaction.atomic():
        open_at = _open_at(centre, day)
        stranded = [each for each in _booked(centre, day) if each.starts not in open_at]
        told = sum(tell_closed(each, rules, now) for each in stranded)
        without = sum(not each.contact for each in stranded)
        if stranded:
            _record(centre, day, "tell-closed", now, by, {"told": told, "without_contact": without})
        back = [each for each in _told_shut(centre, day) if each.starts in open_at]
        for each in back:
            Appointment.objects.filter(pk=each.pk).update(sequence=F("sequence") + 1)
            tell_reopened(held(each.pk), rules, now)
        if back:
            _record(centre, day, "tell-reopened", now, by, {"told": len(back)})
    return Stranded(told, without)


def tell_of_changed_days(*, now: datetime, by: str) -> int:
    """Find the days to come on which somebody is booked against a shut door, or was told of one that is open again, and
    tell them; how many days that were."""
    booked = Appointment.objects.filter(state=Appointment.State.BOOKED, day__gte=(now - timedelta(days=1)).date())
    days = booked.exclude(centre_id__in=run_elsewhere()).values_list("centre_id", "day").distinct().order_by()
    found = 0
    for centre, day in days:
        if day >= settled(centre).centre.day_of(now) and _has_news(centre, day):
            tell_who_booked(centre=centre, day=day, now=now, by=by)
            found += 1
    return found


def _has_news(centre: str, day: date) -> bool:
    open_at = _open_at(centre, day)
    shut = _booked(centre, day).exclude(starts__in=open_at).filter(contact__isnull=False)
    return (
        shut.exclude(Exists(_closed_messages())).exists() or _told_shut(centre, day).filter(starts__in=open_at).exists()
    )


def _open_at(centre: str, day: date) -> set[time]:
    place = queries.with_hours_of_now(settled(centre))
    return set(slots_of(hours_on(place.hours, place.calendar, day), day, place.centre.zone))


def _booked(centre: str, day: date) -> QuerySet[Appointment]:
    return (
        Appointment.objects.select_related("centre", "service")
        .filter(centre_id=centre, day=day, state=Appointment.State.BOOKED)
        .order_by("starts")
    )


def _told_shut(centre: str, day: date) -> QuerySet[Appointment]:
    """Who has got the word that the doors are shut, and nothing newer."""
    return _booked(centre, day).filter(Exists(_closed_messages().filter(state=Message.State.SENT)))


def _closed_messages() -> QuerySet[Message]:
    """The word that the doors are shut, of the booking as it is now, sent, failed or on its way."""
    return Message.objects.filter(
        appointment=OuterRef("pk"), kind=Message.Kind.CLOSED, sequence=OuterRef("sequence")
    ).exclude(state=Message.State.DROPPED)


def _record(centre: str, day: date, verb: str, now: datetime, by: str, data: dict[str, int]) -> None:
    events.record(now=now, centre=centre, actor=by, thing="booking-day", thing_id=day.isoformat(), verb=verb, data=data)
