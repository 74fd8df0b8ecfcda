"""A visit comes to its end: done, missed and back again, or gone home."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from onetrip.centres.elsewhere import run_elsewhere
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby.actions.steps import Change, take, unknown_ticket
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket
from onetrip.lobby.waiting import place_after_missing
from onetrip.walls.scope import everywhere

# The outcome of a visit follows from what is on record, so that a figure of the centre cannot be talked up. Only where
# nothing is on record (somebody came to ask) does the clerk's word count.
_OUTCOME = """CASE
    WHEN wanted = '[]' AND accepted = '[]' THEN coalesce(%(said)s, 'none')
    WHEN wanted <@ accepted THEN 'all'
    WHEN accepted = '[]' THEN 'none'
    ELSE 'part' END"""

_FINISH = Change("finish", ticket="finished_at = %(now)s", visit=f"finished_at = %(now)s, outcome = {_OUTCOME}")
_MISS = Change(
    "miss",
    allowed="before.calls >= (SELECT calls_before_missed FROM centres_centre WHERE code = lobby_ticket.centre_id)",
)
_RESTORE = Change(
    "restore",
    ticket="queue_at = %(queue_at)s, waits_since = %(queue_at)s, window_id = NULL, served_by_id = NULL, calls = 0, "
    "called_at = NULL, announced_at = NULL, counts_since = NULL",
)
_LEAVE = Change(
    "leave", ticket="finished_at = %(now)s, for_window_id = NULL", visit="finished_at = %(now)s, outcome = 'left'"
)


def finish(
    *, ticket_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID, outcome: str | None = None
) -> Ticket:
    """The resident is done at the window, and the visit is over.

    Its outcome is "all" when every matter they came for was accepted, else "part" or "none". `outcome` ("all", "none")
    is the clerk's word for a visit with no matter on record: was the question answered? Left out, it counts as "none".
    """
    if outcome not in (None, "all", "none"):
        raise Malformed(
            "outcome-unknown", "结果只能是办成或没办成。", "The outcome is done or not done.", field="outcome"
        )
    return take(_FINISH, ticket_id=ticket_id, account_id=account_id, now=now, by=by, key=key, said=outcome)


def miss(*, ticket_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """Called and not come. Raises Refused before the centre's number of calls."""
    return take(_MISS, ticket_id=ticket_id, account_id=account_id, now=now, by=by, key=key)


def restore(*, centre: str, ticket_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """Whoever missed the call is back: into the queue at a fair place (see `waiting.place_after_missing`)."""
    with transaction.atomic():
        missed = Ticket.objects.select_for_update().filter(pk=ticket_id, centre_id=centre).first()
        if missed is None:
            raise unknown_ticket()
        place = place_after_missing(missed.queue_at, missed.called_at or now, now)
        return take(_RESTORE, ticket_id=ticket_id, centre=centre, now=now, by=by, key=key, queue_at=place)


def leave(*, centre: str, ticket_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """The resident goes without having been served; the visit is over."""
    return take(_LEAVE, ticket_id=ticket_id, centre=centre, now=now, by=by, key=key)


def leave_elsewhere(
    *, centre: str, slip_id: uuid.UUID | None, day: date, now: datetime, by: str, key: uuid.UUID
) -> list[Ticket]:
    """Whoever shows this slip in `centre` waits in no other hall any more: their numbers there are over, and say where
    they went. Part of the deed that takes the slip here, in its transaction; the numbers that were given up.

    One at a window stays: somebody with the same slip is standing there. So does one in a centre that another node runs,
    which is not ours to end: both are then shown to a person as a conflict.
    """
    if slip_id is None:
        return []
    others = (
        Ticket.objects.select_for_update(of=("self",))
        .filter(visit__slip_id=slip_id, day=day, state__in=TICKET.step("leave").sources)
        .exclude(centre_id__in={centre, *run_elsewhere()})
        .order_by("pk")
    )
    with everywhere("whoever shows a slip here waits in no other hall any more"):
        return [
            take(
                _LEAVE,
                ticket_id=other.pk,
                now=now,
                by=by,
                key=requests.further(key, f"leave {other.pk}"),
                data={"went_to": centre},
            )
            for other in others
        ]


def left_elsewhere(numbers: list[Ticket]) -> dict[str, Any]:
    """What the event of the deed tells of the numbers that were given up for it."""
    return {"left": [f"{one.centre_id} {one.number}" for one in numbers]} if numbers else {}


def close_day(*, centre: str, day: date, now: datetime, by: str) -> list[uuid.UUID]:
    """Let go of the tickets of `day`, which is over, that nobody ended; returns which.

    Whoever was still at a window counts as served, with the outcome that is on record; everybody else as gone. One that
    somebody moves on in the same moment is left to them.
    """
    let_go = []
    for ticket in Ticket.objects.filter(centre_id=centre, day=day).exclude(state__in=_ENDED).order_by("serial"):
        change = _FINISH if ticket.state == Ticket.State.SERVING else _LEAVE
        try:
            take(change, ticket_id=ticket.pk, centre=centre, now=now, by=by, key=uuid.uuid4(), said=None)
        except Refused:
            continue
        let_go.append(ticket.pk)
    return let_go


_ENDED = (Ticket.State.DONE, Ticket.State.LEFT)
