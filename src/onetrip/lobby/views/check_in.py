"""Drawing a number: at the ticket machine, and by a guide at the door."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
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
from onetrip.advice.models import Slip
from onetrip.appointments import door
from onetrip.appointments import queries as bookings
from onetrip.appointments.visitors import open_booking
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.devices.beside import bridge_beside
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby import actions, parked, queries, reasons
from onetrip.lobby.actions import OnPaper
from onetrip.lobby.actions.arriving import came_for
from onetrip.lobby.models import Ticket
from onetrip.lobby.scanning import LONGEST, Kind, Scanned, read_scan
from onetrip.lobby.views.paper import on_paper, own_printer, own_ticket, paper_of, unissued_context
from onetrip.lobby.views.watch import alert_context
from onetrip.lobby.weights import priorities_of
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.personal_code import read_code
from onetrip.staff.access import account_of, actor_of, centre_of, requires
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
    now = timezone.now()
    key = sent_key(request)
    centre, by = centre_of(request), actor_of(request)
    try:
        comer = _expected(_comer(request, now), centre, now)
        after_hours = _is_staff(request) and sent(request, "after_hours") == "1"
        if comer.ticket_id is not None:
            ticket = _come_back(comer.ticket_id, centre, now=now, by=by, key=key)
        elif comer.booking is not None:
            ticket = actions.arrive_booked(
                centre=centre,
                appointment_id=comer.booking,
                now=now,
                by=by,
                key=key,
                reason=sent(request, "reason"),
                after_hours=after_hours,
                on_paper=paper_at_machine(request, now),
            )
        else:
            if not _is_staff(request):
                door.refuse_walk_in(centre, now)  # a guide gives a number on a day of bookings only, too
            ticket = actions.arrive(
                centre=centre,
                now=now,
                by=by,
                key=key,
                slip_id=comer.slip.pk if comer.slip else None,
                resident_id=comer.resident_id,
                reason=sent(request, "reason"),
                after_hours=after_hours,
                on_paper=paper_at_machine(request, now),
            )
    except Refused as refused:
        if request.headers.get("HX-Request"):
            raise
        return _start_page(request, refused=refused)
    if request.headers.get("HX-Request"):
        return render(request, "lobby/parts/drawn.html", drawn_context(request, ticket, now))
    if _is_staff(request):
        return redirect(f"/hall/?ticket={ticket.pk}")
    return redirect("drawn", ticket.pk)


@requires(Permission.CHECK_IN)
@never_cache
@require_GET
def drawn(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """The number, huge; the machine goes back to its first page by itself."""
    ticket = own_ticket(request, ticket_id)
    return render(request, "lobby/drawn.html", drawn_context(request, ticket, timezone.now()))


@requires(Permission.CHECK_IN)
@never_cache
@require_GET
def on_its_way(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """What moves while the paper is on its way: on the machine's page, or in a line beside the guide's."""
    ticket = own_ticket(request, ticket_id)
    part = "paper_word" if _is_staff(request) else "drawn_machine"
    return render(request, f"lobby/parts/{part}.html", drawn_context(request, ticket, timezone.now()))


@requires(Permission.CHECK_IN)
@never_cache
@require_POST
def restore(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """Somebody who missed the call is back at the door."""
    ticket = actions.restore(
        centre=centre_of(request), ticket_id=ticket_id, now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return redirect(f"/hall/?ticket={ticket.pk}" if _is_staff(request) else f"/hall/tickets/{ticket.pk}")


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
        {"line": waiting, "priorities": priorities_of(centre_of(request)).all, "may_correct": _is_staff(request)},
    )


@dataclass(frozen=True)
class _Comer:
    """What the scan told: a slip, a resident, an earlier ticket, a booking, or nothing."""

    slip: Slip | None = None
    resident_id: uuid.UUID | None = None
    ticket_id: uuid.UUID | None = None
    booking: uuid.UUID | None = None


def _comer(request: HttpRequest, now: datetime) -> _Comer:
    token = sent(request, "slip")
    if token:  # the front desk draws a number with the slip it has just printed
        return _Comer(slip=advice.slip_by_token(token))
    raw = sent(request, "scan", most=LONGEST)
    if not raw:
        return _Comer()
    scanned = read_scan(raw)
    if scanned.kind is Kind.SLIP_TOKEN:
        return _Comer(slip=advice.slip_by_token(scanned.value))
    if scanned.kind is Kind.TICKET:
        return _Comer(ticket_id=uuid.UUID(scanned.value))
    if scanned.kind is Kind.BOOKING_TOKEN:
        return _Comer(booking=open_booking(request, scanned.value).pk)
    if scanned.kind is Kind.BOOKING_NUMBER:
        return _Comer(booking=_booking_by_number(request, scanned.value))
    if scanned.kind is Kind.PERSONAL:
        return _Comer(resident_id=read_code(scanned.value, now))
    if scanned.kind is Kind.SLIP_NUMBER:
        return _Comer(slip=_slip_by_number(request, scanned, now))
    day = settled(centre_of(request)).centre.day_of(now)
    return _Comer(resident_id=know(identity=read_number(scanned.value, day=day), now=now).pk)


def _expected(comer: _Comer, centre: str, now: datetime) -> _Comer:
    """With the booking of today of who shows a slip or an ID card: the code of the booking may stay in the pocket."""
    if comer.ticket_id is not None or comer.booking is not None:
        return comer
    day = settled(centre).centre.day_of(now)
    found = bookings.expected_of(centre, day, comer.slip.pk if comer.slip else None, comer.resident_id)
    return replace(comer, booking=found.pk) if found else comer


def _booking_by_number(request: HttpRequest, number: str) -> uuid.UUID:
    """Staff say the number alone; at the machine anybody could say any, so there it takes the code."""
    if not _is_staff(request):
        raise Malformed(
            "booking-code-needed",
            "在机器上请扫预约的方块码。没有码，把预约号告诉导办，帮您取号。",
            "At the machine please scan the square code of the booking. Without it tell the guide the number.",
            field="scan",
        )
    return bookings.by_number(number, centre_of(request)).pk


def _slip_by_number(request: HttpRequest, scanned: Scanned, now: datetime) -> Slip:
    """Staff say the number alone; at the machine it takes the last four characters too, or anybody could try numbers."""
    if _is_staff(request):
        return advice.slip_by_number(centre=centre_of(request), number=scanned.value)
    last_four = sent(request, "last_four")
    if not last_four:
        raise Malformed(
            "last-four-missing",
            "再输身份证号的后四位，就能认出这张小贴士。扫方块码的不用输。",
            "Please also give the last four characters of the ID number. Whoever scans the code need not.",
            field="last_four",
        )
    return advice.find_slip(number=scanned.value, last_four=last_four, now=now)


def _come_back(ticket_id: uuid.UUID, centre: str, *, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """The ticket that was scanned; if its call was missed, or it was on hold, back in the queue."""
    ticket = queries.ticket(ticket_id)
    if ticket.centre_id == centre and ticket.state == Ticket.State.MISSED:
        return actions.restore(centre=centre, ticket_id=ticket_id, now=now, by=by, key=key)
    if ticket.centre_id == centre and ticket.state == Ticket.State.HELD:
        return actions.release(centre=centre, ticket_id=ticket_id, now=now, by=by, key=key)
    return ticket


def _is_staff(request: HttpRequest) -> bool:
    """Whether a person works here, not a machine: they get the page for a desk, and may do what needs a person."""
    return account_of(request).may(Permission.CONSULT_AT_DESK, centre_of(request))


def _start_page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    now = timezone.now()
    centre = settled(centre_of(request)).centre
    staff = _is_staff(request)
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
        context |= {"missed": queries.missed(centre, now), "parked": parked.parked(centre, now), "line": hall.waiting}
        context |= {"windows": hall.windows, **alert_context(request), **_ticket_of(request, now)}
        context |= unissued_context(request, now)
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


def paper_at_machine(request: HttpRequest, now: datetime) -> OnPaper | None:
    """Where a number drawn by this request is put out: at a machine with a printer. Staff tell it, or print it after."""
    printer = None if _is_staff(request) else own_printer(request, now)
    return on_paper(request, printer) if printer is not None else None


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
        "is_machine": not _is_staff(request),
        "is_new": now - place.ticket.drawn_at < JUST_DRAWN,
    }
