"""The page of devices, for the director and the supervisor."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from onetrip.centres.queries import settled
from onetrip.devices import actions, queries
from onetrip.devices.models import PrintJob
from onetrip.devices.showing import page_of, troubles_of
from onetrip.ledger.addresses import public_origin
from onetrip.ledger.refusals import NotFound
from onetrip.ledger.requests import read_key
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """Every device with its state in words, since when, and what to do."""
    page = page_of(settled(centre_of(request)).centre, timezone.now())
    return render(request, "devices/devices.html", {"page": page})


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def devices_now(request: HttpRequest) -> HttpResponse:
    """What moves on the page."""
    page = page_of(settled(centre_of(request)).centre, timezone.now())
    return render(request, "devices/parts/now.html", {"page": page})


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def notice(request: HttpRequest) -> HttpResponse:
    """What somebody has to look at, in a line: for the pages of whoever looks after the hall."""
    troubles = [
        one for one in troubles_of(settled(centre_of(request)).centre, timezone.now()) if one.part.level == "trouble"
    ]
    return render(request, "devices/parts/notice.html", {"troubles": troubles})


# Exempt from the CSRF check: it only says that a page is there, and a page that hangs for weeks has an old token. Whose page
# it is stands in the signed session; no account is read for it, because three hundred screens say so every three seconds.
@csrf_exempt
@requires(Permission.ANYONE)
@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """The page of a machine is there; whoever is no machine says so in vain."""
    account = request.session.get(SESSION_KEY)
    if account is not None:
        actions.screen_seen(
            account_id=int(account),
            showing=request.POST.get("showing", "")[:20],
            lacks_bridge=request.POST.get("bridge") == "closed",
            now=timezone.now(),
        )
    return HttpResponse(status=204)


@requires(Permission.SEE_FIGURES)
@never_cache
@require_POST
def trial(request: HttpRequest, printer_id: int) -> HttpResponse:
    """Have a printer put out a trial strip."""
    now, centre = timezone.now(), centre_of(request)
    printer = queries.printer(centre, printer_id, now)
    if printer is None:
        raise NotFound("printer-none", "没有这台打印机。", "There is no such printer.")
    actions.ask_for(
        kind=PrintJob.Kind.TRIAL,
        reference=str(printer.id),
        printer=printer,
        origin=public_origin(request),
        language=getattr(request, "language", "zh"),
        now=now,
        by=actor_of(request),
        key=read_key(request.POST.get("idempotency_key")),
    )
    if request.headers.get("HX-Request"):
        return render(request, "devices/parts/now.html", {"page": page_of(settled(centre).centre, now)})
    return redirect("devices")
