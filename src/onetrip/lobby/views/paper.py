"""The number on paper, as a page sees it: whether it came out, and what to do where it did not."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.devices import queries as devices
from onetrip.devices.queries import Printer
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby import actions, queries
from onetrip.lobby.at_the_door import on_paper, own_printer
from onetrip.lobby.models import Ticket
from onetrip.lobby.printing import PaperNow, paper_now
from onetrip.staff.access import ONLY_ITS_OWNER, account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


def paper_of(request: HttpRequest, ticket: Ticket, now: datetime) -> PaperNow:
    """How the paper of a ticket stands, seen from here."""
    return paper_now(ticket, own_printer(request, now), now)


@requires(Permission.CHECK_IN)
@never_cache
@require_POST
def print_again(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Print the number once more, here or at the printer that was chosen."""
    now = timezone.now()
    ticket = own_ticket(request, ticket_id)
    printer = _chosen(request, now)
    actions.print_again(
        centre=ticket.centre_id,
        ticket_id=ticket_id,
        on_paper=on_paper(request, printer),
        now=now,
        by=actor_of(request),
        key=sent_key(request),
    )
    return _back(request, ticket_id)


@requires(Permission.SEE_QUEUE)
@never_cache
@require_POST
def told(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Somebody who works here has told the resident the number: no paper is needed."""
    ticket = own_ticket(request, ticket_id)
    actions.in_hand(
        centre=ticket.centre_id,
        ticket_id=ticket_id,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return _back(request, ticket_id)


@requires(Permission.SEE_QUEUE)
@never_cache
@require_POST
def gone(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Whoever drew this number is not here any more: they took another one, or left."""
    ticket = own_ticket(request, ticket_id)
    actions.leave(
        centre=ticket.centre_id, ticket_id=ticket_id, now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return redirect("check-in")


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def on_phone(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """A phone has opened the page of this number: whoever holds it has the number."""
    ticket = queries.ticket(ticket_id)
    if ticket.state == Ticket.State.UNISSUED:  # the page may be opened at any time, and again
        actions.in_hand(
            centre=ticket.centre_id, ticket_id=ticket_id, now=timezone.now(), by="resident", key=sent_key(request)
        )
    return redirect("waiting-now" if request.headers.get("HX-Request") else "waiting", ticket_id)


def own_ticket(request: HttpRequest, ticket_id: uuid.UUID) -> Ticket:
    """The ticket, if it is of the centre in which this request acts. Raises NotFound, Malformed."""
    ticket = queries.ticket(ticket_id)
    if ticket.centre_id != centre_of(request):
        raise Malformed("ticket-elsewhere", "这不是本中心的号。", "This ticket is not of this centre.")
    return ticket


def _chosen(request: HttpRequest, now: datetime) -> Printer:
    raw = sent(request, "printer")
    found = devices.printer(centre_of(request), int(raw), now) if raw.isdecimal() and len(raw) < 19 else None
    found = found or (own_printer(request, now) if not raw else None)
    if found is None:
        raise Refused(
            "printer-none",
            "这里没有连着打印机。请用手机扫码，或到前台。",
            "There is no printer here. Please scan the code with a phone, or go to the front desk.",
        )
    return found


def _back(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    staff = account_of(request).may(Permission.CONSULT_AT_DESK, centre_of(request))
    return redirect(f"/hall/?ticket={ticket_id}" if staff else f"/hall/tickets/{ticket_id}")
