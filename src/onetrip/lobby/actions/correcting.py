"""A guide puts right what was drawn at the door: priority, slip, booking, what somebody came for. Only while they wait."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from onetrip.advice import queries as advice
from onetrip.appointments import actions as appointments
from onetrip.catalogue import queries as catalogues
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby import reasons
from onetrip.lobby.actions.arriving import came_for, reason_by_itself, refuse_unknown_reason
from onetrip.lobby.actions.recognising import drop_slip, slip_elsewhere, take_slip
from onetrip.lobby.actions.steps import unknown_ticket
from onetrip.lobby.choosing import place_in_line
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket, Visit
from onetrip.lobby.weights import priorities_of

_PUT_RIGHT = ("reason", "credit_minutes", "queue_at", "appointment", "appointment_at", "counts_since")
"""What of a number a correction may change."""


def prioritise(
    *, centre: str, ticket_id: uuid.UUID, reason: str, why: str, now: datetime, by: str, key: uuid.UUID
) -> Ticket:
    """Give somebody who waits the priority `reason`, or none with ""; recorded with who gave it and `why` (reasons.FIRST).

    The wait behind them counts as before: they stand where they would if they had said so at the door.
    """
    if reason:
        refuse_unknown_reason(centre, reason)
    why = reasons.known(reasons.FIRST, why)

    def change(ticket: Ticket, _visit: Visit) -> dict[str, Any]:
        return {"why": why, **_weigh(ticket, reason)}

    return _correct("prioritise", change, centre, ticket_id, now=now, by=by, key=key)


def change_slip(
    *, centre: str, ticket_id: uuid.UUID, slip_id: uuid.UUID | None, now: datetime, by: str, key: uuid.UUID
) -> Ticket:
    """The wrong slip was scanned: this one belongs to the number, or with None no slip does.

    Its matters come along, those of the wrong one go, and so does a priority that came by itself with it. Raises
    NotFound, and Refused when it belongs to another number.
    """

    def change(ticket: Ticket, visit: Visit) -> dict[str, Any]:
        came_by_itself = _reason_by_itself(ticket, visit)
        told: dict[str, Any] = {"slip": slip_id is not None}
        if slip_id is not None:
            told |= take_slip(visit, slip_id, now=now, by=by, key=key)
        else:
            drop_slip(visit)
        if ticket.reason == came_by_itself != _reason_by_itself(ticket, visit):
            told |= _weigh(ticket, _reason_by_itself(ticket, visit))
        return told

    try:
        return _correct("correct", change, centre, ticket_id, now=now, by=by, key=key, what="slip")
    except IntegrityError as error:
        if "visit_one_open_per_slip" not in str(error):
            raise
        raise slip_elsewhere() from error


def drop_booking(*, centre: str, ticket_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """Somebody else's booking was scanned: it is still to come, and the number stands where it would without it.

    What came with it goes with it: its slip, whose it was, its matters and a priority that came by itself. Raises Refused
    for a number without a booking.
    """

    def change(ticket: Ticket, visit: Visit) -> dict[str, Any]:
        if ticket.appointment is None:
            raise Refused("no-booking", "这个号上没有预约。", "No booking belongs to this number.")
        came_by_itself = _reason_by_itself(ticket, visit)
        booking = appointments.undo_check_in(
            centre=centre, appointment_id=ticket.appointment, now=now, by=by, key=requests.further(key, "undo-check-in")
        )
        if visit.slip_id is not None and visit.slip_id == booking.slip_id:
            drop_slip(visit)
        if visit.resident_id == booking.resident_id:
            visit.resident_id = None
        visit.wanted = [matter for matter in visit.wanted if matter not in booking.matters]
        ticket.appointment = ticket.appointment_at = ticket.counts_since = None
        keeps = ticket.reason if ticket.reason != came_by_itself else _reason_by_itself(ticket, visit)
        return {"booking": booking.number, **_weigh(ticket, keeps)}

    return _correct("correct", change, centre, ticket_id, now=now, by=by, key=key, what="booking")


def add_matter(*, centre: str, ticket_id: uuid.UUID, matter: str, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """They come for this, too; the same number serves for all. Raises NotFound for what the catalogue does not know."""
    if catalogues.current().matter(matter) is None:
        raise NotFound("matter-unknown", "事项目录里没有这件事。", "The catalogue has no such matter.")

    def change(_ticket: Ticket, visit: Visit) -> dict[str, Any]:
        visit.wanted = list(dict.fromkeys([*visit.wanted, matter]))
        return {"add": matter}

    return _correct("correct", change, centre, ticket_id, now=now, by=by, key=key, what=f"add {matter}")


def drop_matter(*, centre: str, ticket_id: uuid.UUID, matter: str, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """They do not come for this after all. Raises Refused for what stands on their slip: it is a promise."""

    def change(_ticket: Ticket, visit: Visit) -> dict[str, Any]:
        if visit.slip is not None and matter in came_for(advice.read(visit.slip).plan):
            raise Refused(
                "matter-on-slip",
                "这件事是小贴士上的，去不掉。单子拿错了，请换一张小贴士。",
                "This matter stands on the slip, so it stays. If the slip is the wrong one, change the slip.",
            )
        visit.wanted = [one for one in visit.wanted if one != matter]
        return {"drop": matter}

    return _correct("correct", change, centre, ticket_id, now=now, by=by, key=key, what=f"drop {matter}")


def _reason_by_itself(ticket: Ticket, visit: Visit) -> str:
    return reason_by_itself(ticket.centre_id, visit.slip_id, visit.resident_id, ticket.day)


def _weigh(ticket: Ticket, reason: str) -> dict[str, Any]:
    """Put a number where it would stand had it been drawn with the priority `reason`; what the event tells of it."""
    before = {"was": ticket.reason, "was_minutes": ticket.credit_minutes}
    ticket.reason, ticket.credit_minutes = reason, priorities_of(ticket.centre_id).minutes(reason)
    credit = timedelta(minutes=ticket.credit_minutes)
    ticket.queue_at = place_in_line(ticket.waits_since, credit, counts_since=ticket.counts_since)
    return {"reason": reason, "minutes": ticket.credit_minutes, **before}


def _correct(
    verb: str,
    change: Callable[[Ticket, Visit], dict[str, Any]],
    centre: str,
    ticket_id: uuid.UUID,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
    what: str = "",
) -> Ticket:
    """Do `change` to a number that waits, with its row locked as every step locks it, and record it."""
    with transaction.atomic():
        action = f"{verb} {ticket_id} {what}".strip()[:60]
        if requests.claim(key, action=action, actor=by, now=now, result={"ticket": str(ticket_id)}) is not None:
            return Ticket.objects.get(pk=ticket_id)
        ticket = Ticket.objects.select_for_update().filter(pk=ticket_id, centre_id=centre).first()
        if ticket is None:
            raise unknown_ticket()
        if not TICKET.allows(verb, ticket.state):
            raise TICKET.refuse(verb, ticket.state, ticket.number)
        visit = Visit.objects.select_related("slip").get(pk=ticket.visit_id)
        told = change(ticket, visit)
        ticket.save(update_fields=_PUT_RIGHT)
        visit.save(update_fields=["slip", "resident", "wanted"])
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="ticket",
            thing_id=ticket.pk,
            verb=verb,
            from_state=ticket.state,
            to_state=ticket.state,
            data={"number": ticket.number, **told},
            public={"changed": True},
        )
    return ticket
