"""Somebody with a booking draws their number: checked in and in the line, or neither."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.appointments import actions as appointments
from onetrip.appointments.actions import AlreadyHere
from onetrip.ledger import requests
from onetrip.lobby.actions.arriving import Booked, arrive
from onetrip.lobby.actions.issuing import OnPaper
from onetrip.lobby.actions.returning import come_back
from onetrip.lobby.models import Ticket


def arrive_booked(
    *,
    centre: str,
    appointment_id: uuid.UUID,
    now: datetime,
    by: str,
    key: uuid.UUID,
    reason: str = "",
    after_hours: bool = False,
    on_paper: OnPaper | None = None,
) -> Ticket:
    """Check the booking in and draw its number, in one transaction: a power cut leaves either both or nothing.

    Whoever comes a second time with the booking on a machine that asks again gets the number drawn the first time, as
    with a slip; when that visit is over, AlreadyHere says so. Other refusals are those of `check_in` and `arrive`.
    """
    with transaction.atomic():
        try:
            checked = appointments.check_in(
                centre=centre, appointment_id=appointment_id, now=now, by=by, key=requests.further(key, "check-in")
            )
        except AlreadyHere as used:
            return _drawn_before(used, centre, now=now, by=by, key=key)
        if checked.ticket is not None:  # the same request again
            return Ticket.objects.get(pk=checked.ticket)
        ticket = arrive(
            centre=centre,
            now=now,
            by=by,
            key=key,
            slip_id=checked.slip_id,
            resident_id=checked.resident_id,
            reason=reason,
            after_hours=after_hours,
            booked=Booked(checked.appointment_id, checked.appointment_at, checked.counts_since),
            wanted=checked.matters,
            on_paper=on_paper,
        )
        appointments.note_ticket(appointment_id=appointment_id, ticket=ticket.pk)
    return ticket


def _drawn_before(used: AlreadyHere, centre: str, *, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """The number of the booking's visit, while that is not over. Raises `used` when it is, or nobody knows it."""
    ticket = Ticket.objects.filter(pk=used.ticket, visit__finished_at=None).first() if used.ticket else None
    if ticket is None:
        raise used
    return come_back(centre=centre, ticket_id=ticket.pk, now=now, by=by, key=key)
