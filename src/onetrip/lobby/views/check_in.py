"""Drawing a number: at the ticket machine, and by a guide at the door."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import queries as advice
from onetrip.advice.addresses import public_address
from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.devices import queries as devices
from onetrip.devices.beside import bridge_beside
from onetrip.devices.models import Station
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby import actions, parked, queries, reasons
from onetrip.lobby.actions import Comer, came_for
from onetrip.lobby.at_the_door import is_staff, paper_at_machine, read_comer
from onetrip.lobby.models import Ticket
from onetrip.lobby.moved import moved
from onetrip.lobby.printing import unissued
from onetrip.lobby.scanning import LONGEST, Kind, read_scan
from onetrip.lobby.views.paper import own_ticket, paper_of
from onetrip.lobby.views.watch import alert_context
from onetrip.lobby.weights import priorities_of
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

JUST_DRAWN = timedelta(minutes=2)
"""How long a number on the guide's page is called the one just drawn."""


@requires(Permission.CHECK_IN)
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The ticket machine's first page, or the guide's; `?ticket=` shows the number just drawn to a guide."""
    return _start_page(request)


@requires(Permission.CHECK_IN)
@never_cache
@sensitive_post_parameters("scan", "last_four")
@require_POST
def arrive(request: HttpRequest) -> HttpResponse:
    """Draw a number for whoever stands at the door, or give a missed one back."""
    now, key = timezone.now(), sent_key(request)
    try:
        ticket = actions.come(
            centre=centre_of(request),
            comer=_comer(request, now),
            by_staff=is_staff(request),
            reason=sent(request, "reason"),
            after_hours=is_staff(request) and sent(request, "after_hours") == "1",
            on_paper=paper_at_machine(request, now),
            now=now,
            by=actor_of(request),
            key=key,
        )
    except Refused as refused:
        if request.headers.get("HX-Request"):
            raise
        return _start_page(request, refused=refused)
    if request.headers.get("HX-Request"):
        return render(request, "lobby/parts/drawn.html", drawn_context(request, ticket, now))
    if is_staff(request):
        return redirect(f"/hall/?ticket={ticket.pk}{'' if ticket.drawn_at == now else '&again=1'}")
    return redirect("drawn", ticket.pk)


@requires(Permission.CHECK_IN)
@never_cache
@require_GET
def drawn(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """The number, huge; the machine goes back to its first page by itself."""
    ticket = own_ticket(request, ticket_id)
    context = drawn_context(request, ticket, timezone.now()) | {"bridge": bridge_beside(request)}
    return render(request, "lobby/drawn.html", context)


@requires(Permission.CHECK_IN)
@never_cache
@require_GET
def on_its_way(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """What moves while the paper is on its way: on the machine's page, or in a line beside the guide's."""
    ticket = own_ticket(request, ticket_id)
    part = "paper_word" if is_staff(request) else "drawn_machine"
    return render(request, f"lobby/parts/{part}.html", drawn_context(request, ticket, timezone.now()))


@requires(Permission.CHECK_IN)
@never_cache
@require_POST
def restore(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Somebody who missed the call is back at the door."""
    ticket = actions.restore(
        centre=centre_of(request), ticket_id=ticket_id, now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return redirect(f"/hall/?ticket={ticket.pk}" if is_staff(request) else f"/hall/tickets/{ticket.pk}")


@requires(Permission.SEE_QUEUE)
@never_cache
@require_GET
def line(request: HttpRequest) -> HttpResponse:
    """The queue beside the guide's field, when it has changed."""
    now = timezone.now()
    waiting = queries.hall(settled(centre_of(request)).centre, now).waiting
    return render(
        request,
        "lobby/parts/line.html",
        {"line": waiting, "priorities": priorities_of(centre_of(request)).all, "may_correct": is_staff(request)},
    )


@requires(Permission.SEE_QUEUE)
@never_cache
@require_GET
def aside(request: HttpRequest) -> HttpResponse:
    """Who is in the hall and not in the queue, beside the guide's field, when that has changed."""
    return render(request, "lobby/parts/aside.html", _aside(request, timezone.now()))


def _aside(request: HttpRequest, now: datetime) -> dict[str, Any]:
    centre = settled(centre_of(request)).centre
    return {
        "unissued": unissued(centre, now),
        "desk_printer": devices.printer_at(centre.code, Station.Kind.DESK, 1, now),
        "parked": parked.parked(centre, now),
        "missed": queries.missed(centre, now),
    }


def _comer(request: HttpRequest, now: datetime) -> Comer:
    """Who has come: with the slip that the front desk has just printed, or with what was scanned or typed."""
    token = sent(request, "slip")
    if token:
        return Comer(slip_id=advice.slip_by_token(token).pk)
    raw = sent(request, "scan", most=LONGEST)
    return read_comer(request, raw, now, last_four=sent(request, "last_four"))


def _start_page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    now = timezone.now()
    centre = settled(centre_of(request)).centre
    staff = is_staff(request)
    waiting = queries.waiting_count(centre, now)
    context: dict[str, Any] = {
        "centre": centre,
        "priorities": priorities_of(centre.code).all,
        "waiting": waiting,
        "wait": queries.waits(centre, now).behind(waiting),
        "refused": refused,
        "wrong_field": getattr(refused, "field", None) or "scan",
        "reason": request.POST.get("reason", "")[:20],
        "bridge": bridge_beside(request),
    }
    if context["wrong_field"] == "last_four" or (refused and refused.code in ("last-four-form", "slip-unknown")):
        # The number of a slip may be shown again: it is printed on paper. An ID number never is.
        context["slip_number"] = _number_again(request)
    if staff:
        hall = queries.hall(centre, now)
        context |= {"line": hall.waiting, "windows": hall.windows, **_aside(request, now)}
        context |= {**alert_context(request, hall), **_ticket_of(request, now)}
    template = "lobby/check_in_desk.html" if staff else "lobby/check_in.html"
    return render(request, template, context, status=refused.status if refused else 200)


def _number_again(request: HttpRequest) -> str:
    try:
        scanned = read_scan(request.POST.get("scan", "")[:LONGEST])
    except Malformed:
        return ""
    return scanned.value if scanned.kind is Kind.SLIP_NUMBER else ""


def _ticket_of(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """What the guide's page shows of the number just drawn; nothing for an id that is none."""
    try:
        ticket = queries.ticket(uuid.UUID(request.GET.get("ticket", "")))
    except (ValueError, Refused):
        return {}
    if ticket.centre_id != centre_of(request):
        return {}
    if not catalogues.newest_number():  # numbers are drawn and shown before the first publication, too
        return drawn_context(request, ticket, now)
    catalogue = catalogues.current()
    promised = came_for(advice.read(ticket.visit.slip).plan) if ticket.visit.slip else ()
    return {
        **drawn_context(request, ticket, now),
        "visit_matters": [
            (one, catalogue.matters[one].name, one in promised)
            for one in ticket.visit.wanted
            if one in catalogue.matters
        ],
        "first_reasons": reasons.FIRST,
        "holding": reasons.HOLDING,
        "sending": reasons.SENDING,
        "categories": list(catalogue.categories.values()),
    }


def drawn_context(request: HttpRequest, ticket: Ticket, now: datetime) -> dict[str, Any]:
    """What a page shows of a number just drawn, with its paper."""
    place = queries.place(ticket.pk, now)
    return {
        "place": place,
        "ticket": place.ticket,
        "paper": paper_of(request, place.ticket, now),
        "centre": place.ticket.centre,
        "address": public_address(request, f"/t/{ticket.pk}"),
        "priority": priorities_of(ticket.centre_id).by_code.get(ticket.reason),
        "slip_number": place.ticket.visit.slip.number if place.ticket.visit.slip else "",
        "is_machine": not is_staff(request),
        "is_new": now - place.ticket.drawn_at < JUST_DRAWN,
        "is_again": request.GET.get("again") == "1",
        "moved": moved(place.ticket),
    }
