"""The window's page and the steps of a ticket at it: one press, one POST, and the page as it is afterwards."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases.counter import counter
from onetrip.cases.delivering.actions import close_on_the_spot
from onetrip.cases.queries import wanted_after_all
from onetrip.cases.ticks import Ticks
from onetrip.catalogue import queries as catalogues
from onetrip.centres import actions as centres
from onetrip.centres.models import Duty
from onetrip.centres.queries import duty_of, settled
from onetrip.devices.beside import bridge_beside
from onetrip.ledger import brakes
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.requests import further
from onetrip.lobby import actions as lobby
from onetrip.lobby import parked, reasons, watching
from onetrip.lobby import queries as hall
from onetrip.lobby.models import Ticket
from onetrip.lobby.reasons import MOST_WORDS
from onetrip.lobby.views.correct import window_number
from onetrip.lobby.weights import priorities_of
from onetrip.people.actions import PLAIN_VIEWS, view_plain
from onetrip.people.models import Resident
from onetrip.people.purposes import read_purpose
from onetrip.staff.access import account_of, actor_of, centre_of, not_allowed, requires
from onetrip.staff.permissions import Permission

WANTED_SHOWN = 12
"""Papers that an idle window is reminded of."""


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def window(request: HttpRequest) -> HttpResponse:
    """The window of whoever is signed in: choose one, call, check, accept."""
    context = _context(request, Ticks()) | {"bridge": bridge_beside(request)}
    return render(request, "cases/window.html", context)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The strip of the queue, fetched again when the hall changes."""
    account, now = account_of(request), timezone.now()
    centre = settled(centre_of(request)).centre
    seen = hall.hall(centre, now)
    context = {
        "hall": seen,
        "strip": seen.waiting[:7],
        "longest": seen.waiting[-1].minutes if seen.waiting else None,
        "centre": centre,
        "may_pick": account.may(Permission.PICK_FROM_QUEUE, centre.code),
        "priorities": priorities_of(centre.code).all,
        "missed": len(hall.missed(centre, now)),
        "duty": duty_of(account.pk),
        "asked": watching.asked_of(account.pk, centre, now),
        "is_queue": True,
    }
    return render(request, "cases/parts/queue.html", context)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Begin to work at a window."""
    number = sent(request, "number", most=4)
    if not number.isdecimal():
        raise Malformed("window-number", "请选一个窗口。", "Please choose a window.", field="number")
    centres.take_window(centre=centre_of(request), number=int(number), account=account_of(request), now=timezone.now())
    return work(request)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Stop calling for a reason, or go on with none."""
    duty = _duty(request)
    centres.pause_window(duty=duty, reason=sent(request, "reason", most=20), now=timezone.now(), by=actor_of(request))
    return work(request)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the window; not while somebody is at it."""
    lobby.leave_window(account_id=account_of(request).pk, now=timezone.now(), by=actor_of(request))
    return work(request)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Call the next, or (with the right to pick) the one named; `finished` finishes whoever is there first."""
    duty, now, key = _duty(request), timezone.now(), sent_key(request)
    account = account_of(request)
    picked = sent(request, "ticket")
    if picked and not account.may(Permission.PICK_FROM_QUEUE, centre_of(request)):
        raise not_allowed()
    finished = sent(request, "finished")
    if finished:
        _finish(request, read_id(finished), now, further(key, "finish"))
    ticket = lobby.call_next(
        centre=centre_of(request),
        window_id=duty.window_id,
        account_id=account.pk,
        now=now,
        by=account.actor,
        key=key,
        ticket_id=read_id(picked) if picked else None,
    )
    return work(request, nobody_waits=ticket is None)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def step(request: HttpRequest, ticket_id: uuid.UUID, verb: str) -> HttpResponse:
    """Start, call again, mark as missed, put back, park, send on or finish the ticket at this window, or take a parked one."""
    now, key, account = timezone.now(), sent_key(request), account_of(request)
    at_window: dict[str, Any] = {"ticket_id": ticket_id, "now": now, "by": account.actor, "key": key}
    if verb == "start":
        lobby.start(account_id=account.pk, **at_window)
    elif verb == "again":
        lobby.call_again(account_id=account.pk, **at_window)
    elif verb == "miss":
        lobby.miss(account_id=account.pk, **at_window)
    elif verb in SENT_AWAY:
        _send_away(request, verb, account_id=account.pk, **at_window)
    elif verb == "resume":
        lobby.resume(centre=centre_of(request), window_id=_duty(request).window_id, account_id=account.pk, **at_window)
    elif verb == "back":
        _refuse_if_elsewhere(request, ticket_id)
        lobby.put_back(centre=centre_of(request), **at_window)
    elif verb == "finish":
        _finish(request, ticket_id, now, key)
    else:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    return work(request)


SENT_AWAY = ("hold", "redirect", "transfer")


def _send_away(request: HttpRequest, verb: str, **given: Any) -> None:
    """Park whoever is here, or send them on with the reason and a word for the colleague."""
    given |= {"centre": centre_of(request), "words": sent(request, "words", most=MOST_WORDS)}
    if verb == "hold":
        lobby.hold(why=sent(request, "why"), **given)
    elif verb == "redirect":
        lobby.redirect(category=sent(request, "category"), **given)
    else:
        lobby.transfer(to=window_number(request), why=sent(request, "why"), **given)


@requires(Permission.SEE_IDENTITY)
@never_cache
@sensitive_post_parameters()
@require_POST
def identity(request: HttpRequest) -> HttpResponse:
    """The full number and name of whoever is at this window, kept on record with its purpose."""
    duty = _duty(request)
    ticket = hall.open_ticket(duty.window_id)
    if ticket is None or ticket.visit.resident_id is None:
        raise Refused("nobody-known", "窗口前没有读过证件的居民。", "Nobody whose ID was read is at this window.")
    now = timezone.now()
    purpose = read_purpose(sent(request, "purpose", most=20), sent(request, "words", most=400))
    brakes.count(PLAIN_VIEWS, actor_of(request), now)
    plain = view_plain(
        resident_id=ticket.visit.resident_id,
        purpose=purpose,
        by=actor_of(request),
        centre=centre_of(request),
        now=now,
    )
    if request.headers.get("HX-Request"):
        return render(request, "cases/parts/plain_identity.html", {"plain": plain})
    return render(request, "cases/window.html", _context(request, Ticks(), plain=plain))


def work(
    request: HttpRequest, ticks: Ticks | None = None, *, nobody_waits: bool = False, just_done: bool = False
) -> HttpResponse:
    """The page after a press: its working part for htmx, else the whole page again.

    `just_done`: something has just been accepted or told, and the next step is to print it.
    """
    if request.headers.get("HX-Request"):
        context = _context(request, ticks or Ticks(), nobody_waits=nobody_waits)
        return render(request, "cases/parts/work.html", {**context, "just_done": just_done, "is_refresh": True})
    if ticks is not None:
        return render(request, "cases/window.html", _context(request, ticks))
    return redirect("window")


def read_id(text: str) -> uuid.UUID:
    """The id of a ticket that a form sent. Raises Malformed."""
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Malformed(
            "ticket-unreadable", "号读不懂，请刷新页面。", "This ticket cannot be read. Please reload."
        ) from error


def _context(
    request: HttpRequest, ticks: Ticks, *, nobody_waits: bool = False, plain: Resident | None = None
) -> dict[str, Any]:
    account, now = account_of(request), timezone.now()
    seen = counter(centre_of(request), account, now, ticks)
    return {
        "counter": seen,
        "at": seen.at,
        "duty": seen.duty,
        "hall": seen.hall,
        "strip": seen.strip,
        "longest": seen.longest,
        "centre": seen.centre,
        "account": account,
        "may_pick": account.may(Permission.PICK_FROM_QUEUE, seen.centre.code),
        "priorities": priorities_of(seen.centre.code).all,
        "missed": len(hall.missed(seen.centre, now)),
        "pauses": list(centres.PAUSES.items()),
        "paused": centres.PAUSES.get(seen.duty.paused) if seen.duty else None,
        "nobody_waits": nobody_waits,
        "plain": plain,
        "parked": parked.parked(seen.centre, now),
        "sent_why": parked.why_of(seen.at.ticket.sent_why) if seen.at else None,
        "holding": reasons.HOLDING,
        "sending": reasons.SENDING,
        "categories": list(catalogues.current().categories.values()) if seen.at and catalogues.newest_number() else [],
        "asked": watching.asked_of(account.pk, seen.centre, now),
        "wanted_after_all": [] if seen.at else wanted_after_all(account.pk)[:WANTED_SHOWN],
    }


def _duty(request: HttpRequest) -> Duty:
    duty = duty_of(account_of(request).pk)
    if duty is None:
        raise Refused(
            "not-on-duty",
            "您还没有选窗口。请先选一个窗口上岗。",
            "You are not at a window yet. Please take one first.",
        )
    return duty


def _finish(request: HttpRequest, ticket_id: uuid.UUID, now: datetime, key: uuid.UUID) -> None:
    """The visit ends, and what was done on the spot goes with whoever came; `outcome` is the clerk's word only where
    nothing is on record."""
    lobby.finish(
        ticket_id=ticket_id,
        account_id=account_of(request).pk,
        now=now,
        by=actor_of(request),
        key=key,
        outcome=sent(request, "outcome", most=8) or None,
    )
    visit = hall.ticket(ticket_id).visit_id
    close_on_the_spot(now=now, by=actor_of(request), visit_id=visit)


def _refuse_if_elsewhere(request: HttpRequest, ticket_id: uuid.UUID) -> None:
    """Only the one who serves a ticket puts it back from here."""
    ticket = Ticket.objects.filter(pk=ticket_id).first()
    if ticket is not None and ticket.served_by_id not in (None, account_of(request).pk):
        raise Refused(
            "ticket-elsewhere", f"{ticket.number} 不在您的窗口。", f"Ticket {ticket.number} is not at your window."
        )
