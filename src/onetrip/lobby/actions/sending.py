"""A number leaves a window without being done: parked, sent on, or sent to one window. It stays the same number."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from onetrip.catalogue import queries as catalogues
from onetrip.centres.actions import PAUSES
from onetrip.centres.models import Duty, Window
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import reasons
from onetrip.lobby.actions.calling import refuse_if_not_on_duty, still_here
from onetrip.lobby.actions.steps import Change, take
from onetrip.lobby.models import Ticket

_WHY = """sent_why = %(why)s, sent_words = %(words)s,
    sent_from = (SELECT number FROM centres_window WHERE id = before.window_id)"""
_BACK = "window_id = NULL, served_by_id = NULL, calls = 0, called_at = NULL, announced_at = NULL, started_at = NULL"
_ONLY_WAITING = "before.state = 'waiting'"

_HOLD = Change("hold", ticket=f"{_WHY}, for_window_id = NULL")
_RESUME = Change(
    "resume",
    ticket="""window_id = %(window)s, served_by_id = %(clerk)s, started_at = %(now)s,
        calls = greatest(lobby_ticket.calls, 1), called_at = coalesce(lobby_ticket.called_at, %(now)s),
        first_called_at = coalesce(lobby_ticket.first_called_at, %(now)s)""",
)
_RELEASE = Change("release", ticket=_BACK)
_REDIRECT = Change("redirect", ticket=f"{_BACK}, {_WHY}, category = %(category)s, for_window_id = NULL")
_TRANSFER = Change("transfer", ticket=f"{_BACK}, {_WHY}, for_window_id = %(to)s")
_AT_DOOR = {
    change.verb: Change(change.verb, ticket=change.ticket, allowed=_ONLY_WAITING)
    for change in (_HOLD, _REDIRECT, _TRANSFER)
}


def hold(
    *,
    centre: str,
    ticket_id: uuid.UUID,
    why: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    words: str = "",
    account_id: int | None = None,
) -> Ticket:
    """Park a number: `account_id` the one at this account's window, else one that waits.

    `why` is a code of `reasons.HOLDING`; `words` for the colleague who goes on, not for the record.
    """
    why = reasons.known(reasons.HOLDING, why)
    return _leave_window(_HOLD, centre, ticket_id, account_id, why, words, now=now, by=by, key=key)


def resume(
    *, centre: str, ticket_id: uuid.UUID, window_id: int, account_id: int, now: datetime, by: str, key: uuid.UUID
) -> Ticket:
    """The parked resident is back and stands at this window, the same as before or any other.

    Raises Refused where the account does not call at the window, or somebody is still there.
    """

    def look() -> dict[str, Any]:
        refuse_if_not_on_duty(centre, window_id, account_id)
        return {"window": window_id, "clerk": account_id}

    try:
        return take(_RESUME, ticket_id=ticket_id, centre=centre, now=now, by=by, key=key, look=look)
    except IntegrityError as error:
        if "ticket_one_open_per_window" not in str(error):
            raise
        raise still_here(window_id) from error


def release(*, centre: str, ticket_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """The parked resident is back in the hall, and in the queue at the place they had."""
    return take(_RELEASE, ticket_id=ticket_id, centre=centre, now=now, by=by, key=key)


def redirect(
    *,
    centre: str,
    ticket_id: uuid.UUID,
    category: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    why: str = "other-matter",
    words: str = "",
    account_id: int | None = None,
) -> Ticket:
    """The same number, at the place it had, for a category of matters: who is called next for it is qualified for it.

    With `account_id` from this account's window, else from the door. Raises Malformed for an unknown category.
    """
    if category not in catalogues.current().categories:
        raise Malformed("category-unknown", "没有这一类事项。", "There is no such category.", field="category")
    why = reasons.known(reasons.SENDING, why)
    return _leave_window(
        _REDIRECT,
        centre,
        ticket_id,
        account_id,
        why,
        words,
        now=now,
        by=by,
        key=key,
        data={"category": category},
        category=category,
    )


def transfer(
    *,
    centre: str,
    ticket_id: uuid.UUID,
    to: int,
    why: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    words: str = "",
    account_id: int | None = None,
) -> Ticket:
    """The same number, at the place it had, to window number `to`, which reads why.

    Only that window calls it while it calls at all; when it pauses or closes, any window may. Raises NotFound or Refused
    for a window that is not there, is the same one, or does not call now.
    """
    why = reasons.known(reasons.SENDING, why)

    def look() -> dict[str, Any]:
        return {"to": _calling_window(centre, to, account_id).pk}

    return _leave_window(
        _TRANSFER, centre, ticket_id, account_id, why, words, now=now, by=by, key=key, data={"to": to}, look=look
    )


def _leave_window(
    change: Change,
    centre: str,
    ticket_id: uuid.UUID,
    account_id: int | None,
    why: str,
    words: str,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
    data: dict[str, Any] | None = None,
    **parameters: Any,
) -> Ticket:
    change = change if account_id is not None else _AT_DOOR[change.verb]
    return take(
        change,
        ticket_id=ticket_id,
        centre=centre,
        account_id=account_id,
        now=now,
        by=by,
        key=key,
        data={"why": why, **(data or {})},
        why=why,
        words=reasons.spoken(words),
        **parameters,
    )


def _calling_window(centre: str, number: int, account_id: int | None) -> Window:
    window = Window.objects.filter(centre_id=centre, number=number).first()
    if window is None:
        raise NotFound("window-unknown", f"没有 {number} 号窗口。", f"There is no window {number}.")
    duty = Duty.objects.filter(window=window, ended=None).first()
    if duty is None:
        raise Refused(
            "window-closed",
            f"{number} 号窗口现在没有人。请换一个开着的窗口，或者放回队列。",
            f"Nobody works at window {number} now. Choose an open one, or put the number back into the queue.",
        )
    if duty.account_id == account_id:
        raise Refused("window-same", f"{number} 号就是您的窗口。", f"Window {number} is your own.")
    if duty.paused:
        zh, en = PAUSES[duty.paused]
        raise Refused(
            "window-paused",
            f"{number} 号窗口正在暂停（{zh}）。请换一个窗口，或者放回队列。",
            f"Window {number} is paused ({en.lower()}). Choose another one, or put the number back into the queue.",
        )
    return window
