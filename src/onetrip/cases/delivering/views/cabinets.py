"""The cabinets of a centre for its staff: what goes in, what lies there, what has expired or is locked."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases.delivering import actions, codes, queries
from onetrip.cases.delivering.showing import last_day
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.ledger.requests import further
from onetrip.ledger.words import one_line
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

SHOWN = 99


@requires(Permission.WATCH_DELIVERY)
@never_cache
@require_GET
def cabinets(request: HttpRequest) -> HttpResponse:
    """What is to be put in, and what lies in which compartment until when."""
    return _page(request)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def move(request: HttpRequest, stored_id: uuid.UUID, verb: str) -> HttpResponse:
    """Take one out, or unlock it for a resident who has shown a card."""
    do = {"take-out": actions.take_out, "unlock": actions.unlock}.get(verb)
    if do is None:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    do(
        centre=centre_of(request),
        stored_id=stored_id,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("deliver-cabinets")


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    """Take out everything that has expired."""
    now, key = timezone.now(), sent_key(request)
    for stored in queries.lying(centre_of(request)).filter(expires_at__lte=now):
        own = further(key, str(stored.pk))
        actions.take_out(centre=centre_of(request), stored_id=stored.pk, now=now, by=actor_of(request), key=own)
    return redirect("deliver-cabinets")


@requires(Permission.MANAGE_DEVICES)
@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A cabinet stands in the hall from now on."""
    number, doors = sent(request, "number", most=4), sent(request, "doors", most=4)
    try:
        actions.add_cabinet(
            centre=centre_of(request),
            number=int(number) if number.isdecimal() else 0,
            compartments=int(doors) if doors.isdecimal() else 0,
            where_zh=one_line(sent(request, "where_zh", most=80), 80),
            where_en=one_line(sent(request, "where_en", most=120), 120),
            now=timezone.now(),
            by=actor_of(request),
        )
    except Refused as refused:
        return _page(request, refused=refused)
    return redirect("deliver-cabinets")


def _page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    centre, now, account = settled(centre_of(request)).centre, timezone.now(), account_of(request)
    lying = [
        (one, last_day(one), one.expires_at <= now, max(one.wrong_tries, one.wrong_asks) >= codes.TRIES)
        for one in queries.lying(centre.code)[:SHOWN]
    ]
    context = {
        "centre": centre,
        "cabinets": queries.cabinets(centre.code),
        "to_put_in": queries.to_put_in(centre.code)[:SHOWN],
        "lying": lying,
        "expired": sum(is_over for _, _, is_over, _ in lying),
        "may_act": account.may(Permission.SERVE_AT_WINDOW, centre.code),
        "may_add": account.may(Permission.MANAGE_DEVICES, centre.code),
        "refused": refused,
    }
    return render(request, "cases/delivering/cabinets.html", context, status=refused.status if refused else 200)
