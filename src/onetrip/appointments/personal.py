"""What this room keeps of people: how to reach whoever booked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from onetrip.appointments.models import Appointment
from onetrip.people import holdings
from onetrip.people.holdings import Going, Holding, Said, Told
from onetrip.people.models import Resident
from onetrip.rules import Text


def _told(resident: Resident) -> Iterable[Told]:
    for one in resident.appointments.order_by("-day", "-starts"):
        yield Told(
            Text("预约", "booking"),
            one.booked_at,
            (
                ("number", Text("号", "number"), one.number),
                ("day", Text("哪天", "day"), one.day),
                ("starts", Text("几点", "from"), one.starts),
                ("contact", Text("联系方式", "contact"), one.contact),
                ("state", Text("后来", "state"), Said.choice(one.state, one.get_state_display())),
            ),
        )


def _past(going: Going) -> QuerySet[Appointment]:
    known = Q(contact__isnull=False) | Q(resident__isnull=False)
    return going.of(Appointment.objects.filter(known, day__lt=going.before.date()))


def _forget(ids: Sequence[object], _going: Going) -> int:
    return Appointment.objects.filter(pk__in=ids).update(
        contact=None, contact_hash=None, device_hash=None, booker_hash=None, resident=None
    )


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("bookings", ("appointments.Appointment",), _told, _past, _forget))
