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
from onetrip.walls.scope import everywhere


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
    number in the hall, the card or slip is of whoever came for somebody else, or something was accepted for another person
    in this visit, or the ticket is not served here.
    """

    def change(visit: Visit) -> dict[str, Any]:
        told: dict[str, Any] = {}
        if slip_id is not None:
            told = take_slip(visit, slip_id, now=now, by=by, key=key)
        if resident_id is not None:
            _refuse_card_of_another(visit, resident_id)
            before, visit.resident_id = visit.resident_id, resident_id
            _refuse_another(visit, before)
        return told

    what = "slip" if slip_id is not None else "identity"
    try:
        return change_visit(f"recognise-{what}", change, ticket_id, account_id, now=now, by=by, key=key)
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

    return change_visit("want", change, ticket_id, account_id, now=now, by=by, key=key)


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

    return change_visit("unwant", change, ticket_id, account_id, now=now, by=by, key=key)


def change_visit(
    verb: str,
    change: Callable[[Visit], dict[str, Any]],
    ticket_id: uuid.UUID,
    account_id: int,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Visit:
    """Do `change` to the persons, the slip or the matters of the visit with its ticket locked, as every step locks it, and record it with what it tells."""
    with transaction.atomic():
        repeated = requests.claim(key, action=f"visit-{verb}", actor=by, now=now, result={"ticket": str(ticket_id)})
        ticket = Ticket.objects.select_for_update().filter(pk=ticket_id, served_by_id=account_id).first()
        if ticket is None or (ticket.state != Ticket.State.SERVING and repeated is None):
            raise not_served_here(ticket_id)
        visit = Visit.objects.select_related("slip").get(pk=ticket.visit_id)
        if repeated is not None:
            return visit
        told = change(visit)
        visit.save(update_fields=["slip", "resident", "proxy", "relation", "wanted"])
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


def _refuse_card_of_another(visit: Visit, person: uuid.UUID) -> None:
    """Whoever holds a slip of somebody else came for them: their card does not make the slip theirs."""
    if visit.slip is not None and visit.slip.resident_id not in (None, person):
        raise Refused(
            "card-of-another",
            "小贴士是另一位的，这张证不是他的。来的人是替他办的，请点“代办人来的”；不是，先换一张小贴士。",
            "The slip belongs to another person than this card. If whoever came acts for them, press “somebody else came”; "
            "if not, scan the right slip first.",
        )


def _refuse_another(visit: Visit, before: uuid.UUID | None) -> None:
    """Raise where the person concerned would be the one who came, or not the one for whom something was accepted."""
    if visit.proxy_id is not None and visit.resident_id == visit.proxy_id:
        raise Refused(
            "same-person",
            "这是来的人自己的。请读办件人的证件或小贴士；本人自己来的，先点“是本人来的”。",
            "This belongs to whoever came. Please read the card or slip of the person concerned; if it is their own matter, "
            "press “they came themselves” first.",
        )
    if visit.accepted and before is not None and visit.resident_id != before:
        raise Refused(
            "persons-stand",
            "这个号已经给另一位收过件。替别的人办，请另取一个号。",
            "Something was accepted for another person with this number. For somebody else draw another number.",
        )


def take_slip(visit: Visit, slip_id: uuid.UUID, *, now: datetime, by: str, key: uuid.UUID) -> dict[str, Any]:
    """Put a slip on the visit, with its resident and its matters, in the place of an earlier one; what the event tells
    of it. A number drawn with it in another centre is over. Raises NotFound, and Refused for a slip of whoever came for
    somebody else, or of another person than the one for whom something was accepted."""
    with everywhere(advice.HONOURED):
        slip = Slip.objects.filter(pk=slip_id).first()
    if slip is None:
        raise NotFound("slip-unknown", "没有这张小贴士。", "There is no such slip.")
    before = visit.resident_id
    drop_slip(visit)
    visit.slip = slip
    visit.resident_id = slip.resident_id or visit.resident_id
    _refuse_another(visit, before)
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
