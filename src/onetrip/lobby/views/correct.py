"""A guide puts a number right: one press, one POST, and the guide's page with the number as it is afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import queries as advice
from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.search import search
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.lobby import actions
from onetrip.lobby.reasons import MOST_WORDS
from onetrip.lobby.scanning import LONGEST, Kind, read_scan
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

FOUND = 6
"""Matters that a search at the door shows."""


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def priority(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Give, change or take back a priority, with the reason for it."""
    actions.prioritise(reason=sent(request, "reason"), why=sent(request, "why"), **_given(request, ticket_id))
    return _shown(ticket_id)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def slip(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Another slip belongs to this number; with an empty field none does."""
    raw = sent(request, "scan", most=LONGEST)
    slip_id = None
    if raw:
        scanned = read_scan(raw)
        if scanned.kind is Kind.SLIP_TOKEN:
            slip_id = advice.slip_by_token(scanned.value).pk
        elif scanned.kind is Kind.SLIP_NUMBER:
            slip_id = advice.slip_by_number(centre=centre_of(request), number=scanned.value).pk
        else:
            raise Malformed("not-a-slip", "这不是小贴士。", "This is not a slip.", field="scan")
    actions.change_slip(slip_id=slip_id, **_given(request, ticket_id))
    return _shown(ticket_id)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def booking(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """The booking on this number is somebody else's, who is still to come."""
    actions.drop_booking(**_given(request, ticket_id))
    return _shown(ticket_id)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def matters(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Add a matter to what they came for, or take one off."""
    add, drop = sent(request, "add"), sent(request, "drop")
    if drop:
        actions.drop_matter(matter=drop, **_given(request, ticket_id))
    else:
        actions.add_matter(matter=add, **_given(request, ticket_id))
    return _shown(ticket_id)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def send(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Park a number that waits, or send it on: to a category, or to one window."""
    verb, why = sent(request, "verb"), sent(request, "why")
    words = sent(request, "words", most=MOST_WORDS)
    if verb == "hold":
        actions.hold(why=why, words=words, **_given(request, ticket_id))
    elif verb == "redirect":
        actions.redirect(category=sent(request, "category"), words=words, **_given(request, ticket_id))
    elif verb == "transfer":
        actions.transfer(to=window_number(request), why=why, words=words, **_given(request, ticket_id))
    else:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    return _shown(ticket_id)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def release(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Somebody parked is back in the hall."""
    actions.release(**_given(request, ticket_id))
    return _shown(ticket_id)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def leave(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Somebody told the guide that they go."""
    actions.leave(**_given(request, ticket_id))
    return _shown(ticket_id)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Matters that fit what somebody at the door says, to add to their number (`ticket`)."""
    words = request.GET.get("q", "")[:80].replace("\0", "")
    catalogue = catalogues.current()
    hits = search(catalogue, words, FOUND) if words.strip() else []
    found = [(hit.matter, catalogue.categories[hit.matter.terms.category].seal) for hit in hits]
    try:
        ticket = uuid.UUID(request.GET.get("ticket", ""))
    except ValueError as error:
        raise NotFound("ticket-unknown", "没有这个号。", "There is no such ticket.") from error
    return render(request, "lobby/parts/found.html", {"found": found, "words": words, "ticket_id": ticket})


def window_number(request: HttpRequest) -> int:
    """The number of the window that a form names. Raises Malformed."""
    number = sent(request, "to", most=4)
    if not number.isdecimal():
        raise Malformed("window-number", "请选一个窗口。", "Please choose a window.", field="to")
    return int(number)


def _given(request: HttpRequest, ticket_id: uuid.UUID) -> dict[str, Any]:
    return {
        "centre": centre_of(request),
        "ticket_id": ticket_id,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }


def _shown(ticket_id: uuid.UUID) -> HttpResponse:
    return redirect(f"/hall/?ticket={ticket_id}")
