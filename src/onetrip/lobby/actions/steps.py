"""One step in the life of a ticket: a conditional update in one statement, its event, and the refusal when it may not be."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction

from onetrip.centres.opening import hours_on
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests, rows
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket
from onetrip.lobby.overtime import overtime_minutes


@dataclass(frozen=True)
class Change:
    """What a verb does beside the new state: SQL assignments over lobby_ticket and, with `visit`, over its visit.

    Parameters are named; `now` and `ticket` are always there. `allowed` narrows the step further, over `before` (the
    row as it was). `called_out`: the display announces number and window.
    """

    verb: str
    ticket: str = ""
    visit: str = ""
    allowed: str = ""
    called_out: bool = False


_STEP = """
WITH before AS (
    SELECT id, state, window_id, calls, started_at FROM lobby_ticket
    WHERE id = %(ticket)s AND centre_id = coalesce(%(centre)s, centre_id)
      AND served_by_id IS NOT DISTINCT FROM coalesce(%(account)s, served_by_id)
    FOR UPDATE
), after AS (
    UPDATE lobby_ticket SET state = %(target)s{ticket}
    FROM before WHERE lobby_ticket.id = before.id AND before.state = ANY(%(sources)s){allowed}
    RETURNING lobby_ticket.*, before.state AS state_before, before.window_id AS window_before,
        before.started_at AS started_before
){visit}
SELECT {columns}, place.number, after.state_before, after.started_before
FROM after LEFT JOIN centres_window place ON place.id = coalesce(after.window_id, after.window_before)
"""

_VISIT = """, visit AS (
    UPDATE lobby_visit SET {visit} FROM after WHERE lobby_visit.id = after.visit_id RETURNING lobby_visit.outcome
)"""


def take(
    change: Change,
    *,
    ticket_id: uuid.UUID,
    now: datetime,
    by: str,
    key: uuid.UUID,
    account_id: int | None = None,
    centre: str | None = None,
    data: dict[str, Any] | None = None,
    look: Callable[[], dict[str, Any]] | None = None,
    **parameters: Any,
) -> Ticket:
    """Do `change` to a ticket and record it; a repeat with the same `key` gives the ticket as it is now.

    With `account_id` only the one who serves the ticket may; with `centre` only a ticket of that centre. `data` goes into
    the event. `look` is asked once the request is known to be a new one: it refuses, or gives further parameters. Raises
    NotFound or Refused, and then nothing has changed.
    """
    with transaction.atomic():
        action, result = f"{change.verb} {ticket_id}", {"ticket": str(ticket_id)}
        if requests.claim(key, action=action, actor=by, now=now, result=result):
            return Ticket.objects.get(pk=ticket_id)
        step = TICKET.step(change.verb)
        given = {"ticket": ticket_id, "account": account_id, "centre": centre, "now": now, **parameters}
        given |= look() if look else {}
        given |= {"target": str(step.target), "sources": [str(source) for source in step.sources]}
        ticket = rows.one(Ticket, _sql(change), given, ("window_number", "state_before", "started_before"))
        if ticket is None:
            raise _refusal(change.verb, ticket_id, account_id, centre)
        record(ticket, change.verb, now=now, by=by, called_out=change.called_out, data=data)
        if ticket.state_before == Ticket.State.SERVING:  # type: ignore[attr-defined]  # a column beside the model's own
            _note_overtime(ticket, now=now, by=by)
    return ticket


def _note_overtime(ticket: Ticket, *, now: datetime, by: str) -> None:
    """Who served after the doors closed has worked overtime: minutes, window and clerk go on record."""
    place = settled(ticket.centre_id)
    began: datetime | None = ticket.started_before  # type: ignore[attr-defined]  # a column beside the model's own
    if began is None or place.centre.numbers_at_any_hour:
        return
    local = place.centre.local(began)
    if place.centre.day_of(now) != local.date():  # nobody served through the night: somebody forgot to end it
        return
    stretches = hours_on(place.hours, place.calendar, local.date())
    minutes = overtime_minutes(stretches, local, place.centre.local(now))
    if minutes:
        events.record(
            now=now,
            centre=ticket.centre_id,
            actor=by,
            thing="overtime",
            thing_id=ticket.pk,
            verb="serve",
            data={"number": ticket.number, "window": ticket.window_number, "minutes": minutes},  # type: ignore[attr-defined]
        )


def record(
    ticket: Ticket,
    verb: str,
    *,
    now: datetime,
    by: str,
    called_out: bool = False,
    data: dict[str, Any] | None = None,
    answering: tuple[uuid.UUID, dict[str, Any]] | None = None,
) -> None:
    """The event of a step of a ticket that came from `_STEP` or from calling."""
    window = ticket.window_number  # type: ignore[attr-defined]  # a column beside the model's own
    events.record(
        now=now,
        centre=ticket.centre_id,
        actor=by,
        thing="ticket",
        thing_id=ticket.pk,
        verb=verb,
        from_state=ticket.state_before,  # type: ignore[attr-defined]
        to_state=ticket.state,
        data={"number": ticket.number, "window": window, **(data or {})},
        public={"ticket": ticket.number, "window": window} if called_out else {"changed": True},
        answering=answering,
    )


@cache
def _sql(change: Change) -> str:
    return _STEP.format(
        columns=rows.columns(Ticket, "after"),
        ticket=f", {change.ticket}" if change.ticket else "",
        allowed=f" AND {change.allowed}" if change.allowed else "",
        visit=_VISIT.format(visit=change.visit) if change.visit else "",
    )


def _refusal(verb: str, ticket_id: uuid.UUID, account_id: int | None, centre: str | None) -> Refused:
    """Why the step was not possible, found out afterwards."""
    ticket = Ticket.objects.select_related("centre", "window").filter(pk=ticket_id).first()
    if ticket is None or (centre is not None and ticket.centre_id != centre):
        return unknown_ticket()
    if not TICKET.allows(verb, ticket.state):
        return TICKET.refuse(verb, ticket.state, ticket.number)
    if account_id is not None and ticket.served_by_id != account_id:
        return Refused(
            "ticket-elsewhere",
            f"{ticket.number} 现在在 {ticket.window.number} 号窗口，不在您这里。"
            if ticket.window
            else f"{ticket.number} 不在您这里。",
            f"Ticket {ticket.number} is at window {ticket.window.number}, not at yours."
            if ticket.window
            else f"Ticket {ticket.number} is not at your window.",
        )
    if verb != "miss":
        return at_window(ticket)
    calls, needed = ticket.calls, ticket.centre.calls_before_missed
    return Refused(
        f"{verb}-too-early",
        f"{ticket.number} 才叫了 {calls} 次。叫满 {needed} 次没人来，才算过号。请再叫一次。",
        f"Ticket {ticket.number} was called {calls} of {needed} times. Please call again before it counts as missed.",
    )


def at_window(ticket: Ticket) -> Refused:
    """The refusal of a guide's deed to a number that is at a window: there it is looked after."""
    number = ticket.window.number if ticket.window else 0
    return Refused(
        "ticket-at-window",
        f"{ticket.number} 已经叫到 {number} 号窗口了，由那里处理。要改，请跟窗口说一声。",
        f"Ticket {ticket.number} is at window {number} now and is looked after there. Please tell the window.",
    )


def unknown_ticket() -> NotFound:
    """The refusal for a ticket that does not exist, or not in this centre."""
    return NotFound(
        "ticket-unknown",
        "没有这个号，或者不是这个中心的。请看看号是不是完整。",
        "There is no such ticket in this centre. Please check the number.",
    )
