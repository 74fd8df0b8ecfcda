"""The window learns who is there and what for: a slip is scanned, an ID number read, a matter added or taken off."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from onetrip.advice import queries as advice
from onetrip.advice.models import Slip
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby.actions.arriving import came_for, wanted_by
from onetrip.lobby.actions.ending import leave_elsewhere, left_elsewhere
from onetrip.lobby.actions.serving import not_served_here
from onetrip.lobby.models import Ticket, Visit


def recognise(
    *,
    ticket_id: uuid.UUID,
    account_id: int,
    now: datetime,
    by: str,
    key: uuid.UUID,
    slip_id: uuid.UUID | None = None,
    resident_id: uuid.UUID | None = None,
) -> Visit:
    """Note on the visit being served by this account which slip was brought, or whose ID number was read.

    A slip brings its resident and its matters along; matters of an earlier slip of the visit that were not accepted are
    no longer what it is for. Raises NotFound for a slip that does not exist, Refused when the slip belongs to another
    number in the hall or the ticket is not served here.
    """

    def change(visit: Visit) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if slip_id is not None:
            told = take_slip(visit, slip_id, now=now, by=by, key=key)
        if resident_id is not None:
            visit.resident_id = resident_id
        return told

    what = "slip" if slip_id is not None else "identity"
    try:
        return _change(f"recognise-{what}", change, ticket_id, account_id, now=now, by=by, key=key)
    except IntegrityError as error:
        if "visit_one_open_per_slip" not in str(error):
            raise
        raise slip_elsewhere() from error


def slip_elsewhere() -> Refused:
    """The refusal of a slip that another number in the hall has."""
    return Refused(
        "slip-elsewhere",
        "这张小贴士已经在另一个号上了，那个号还没办完。请看看是不是取了两个号。",
        "This slip belongs to another number that is still in the hall. Perhaps two numbers were drawn.",
    )


def want(*, ticket_id: uuid.UUID, account_id: int, matter: str, now: datetime, by: str, key: uuid.UUID) -> Visit:
    """The resident asks for another matter at the window; it counts for what they came for."""

    def change(visit: Visit) -> dict[str, Any]:
        visit.wanted = list(dict.fromkeys([*visit.wanted, matter]))
        return {"matter": matter}

    return _change("want", change, ticket_id, account_id, now=now, by=by, key=key)


def unwant(*, ticket_id: uuid.UUID, account_id: int, matter: str, now: datetime, by: str, key: uuid.UUID) -> Visit:
    """A matter that was added by mistake is taken off again. Raises Refused when it has been accepted, or is the slip's."""

    def change(visit: Visit) -> dict[str, Any]:
        promised = came_for(advice.read(visit.slip).plan) if visit.slip else ()
        if matter in visit.accepted or matter in promised:
            raise Refused(
                "matter-not-added-here",
                "这件事已经受理，或者是小贴士上的，去不掉。不办的话，收件时不勾它。",
                "This matter has been accepted or stands on the slip, so it stays. Leave it unticked if it is not done.",
            )
        visit.wanted = [one for one in visit.wanted if one != matter]
        return {"matter": matter}

    return _change("unwant", change, ticket_id, account_id, now=now, by=by, key=key)


def _change(
    verb: str,
    change: Callable[[Visit], dict[str, Any]],
    ticket_id: uuid.UUID,
    account_id: int,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Visit:
    """Do `change` to the visit with its ticket locked, as every step locks it, and record it with what it tells."""
    with transaction.atomic():
        repeated = requests.claim(key, action=f"visit-{verb}", actor=by, now=now, result={"ticket": str(ticket_id)})
        ticket = Ticket.objects.select_for_update().filter(pk=ticket_id, served_by_id=account_id).first()
        if ticket is None or (ticket.state != Ticket.State.SERVING and repeated is None):
            raise not_served_here(ticket_id)
        visit = Visit.objects.select_related("slip").get(pk=ticket.visit_id)
        if repeated is not None:
            return visit
        told = change(visit)
        visit.save(update_fields=["slip", "resident", "wanted"])
        events.record(
            now=now,
            centre=ticket.centre_id,
            actor=by,
            thing="visit",
            thing_id=visit.pk,
            verb=verb,
            data={"ticket": ticket.number, **told},
        )
    return visit


def take_slip(visit: Visit, slip_id: uuid.UUID, *, now: datetime, by: str, key: uuid.UUID) -> dict[str, Any]:
    """Put a slip on the visit, with its resident and its matters, in the place of an earlier one; what the event tells
    of it. A number drawn with it in another centre is over. Raises NotFound."""
    slip = Slip.objects.filter(pk=slip_id).first()
    if slip is None:
        raise NotFound("slip-unknown", "没有这张小贴士。", "There is no such slip.")
    drop_slip(visit)
    visit.slip = slip
    visit.resident_id = slip.resident_id or visit.resident_id
    visit.wanted = list(dict.fromkeys([*visit.wanted, *wanted_by(slip)]))
    left = leave_elsewhere(centre=visit.centre_id, slip_id=slip_id, day=visit.day, now=now, by=by, key=key)
    return left_elsewhere(left)


def drop_slip(visit: Visit) -> None:
    """Take the slip off the visit, with its resident and with its matters that were not accepted.

    Whose slip it was is known from the slip alone, unless an ID card of somebody else was read: nobody may inherit a
    stranger.
    """
    if visit.slip is None:
        return
    promised = came_for(advice.read(visit.slip).plan)
    if visit.resident_id == visit.slip.resident_id:
        visit.resident_id = None
    visit.wanted = [matter for matter in visit.wanted if matter not in promised or matter in visit.accepted]
    visit.slip = None
