"""The hall as JSON, in few bytes: what a window's screen needs to know about everybody who waits."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from ninja import Schema

from onetrip.lobby.queries import Hall


class WaitingTold(Schema):
    """Somebody who waits; `minutes` until their call is likely, null: nobody can say."""

    id: uuid.UUID
    number: str
    reason: str
    slip: bool
    matters: int
    drawn_at: datetime
    minutes: int | None


class ServedTold(Schema):
    """The number at a window; `since` when it is there."""

    id: uuid.UUID
    number: str
    state: str
    calls: int
    since: datetime


class WindowTold(Schema):
    """A window of the hall; `paused` says why it pauses, "" while it does not; `ticket` is null while it is free."""

    number: int
    open: bool
    paused: str
    ticket: ServedTold | None


class WaitTold(Schema):
    """How many minutes somebody who comes now is going to wait."""

    soonest: int
    likely: int
    latest: int


class HallTold(Schema):
    """Who waits, in the order in which they are called, and who is where."""

    waiting: list[WaitingTold]
    windows: list[WindowTold]
    wait: WaitTold | None


def hall_body(now: Hall) -> bytes:
    """The hall in few bytes. Nothing in it depends on the second it was asked for, so that its version holds."""
    told = {
        "waiting": [
            {
                "id": str(one.id),
                "number": one.number,
                "reason": one.reason,
                "slip": one.has_slip,
                "matters": one.matters,
                "drawn_at": one.drawn_at.isoformat(timespec="seconds"),
                "minutes": one.minutes,
            }
            for one in now.waiting
        ],
        "windows": [
            {
                "number": window.number,
                "open": window.is_open,
                "paused": window.paused,
                "ticket": window.ticket
                and {
                    "id": str(window.ticket.id),
                    "number": window.ticket.number,
                    "state": window.ticket.state,
                    "calls": window.ticket.calls,
                    "since": window.ticket.since.isoformat(timespec="seconds"),
                },
            }
            for window in now.windows
        ],
        "wait": now.wait and {"soonest": now.wait.soonest, "likely": now.wait.likely, "latest": now.wait.latest},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
