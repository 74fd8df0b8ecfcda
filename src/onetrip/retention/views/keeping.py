"""For the director and the supervisor: what goes and what went, who looked, what is held, and requests for erasure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.ledger.paging import page
from onetrip.ledger.refusals import Refused
from onetrip.people.purposes import NAMES
from onetrip.retention import actions, queries
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

PERIODS = (7, 30, 90)
"""Days over which looks are counted."""
SHOWN = 60


@requires(Permission.KEEP_PERSONAL_DATA)
@never_cache
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """How long each kind is kept, what will go, what went, what is held."""
    return _report(request)


@requires(Permission.KEEP_PERSONAL_DATA)
@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Nothing of this case goes until it is lifted."""
    try:
        actions.hold(
            number=sent(request, "number", most=24),
            reason=sent(request, "reason", most=800),
            centre=centre_of(request),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return _report(request, refused)
    return redirect("personal-data")


@requires(Permission.KEEP_PERSONAL_DATA)
@require_POST
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """It is held no more."""
    actions.lift(hold_id=hold_id, centre=centre_of(request), now=timezone.now(), by=actor_of(request))
    return redirect("personal-data")


@requires(Permission.KEEP_PERSONAL_DATA)
@never_cache
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at full numbers and pictures, how often and what for; `?by=` one of them, look by look."""
    centre, now = centre_of(request), timezone.now()
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in PERIODS} else PERIODS[1]
    since, by = now - timedelta(days=days), request.GET.get("by", "")[:80].replace("\0", "")
    context: dict[str, Any] = {
        "centre": settled(centre).centre,
        "days": days,
        "periods": PERIODS,
        "by": by,
        "people": queries.looks(centre, since),
        "purposes": {purpose.value: name for purpose, name in NAMES.items()},
    }
    if by:
        found = page(
            queries.looks_of(centre, by, since), ["-at", "-pk"], after=request.GET.get("after", ""), most=SHOWN
        )
        context |= {"lines": found.lines, "next": found.next}
    return render(request, "retention/looks.html", context)


@requires(Permission.KEEP_PERSONAL_DATA)
@never_cache
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Requests for erasure, those to be answered first."""
    return _requests(request)


@requires(Permission.KEEP_PERSONAL_DATA)
@require_POST
def erase(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """What may go goes; the page says what went and what stays."""
    try:
        actions.erase(erasure_id=erasure_id, centre=centre_of(request), now=timezone.now(), by=actor_of(request))
    except Refused as refused:
        if refused.status == 404:
            raise
        return _requests(request, refused)
    return redirect("personal-data-requests")


@requires(Permission.KEEP_PERSONAL_DATA)
@require_POST
def refuse(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """It is not done, with the reason."""
    try:
        actions.refuse_erasure(
            erasure_id=erasure_id,
            reason=sent(request, "reason", most=800),
            centre=centre_of(request),
            now=timezone.now(),
            by=actor_of(request),
        )
    except Refused as refused:
        if refused.status == 404:
            raise
        return _requests(request, refused)
    return redirect("personal-data-requests")


def _report(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    now = timezone.now()
    centre = settled(centre_of(request)).centre
    context = {
        "centre": centre,
        "lines": queries.report(now),
        "last": queries.last_run(now),
        "holds": queries.holds()[:SHOWN],
        "open": queries.erasures(centre.code).filter(state="open").count(),
        "begins_at": actions.BEGINS_AT,
        "refused": refused,
        "number": request.POST.get("number", "")[:24],
        "reason": request.POST.get("reason", "")[:400],
    }
    return render(request, "retention/report.html", context, status=refused.status if refused else 200)


def _requests(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    context = {
        "centre": centre,
        "today": centre.day_of(timezone.now()),
        "requests": [(one, _went(one), _stays(one)) for one in queries.erasures(centre.code)[:SHOWN]],
        "me": actor_of(request),
        "refused": refused,
    }
    return render(request, "retention/requests.html", context, status=refused.status if refused else 200)


def _went(one: Any) -> list[tuple[Any, int]]:
    return [(queries.name_of(went["kind"]), went["number"]) for went in one.went]


def _stays(one: Any) -> list[tuple[Any, dict[str, str]]]:
    return [(queries.name_of(stays["kind"]), stays["why"]) for stays in one.stays]
