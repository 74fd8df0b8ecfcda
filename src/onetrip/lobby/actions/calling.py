"""A window calls: one statement decides who comes, so that nobody is called twice and no window calls two."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.types.json import Jsonb

from onetrip.centres import actions as centres
from onetrip.centres.models import Duty, Window
from onetrip.centres.queries import duty_of, settled
from onetrip.ledger import requests, rows
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby import queries, skills
from onetrip.lobby.actions import tidal
from onetrip.lobby.actions.steps import Change, record, take, unknown_ticket
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket

# The inner SELECT locks whom it finds and skips those that another window is just calling; the duty is part of the
# condition, so a clerk who left or paused in the same moment calls nobody. What it says is `choosing.choose`: somebody
# sent to one window waits for it while it calls. Whoever is picked by hand is called whatever the rule says.
_NEXT = """
UPDATE lobby_ticket
SET state = 'called', window_id = duty.window_id, served_by_id = duty.account_id, calls = 1, called_at = %(now)s,
    announced_at = %(now)s, first_called_at = coalesce(lobby_ticket.first_called_at, %(now)s), started_at = NULL,
    for_window_id = NULL
FROM centres_duty duty JOIN centres_window place ON place.id = duty.window_id
WHERE duty.window_id = %(window)s AND duty.account_id = %(account)s AND duty.ended IS NULL AND duty.paused = ''
  AND lobby_ticket.id = (
    SELECT ticket.id FROM lobby_ticket ticket{visit}
    WHERE ticket.centre_id = %(centre)s AND ticket.day = %(day)s AND ticket.state = 'waiting' AND {narrowed}
    ORDER BY ticket.queue_at, ticket.serial, ticket.prefix LIMIT 1 FOR UPDATE OF ticket SKIP LOCKED)
RETURNING {columns}, place.number, 'waiting',
          EXISTS (SELECT 1 FROM lobby_tidalalert WHERE centre_id = %(centre)s AND cleared_at IS NULL)
"""

_SENT_ELSEWHERE = """(ticket.for_window_id IS NULL OR ticket.for_window_id = %(window)s OR NOT EXISTS (
        SELECT 1 FROM centres_duty sent
        WHERE sent.window_id = ticket.for_window_id AND sent.ended IS NULL AND sent.paused = ''))"""

_TOLD = ("window_number", "state_before", "has_alert")
_COLUMNS = rows.columns(Ticket, "lobby_ticket")
_CALL = _NEXT.format(visit="", narrowed=_SENT_ELSEWHERE, columns=_COLUMNS)
_PICK = _NEXT.format(visit="", narrowed="ticket.id = %(ticket)s", columns=_COLUMNS)

# For a clerk who is not qualified for everything: only whom they are qualified for, or nobody on duty is, or who was sent here.
_QUALIFIED = f"""(ticket.for_window_id = %(window)s OR NOT {skills.lacks_sql("%(account)s")} OR NOT EXISTS (
        SELECT 1 FROM centres_duty other JOIN centres_window theirs ON theirs.id = other.window_id
        WHERE theirs.centre_id = %(centre)s AND other.ended IS NULL AND other.paused = ''
          AND NOT {skills.lacks_sql("other.account_id")}))"""  # noqa: S608 -- nothing in it was given by anybody
_CALL_QUALIFIED = _NEXT.format(
    visit=" JOIN lobby_visit visit ON visit.id = ticket.visit_id",
    narrowed=f"{_SENT_ELSEWHERE} AND {_QUALIFIED}",
    columns=_COLUMNS,
)

_CALL_AGAIN = Change("call-again", ticket="calls = lobby_ticket.calls + 1, announced_at = %(now)s", called_out=True)
_START = Change("start", ticket="started_at = %(now)s")
_PUT_BACK = Change(
    "put-back",
    # Whoever was called by mistake and never began has not been called at all.
    ticket="first_called_at = CASE WHEN lobby_ticket.started_at IS NULL AND lobby_ticket.calls > 0 "
    "AND lobby_ticket.first_called_at = lobby_ticket.called_at THEN NULL ELSE lobby_ticket.first_called_at END, "
    "window_id = NULL, served_by_id = NULL, calls = 0, called_at = NULL, announced_at = NULL, started_at = NULL",
)


def call_next(
    *,
    centre: str,
    window_id: int,
    account_id: int,
    now: datetime,
    by: str,
    key: uuid.UUID,
    ticket_id: uuid.UUID | None = None,
) -> Ticket | None:
    """Call whoever is next (`lobby.choosing`) to a window of the centre with code `centre`; None: nobody waits for it.

    With `ticket_id` that one is called out of turn, which is recorded as picked (a right of its own, asked for by the
    view). A repeat with the same `key` gives the first answer. Raises Refused when the account is not on duty at the
    window or has paused, when somebody is still at the window, or when the picked one is not waiting any more.
    """
    place = settled(centre)
    day = place.centre.day_of(now)
    wanted = {"now": now, "window": window_id, "account": account_id, "centre": centre, "day": day, "ticket": ticket_id}
    try:
        with transaction.atomic():
            earlier = requests.claim(key, action=f"call-next {window_id}", actor=by, now=now)
            if earlier is not None:
                return Ticket.objects.get(pk=earlier["ticket"]) if earlier.get("ticket") else None
            gates = {} if ticket_id is not None else skills.gates(account_id, centre, day)
            statement = _PICK if ticket_id is not None else _CALL_QUALIFIED if gates else _CALL
            given = wanted | {"gates": Jsonb(gates)}
            ticket = rows.one(Ticket, statement, given, _TOLD) or rows.one(Ticket, _patient(statement), given, _TOLD)
            if ticket is None:
                refuse_if_not_on_duty(centre, window_id, account_id)
                if queries.open_ticket(window_id) is not None:
                    raise still_here(window_id)
                if ticket_id is not None:
                    raise _gone(centre, ticket_id)
                return None
            answering = (key, {"ticket": str(ticket.pk)})
            told: dict[str, Any] = {"picked": ticket_id is not None}
            if gates and skills.needs_of(ticket) & set(gates[str(account_id)]):
                told["nobody_qualified"] = True
            record(ticket, "call", now=now, by=by, called_out=True, data=told, answering=answering)
            if ticket.has_alert:  # type: ignore[attr-defined]  # a column beside the model's own
                tidal.after_call(place.centre, window_id, now=now, by=by)
    except IntegrityError as error:
        if "ticket_one_open_per_window" not in str(error):
            raise
        raise still_here(window_id) from error
    return ticket


@cache
def _patient(statement: str) -> str:
    """The same call, but waiting for whoever is locked: a guide may be correcting the only one there, and "nobody waits"
    would be untrue."""
    return statement.replace(" SKIP LOCKED", "")


def call_again(*, ticket_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """Call the same number once more; counts towards the calls before it is missed."""
    return take(_CALL_AGAIN, ticket_id=ticket_id, account_id=account_id, now=now, by=by, key=key)


def start(*, ticket_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """The resident is at the window."""
    return take(_START, ticket_id=ticket_id, account_id=account_id, now=now, by=by, key=key)


def put_back(*, centre: str, ticket_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """Back into the queue at the place they had: called by mistake, or the clerk has to go."""
    return take(_PUT_BACK, ticket_id=ticket_id, centre=centre, now=now, by=by, key=key)


def leave_window(*, account_id: int, now: datetime, by: str) -> None:
    """The clerk leaves the window. Raises Refused while a resident is at it; does nothing without a duty."""
    duty = duty_of(account_id)
    if duty is None:
        return
    if queries.open_ticket(duty.window_id) is not None:
        raise still_here(duty.window_id)
    centres.leave_window(duty=duty, now=now, by=by)


def relieve_window(*, centre: str, number: int, now: datetime, by: str, key: uuid.UUID) -> None:
    """The supervisor ends the duty at a window whose clerk went without leaving it; a window with nobody stays so.

    Raises NotFound for a window that does not exist, Refused while a resident is at it.
    """
    window_id = queries.window_id(centre, number)
    with transaction.atomic():
        if requests.claim(key, action=f"relieve-window {centre} {number}", actor=by, now=now, result={}) is not None:
            return
        duty = Duty.objects.select_related("window").filter(window_id=window_id, ended=None).first()
        if duty is None:
            return
        if queries.open_ticket(window_id) is not None:
            raise still_here(window_id)
        centres.leave_window(duty=duty, now=now, by=by)


def end_forgotten_duties(*, centre: str, before: datetime, now: datetime, by: str) -> int:
    """Whoever went home without leaving the window has left it: the duties that began before that moment, but for one
    with a resident at the window. How many."""
    forgotten = Duty.objects.select_related("window").filter(window__centre_id=centre, ended=None, began__lt=before)
    gone = [duty for duty in forgotten if queries.open_ticket(duty.window_id) is None]
    for duty in gone:
        centres.leave_window(duty=duty, now=now, by=by)
    return len(gone)


def refuse_if_not_on_duty(centre: str, window_id: int, account_id: int) -> None:
    """Raise NotFound or Refused where this account does not call at this window."""
    window = Window.objects.filter(pk=window_id, centre_id=centre).first()
    if window is None:
        raise NotFound("window-unknown", "没有这个窗口。", "There is no such window.")
    duty = Duty.objects.filter(window_id=window_id, account_id=account_id, ended=None).first()
    if duty is None:
        raise Refused(
            "not-on-duty",
            f"您现在不在 {window.number} 号窗口上岗，叫不了号。请先选窗口。",
            f"You are not on duty at window {window.number}, so you cannot call. Please take the window first.",
        )
    if duty.paused:
        reason = centres.PAUSES[duty.paused]
        raise Refused(
            "paused",
            f"{window.number} 号窗口正在暂停（{reason[0]}）。先恢复叫号，再叫下一位。",
            f"Window {window.number} is paused ({reason[1].lower()}). Please resume before calling.",
        )


def _gone(centre: str, ticket_id: uuid.UUID) -> Refused:
    ticket = Ticket.objects.filter(pk=ticket_id, centre_id=centre).first()
    return unknown_ticket() if ticket is None else TICKET.refuse("call", ticket.state, ticket.number)


def still_here(window_id: int) -> Refused:
    """The refusal of a window at which somebody still is."""
    ticket = queries.open_ticket(window_id)
    number = ticket.number if ticket else ""
    return Refused(
        "window-busy",
        f"{number} 还在您的窗口。先办完或记过号，再叫下一位。",
        f"Ticket {number} is still at your window. Finish it or mark it as missed before calling the next.",
    )
