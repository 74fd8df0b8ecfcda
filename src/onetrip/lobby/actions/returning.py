"""Somebody who has a number of today is at the door again: the paper was lost, the call was missed, the form is filled in."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.ledger.refusals import Malformed
from onetrip.lobby.actions.ending import restore
from onetrip.lobby.actions.sending import release
from onetrip.lobby.actions.steps import unknown_ticket
from onetrip.lobby.models import Ticket
from onetrip.walls.scope import everywhere


def come_back(*, centre: str, ticket_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """The number of whoever is back: in the queue again if its call was missed or it was on hold, else as it is.

    Raises NotFound, and Malformed for a number of another centre: here they draw one of their own.
    """
    with transaction.atomic():
        with everywhere("the number of another hall is told in words what to do"):
            found = Ticket.objects.select_for_update(of=("self",)).select_related("centre").filter(pk=ticket_id).first()
        if found is None:
            raise unknown_ticket()
        if found.centre_id != centre:
            raise _of_another_centre(found)
        if found.state == Ticket.State.MISSED:
            return restore(centre=centre, ticket_id=ticket_id, now=now, by=by, key=key)
        if found.state == Ticket.State.HELD:
            return release(centre=centre, ticket_id=ticket_id, now=now, by=by, key=key)
    return found


def _of_another_centre(ticket: Ticket) -> Malformed:
    place = ticket.centre
    return Malformed(
        "ticket-elsewhere",
        f"{ticket.number} 是 {place.short_zh} 的号，这里不叫。要在这里办：扫小贴士或放身份证，没有就直接取号。",
        f"{ticket.number} is a number of {place.short_en} and is not called here. To be served here, scan your slip or lay "
        "down your ID card; with neither, simply draw a number.",
        field="scan",
    )
