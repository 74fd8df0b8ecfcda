"""A booking of a day long past knows nobody's number any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from onetrip.appointments.models import Appointment
from onetrip.centres.elsewhere import run_elsewhere
from onetrip.ledger import events

KEPT_DAYS = 30
"""Days after that of the booking in which somebody may still ask what became of it (an example of this house)."""


def forget_contacts(*, now: datetime, by: str, most: int = 500) -> int:
    """Forget contact, and by what the same contact, device or person would be known again; how many bookings."""
    until = (now - timedelta(days=KEPT_DAYS)).date()
    past = Appointment.objects.filter(contact__isnull=False, day__lt=until).exclude(centre_id__in=run_elsewhere())
    by_centre: dict[str, list[object]] = {}
    for appointment_id, centre in past.order_by("day").values_list("pk", "centre_id")[:most]:
        by_centre.setdefault(centre, []).append(appointment_id)
    for centre, found in by_centre.items():
        with transaction.atomic():
            Appointment.objects.filter(pk__in=found).update(
                contact=None, contact_hash=None, device_hash=None, booker_hash=None
            )
            events.record(
                now=now,
                centre=centre,
                actor=by,
                thing="appointment",
                thing_id=centre,
                verb="forget-contacts",
                data={"bookings": len(found), "before": until.isoformat()},
            )
    return sum(map(len, by_centre.values()))
