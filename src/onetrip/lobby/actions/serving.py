"""What the rooms above note about a visit while it is served."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from psycopg.types.json import Jsonb

from onetrip.ledger import rows
from onetrip.ledger.refusals import Refused
from onetrip.lobby.actions.steps import unknown_ticket
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket, Visit, number_of

# The ticket's row is locked first, as every step locks it, so that nobody finishes the visit meanwhile.
_NOTE = f"""
WITH served AS (
    SELECT ticket.id, ticket.visit_id, ticket.prefix, ticket.serial, place.number AS window_number
    FROM lobby_ticket ticket JOIN centres_window place ON place.id = ticket.window_id
    WHERE ticket.id = %(ticket)s AND ticket.state = 'serving' AND ticket.served_by_id = %(account)s
    FOR UPDATE OF ticket
)
UPDATE lobby_visit
SET accepted = (SELECT coalesce(jsonb_agg(DISTINCT one), '[]')
                FROM jsonb_array_elements(accepted || %(accepted)s) one),
    wanted = (SELECT coalesce(jsonb_agg(DISTINCT one), '[]')
              FROM jsonb_array_elements(wanted || %(wanted)s || %(accepted)s) one)
FROM served WHERE lobby_visit.id = served.visit_id
RETURNING {rows.columns(Visit, "lobby_visit")}, served.prefix, served.serial, served.window_number
"""  # noqa: S608 -- names of columns, from the model


@dataclass(frozen=True)
class Served:
    """The visit that is at a window now, as the rooms above need to know it."""

    visit: Visit
    number: str
    window: int


def note_matters(
    *, ticket_id: uuid.UUID, account_id: int, accepted: Sequence[str] = (), wanted: Sequence[str] = ()
) -> Served:
    """Note on the visit which matters were accepted, and which were asked for, in the caller's transaction.

    The ticket stays locked until that ends. Raises Refused unless it is being served by this account.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("matters are noted in the transaction that accepts them")
    given = {
        "ticket": ticket_id,
        "account": account_id,
        "accepted": Jsonb(list(accepted)),
        "wanted": Jsonb(list(wanted)),
    }
    visit = rows.one(Visit, _NOTE, given, ("prefix", "serial", "window_number"))
    if visit is None:
        raise not_served_here(ticket_id)
    number = number_of(visit.prefix, visit.serial)  # type: ignore[attr-defined]  # columns beside the model's own
    return Served(visit, number, visit.window_number)  # type: ignore[attr-defined]


def not_served_here(ticket_id: uuid.UUID) -> Refused:
    """Why nothing can be done for this ticket at this account's window."""
    ticket = Ticket.objects.filter(pk=ticket_id).first()
    if ticket is None:
        return unknown_ticket()
    if ticket.state != Ticket.State.SERVING:
        return Refused(
            "not-being-served",
            f"{ticket.number} 现在是“{TICKET.states[ticket.state].zh}”，不在办理中，收不了件。请刷新后再看。",
            f"Ticket {ticket.number} is “{TICKET.states[ticket.state].en}” and not being served, so nothing can be "
            "accepted. Please reload the page.",
        )
    return Refused(
        "ticket-elsewhere", f"{ticket.number} 不在您的窗口。", f"Ticket {ticket.number} is not at your window."
    )
