"""The page behind a ticket's QR code: where somebody stands, on their own phone."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import queries as advice
from onetrip.advice.addresses import public_address
from onetrip.advice.forms import sent_key
from onetrip.lobby import actions, queries
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket
from onetrip.lobby.moved import moved
from onetrip.lobby.parked import why_of
from onetrip.lobby.printing import ticket_sheet
from onetrip.lobby.weights import priorities_of
from onetrip.prints import ticket_roll_pdf
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission

SOON = 2
"""Ahead of somebody who is third in line, and is told so."""


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def waiting_page(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Ahead, minutes, or the window to go to."""
    context = _standing(ticket_id)
    ticket: Ticket = context["ticket"]
    # Whoever may still go has not come to a window; the list is shown by the page once they wait.
    if ticket.visit.slip is not None and TICKET.allows("leave", context["state"]):
        context["bring"] = advice.read(ticket.visit.slip).plan.bring
    return render(request, "lobby/waiting.html", context | {"soon": SOON})


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def waiting_now(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """The part of the waiting page that moves."""
    return render(request, "lobby/parts/standing.html", _standing(ticket_id))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@require_POST
def leave(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """The resident does not want to wait any longer."""
    ticket = queries.ticket(ticket_id)
    actions.leave(
        centre=ticket.centre_id, ticket_id=ticket_id, now=timezone.now(), by="resident", key=sent_key(request)
    )
    return redirect("waiting", ticket_id)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def ticket_paper(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """The number on 80 mm paper, as PDF."""
    now = timezone.now()
    ticket = queries.ticket(ticket_id)
    sheet = ticket_sheet(ticket, address=public_address(request, f"/t/{ticket.pk}"), now=now)
    pdf = ticket_roll_pdf(sheet, request.language)  # type: ignore[attr-defined]  # set by LanguageMiddleware
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{ticket.number}.pdf"'},
    )


def _standing(ticket_id: uuid.UUID) -> dict[str, Any]:
    now = timezone.now()
    place = queries.place(ticket_id, now)
    ticket = place.ticket
    is_over = ticket.day != ticket.centre.day_of(now) and ticket.state != Ticket.State.DONE
    return {
        "place": place,
        "ticket": ticket,
        "centre": ticket.centre,
        "state": "old" if is_over else ticket.state,
        "now": now,
        "held_why": why_of(ticket.sent_why),
        "is_soon": place.ahead is not None and place.ahead <= SOON,
        "priority": priorities_of(ticket.centre_id).by_code.get(ticket.reason),
        "went_to": moved(ticket).went_to if ticket.state == Ticket.State.LEFT else None,
    }
