"""Whoever comes through the door gets the number that is theirs: the one they have, that of their booking, or a new one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from onetrip.appointments import door
from onetrip.appointments import queries as bookings
from onetrip.centres.queries import settled
from onetrip.lobby import queries
from onetrip.lobby.actions.arriving import arrive
from onetrip.lobby.actions.booked import arrive_booked
from onetrip.lobby.actions.issuing import OnPaper
from onetrip.lobby.actions.returning import come_back
from onetrip.lobby.models import Ticket


@dataclass(frozen=True)
class Comer:
    """Who stands at the door, as far as they have shown it: a slip, an ID card, an earlier number, a booking, or nothing."""

    slip_id: uuid.UUID | None = None
    resident_id: uuid.UUID | None = None
    ticket_id: uuid.UUID | None = None
    booking_id: uuid.UUID | None = None


def come(
    *,
    centre: str,
    comer: Comer,
    now: datetime,
    by: str,
    key: uuid.UUID,
    by_staff: bool = False,
    reason: str = "",
    after_hours: bool = False,
    on_paper: OnPaper | None = None,
) -> Ticket:
    """The number of whoever has come, from a page or from a program alike.

    Whoever is expected is known by slip or ID card: the code of the booking may stay in the pocket. On a day of bookings
    only a machine gives no number to others (BookingsOnly); `by_staff` does. Other refusals are those of `come_back`,
    `arrive_booked` and `arrive`.
    """
    if comer.ticket_id is not None:
        return come_back(centre=centre, ticket_id=comer.ticket_id, now=now, by=by, key=key)
    day = settled(centre).centre.day_of(now)
    booking_id = comer.booking_id or _expected(centre, day, comer)
    if booking_id is not None:
        return arrive_booked(
            centre=centre,
            appointment_id=booking_id,
            now=now,
            by=by,
            key=key,
            reason=reason,
            after_hours=after_hours,
            on_paper=on_paper,
        )
    if not by_staff and queries.open_ticket_of(centre, day, comer.slip_id, comer.resident_id) is None:
        door.refuse_walk_in(centre, now)
    return arrive(
        centre=centre,
        slip_id=comer.slip_id,
        resident_id=comer.resident_id,
        now=now,
        by=by,
        key=key,
        reason=reason,
        after_hours=after_hours,
        on_paper=on_paper,
    )


def _expected(centre: str, day: date, comer: Comer) -> uuid.UUID | None:
    """The booking of today of who shows a slip or an ID card."""
    found = bookings.expected_of(centre, day, comer.slip_id, comer.resident_id)
    return found.pk if found else None
