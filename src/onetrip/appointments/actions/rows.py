"""A booking held for a change, and the event of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from onetrip.appointments import queries
from onetrip.appointments.models import Appointment
from onetrip.ledger import events
from onetrip.walls.scope import everywhere


def held(appointment_id: uuid.UUID) -> Appointment:
    """The booking, its row held until the transaction ends."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("centre", "service")
    with everywhere("whoever comes to the wrong centre is told which is the right one"):
        found = rows.filter(pk=appointment_id).first()
    if found is None:
        raise queries.unknown()
    return found


def record(appointment: Appointment, verb: str, before: str, now: datetime, by: str) -> None:
    """The event of a step in the life of a booking; screens hear of it when it is about today."""
    today = appointment.centre.day_of(now) == appointment.day
    events.record(
        now=now,
        centre=appointment.centre_id,
        actor=by,
        thing="appointment",
        thing_id=appointment.pk,
        verb=verb,
        from_state=before,
        to_state=appointment.state,
        data={"number": appointment.number},
        public={"changed": True} if today else None,
    )
