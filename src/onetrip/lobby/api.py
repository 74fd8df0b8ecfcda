"""The hall over HTTP: the same actions as the pages, as JSON."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema

from onetrip.advice.queries import slip_by_token
from onetrip.appointments.queries import by_token
from onetrip.centres.queries import settled
from onetrip.ledger.api import REFUSALS, Key, RefusalTold
from onetrip.lobby import actions, queries
from onetrip.lobby.actions import Comer
from onetrip.lobby.at_the_door import is_staff, paper_at_machine, read_comer, resident_of
from onetrip.lobby.models import Ticket
from onetrip.lobby.scanning import LONGEST
from onetrip.lobby.told import HallTold, hall_body
from onetrip.staff.access import May, account_of, actor_of, centre_of, not_allowed
from onetrip.staff.permissions import Permission

router = Router(tags=["lobby"])


class Arrival(Schema):
    """Who comes: with `scan`, whatever a reader at the door gave (a slip, a number, a booking, a resident's own code, an ID
    number), as the machine's page takes it; with a slip or a booking (the token of its QR code); with an ID number; or
    with nothing. `last_four`: of the ID number, where a machine gives the number of a slip."""

    scan: str | None = Field(None, max_length=LONGEST)
    last_four: str = Field("", max_length=6)
    slip: str | None = Field(None, max_length=40)
    booking: str | None = Field(None, max_length=40)
    id_number: str | None = Field(None, max_length=40)
    reason: str = Field("", max_length=20)
    after_hours: bool = False


class Call(Schema):
    """`ticket`: call this one out of turn, which takes a right of its own."""

    ticket: uuid.UUID | None = None


class Hold(Schema):
    """`why`: a code of `lobby.reasons.HOLDING`; `words` for the colleague who goes on."""

    why: str = Field(max_length=20)
    words: str = Field("", max_length=120)


class Redirect(Schema):
    """`category`: id of a category of the catalogue."""

    category: str = Field(max_length=40)
    words: str = Field("", max_length=120)


class Transfer(Schema):
    """`window`: the number of the window; `why`: a code of `lobby.reasons.SENDING`."""

    window: int = Field(ge=0, le=32767)
    why: str = Field(max_length=20)
    words: str = Field("", max_length=120)


class End(Schema):
    """`outcome`: "all" or "none", the clerk's word for a visit with no matter on record."""

    outcome: str | None = Field(None, max_length=8)


class TicketTold(Schema):
    """A number in the hall. `paper`: none, printing, printed, failed or unsure; while it is printing or failed the state
    is "unissued", and nobody is called by it."""

    id: uuid.UUID
    number: str
    state: str
    window: int | None
    calls: int
    drawn_at: datetime
    estimate_minutes: int | None
    paper: str


class CallTold(Schema):
    """Who is called; null when nobody waits."""

    ticket: TicketTold | None


@router.post("/arrivals", auth=May(Permission.CHECK_IN), response={200: TicketTold, **REFUSALS}, operation_id="arrive")
def arrive(request: HttpRequest, arrival: Arrival, key: Key) -> dict[str, Any]:
    """Begin a visit and draw its number; whoever is in the hall already gets the number they have, back in the queue."""
    now, centre = timezone.now(), centre_of(request)
    if arrival.after_hours and not is_staff(request):
        raise not_allowed()  # a machine at the door may not open it
    ticket = actions.come(
        centre=centre,
        comer=_comer(request, arrival, now),
        by_staff=is_staff(request),
        reason=arrival.reason,
        after_hours=arrival.after_hours,
        on_paper=paper_at_machine(request, now),
        now=now,
        by=actor_of(request),
        key=key,
    )
    return _told(ticket)


@router.post(
    "/windows/{int:number}/call-next",
    auth=May(Permission.SERVE_AT_WINDOW),
    response={200: CallTold, **REFUSALS},
    operation_id="call_next",
)
def call_next(request: HttpRequest, number: int, key: Key, call: Call | None = None) -> dict[str, Any]:
    """Call whoever has waited longest to this window."""
    account, centre = account_of(request), centre_of(request)
    picked = call.ticket if call else None
    if picked is not None and not account.may(Permission.PICK_FROM_QUEUE, centre):
        raise not_allowed()
    ticket = actions.call_next(
        centre=centre,
        window_id=queries.window_id(centre, number),
        account_id=account.pk,
        ticket_id=picked,
        now=timezone.now(),
        by=account.actor,
        key=key,
    )
    return {"ticket": _told(ticket) if ticket else None}


@router.post(
    "/tickets/{uuid:ticket}/call-again", auth=May(Permission.SERVE_AT_WINDOW), response={200: TicketTold, **REFUSALS}
)
def call_again(request: HttpRequest, ticket: uuid.UUID, key: Key) -> dict[str, Any]:
    """Call the same number once more."""
    return _at_window(actions.call_again, request, ticket, key)


@router.post(
    "/tickets/{uuid:ticket}/start", auth=May(Permission.SERVE_AT_WINDOW), response={200: TicketTold, **REFUSALS}
)
def start(request: HttpRequest, ticket: uuid.UUID, key: Key) -> dict[str, Any]:
    """The resident is at the window."""
    return _at_window(actions.start, request, ticket, key)


@router.post(
    "/tickets/{uuid:ticket}/finish", auth=May(Permission.SERVE_AT_WINDOW), response={200: TicketTold, **REFUSALS}
)
def finish(request: HttpRequest, ticket: uuid.UUID, key: Key, end: End | None = None) -> dict[str, Any]:
    """The resident is done, and the visit is over."""
    return _at_window(actions.finish, request, ticket, key, outcome=end.outcome if end else None)


@router.post(
    "/tickets/{uuid:ticket}/miss", auth=May(Permission.SERVE_AT_WINDOW), response={200: TicketTold, **REFUSALS}
)
def miss(request: HttpRequest, ticket: uuid.UUID, key: Key) -> dict[str, Any]:
    """Called often enough, and nobody came."""
    return _at_window(actions.miss, request, ticket, key)


@router.post("/tickets/{uuid:ticket}/restore", auth=May(Permission.SEE_QUEUE), response={200: TicketTold, **REFUSALS})
def restore(request: HttpRequest, ticket: uuid.UUID, key: Key) -> dict[str, Any]:
    """Whoever missed the call is back, at a fair place."""
    return _in_hall(actions.restore, request, ticket, key)


@router.post("/tickets/{uuid:ticket}/leave", auth=May(Permission.SEE_QUEUE), response={200: TicketTold, **REFUSALS})
def leave(request: HttpRequest, ticket: uuid.UUID, key: Key) -> dict[str, Any]:
    """The resident goes without having been served."""
    return _in_hall(actions.leave, request, ticket, key)


@router.post(
    "/tickets/{uuid:ticket}/put-back", auth=May(Permission.PICK_FROM_QUEUE), response={200: TicketTold, **REFUSALS}
)
def put_back(request: HttpRequest, ticket: uuid.UUID, key: Key) -> dict[str, Any]:
    """Back into the queue at the place they had."""
    return _in_hall(actions.put_back, request, ticket, key)


@router.post(
    "/tickets/{uuid:ticket}/hold", auth=May(Permission.SERVE_AT_WINDOW), response={200: TicketTold, **REFUSALS}
)
def hold(request: HttpRequest, ticket: uuid.UUID, key: Key, given: Hold) -> dict[str, Any]:
    """Park the number at this window; any window takes it on again."""
    return _at_window(actions.hold, request, ticket, key, centre=centre_of(request), why=given.why, words=given.words)


@router.post(
    "/windows/{int:number}/resume/{uuid:ticket}",
    auth=May(Permission.SERVE_AT_WINDOW),
    response={200: TicketTold, **REFUSALS},
)
def resume(request: HttpRequest, number: int, ticket: uuid.UUID, key: Key) -> dict[str, Any]:
    """A parked resident is at this window."""
    centre = centre_of(request)
    window = queries.window_id(centre, number)
    return _at_window(actions.resume, request, ticket, key, centre=centre, window_id=window)


@router.post("/tickets/{uuid:ticket}/release", auth=May(Permission.SEE_QUEUE), response={200: TicketTold, **REFUSALS})
def release(request: HttpRequest, ticket: uuid.UUID, key: Key) -> dict[str, Any]:
    """A parked resident is back in the hall, and in the queue at their place."""
    return _in_hall(actions.release, request, ticket, key)


@router.post(
    "/tickets/{uuid:ticket}/redirect", auth=May(Permission.SERVE_AT_WINDOW), response={200: TicketTold, **REFUSALS}
)
def redirect(request: HttpRequest, ticket: uuid.UUID, key: Key, given: Redirect) -> dict[str, Any]:
    """The same number back into the queue, for another category."""
    centre = centre_of(request)
    return _at_window(actions.redirect, request, ticket, key, centre=centre, category=given.category, words=given.words)


@router.post(
    "/tickets/{uuid:ticket}/transfer", auth=May(Permission.SERVE_AT_WINDOW), response={200: TicketTold, **REFUSALS}
)
def transfer(request: HttpRequest, ticket: uuid.UUID, key: Key, given: Transfer) -> dict[str, Any]:
    """The same number to another window, which reads why."""
    centre = centre_of(request)
    return _at_window(
        actions.transfer, request, ticket, key, centre=centre, to=given.window, why=given.why, words=given.words
    )


@router.get(
    "/hall",
    auth=May(Permission.SEE_QUEUE),
    response={200: HallTold, frozenset({401, 403}): RefusalTold},
    operation_id="hall",
)
def hall(request: HttpRequest) -> HttpResponse:
    """Who waits and who is where. An unchanged hall answers 304 to the `ETag` it gave before (`If-None-Match`)."""
    body = hall_body(queries.hall(settled(centre_of(request)).centre, timezone.now()))
    version = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    unchanged = request.headers.get("If-None-Match") == version
    answer = HttpResponse(b"" if unchanged else body, status=304 if unchanged else 200, content_type="application/json")
    answer["ETag"] = version
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _comer(request: HttpRequest, arrival: Arrival, now: datetime) -> Comer:
    if arrival.scan:
        return read_comer(request, arrival.scan, now, last_four=arrival.last_four)
    return Comer(
        slip_id=slip_by_token(arrival.slip).pk if arrival.slip else None,
        resident_id=resident_of(request, arrival.id_number, now) if arrival.id_number else None,
        booking_id=by_token(arrival.booking).pk if arrival.booking else None,
    )


def _at_window(
    action: Callable[..., Ticket], request: HttpRequest, ticket_id: uuid.UUID, key: uuid.UUID, **given: Any
) -> dict[str, Any]:
    account = account_of(request)
    return _told(
        action(ticket_id=ticket_id, account_id=account.pk, now=timezone.now(), by=account.actor, key=key, **given)
    )


def _in_hall(
    action: Callable[..., Ticket], request: HttpRequest, ticket_id: uuid.UUID, key: uuid.UUID
) -> dict[str, Any]:
    return _told(
        action(centre=centre_of(request), ticket_id=ticket_id, now=timezone.now(), by=actor_of(request), key=key)
    )


def _told(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": ticket.pk,
        "number": ticket.number,
        "state": ticket.state,
        "window": queries.window_number(ticket),
        "calls": ticket.calls,
        "drawn_at": ticket.drawn_at,
        "estimate_minutes": ticket.estimate_minutes,
        "paper": ticket.paper,
    }
