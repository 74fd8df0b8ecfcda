"""A paper that somebody who works here wants out of a printer of the hall. Where none is known, the browser prints."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.bridge.states import PartKind, Reason
from onetrip.devices import actions, queries
from onetrip.devices.models import PrintJob
from onetrip.devices.papers import paper_of
from onetrip.devices.queries import Printer
from onetrip.devices.words import reason_in_words
from onetrip.ledger.addresses import public_origin
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.ledger.requests import read_key
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_GET
def here(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """The printers that would put this paper out, and how the last asking went; nothing (204) where none is known."""
    return _part(request, kind, token, timezone.now())


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def print_here(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Ask a printer of the hall for this paper."""
    now, reference = timezone.now(), _find(kind, token)
    near, hall = _printers(request, now)
    printer = next((one for one in (*near, *hall) if str(one.id) == request.POST.get("printer")), None)
    if printer is None:
        raise Refused(
            "printer-none", "这台打印机不在了。请用浏览器打印。", "This printer is gone. Please print from the browser."
        )
    actions.ask_for(
        kind=kind,
        reference=reference,
        printer=printer,
        origin=public_origin(request),
        language=_language(request),
        now=now,
        by=actor_of(request),
        key=read_key(request.POST.get("idempotency_key")),
    )
    return _part(request, kind, token, now)


def _part(request: HttpRequest, kind: str, token: str, now: datetime) -> HttpResponse:
    reference, (near, hall) = _find(kind, token), _printers(request, now)
    if not near and not hall:
        return HttpResponse(status=204)
    job = queries.latest_job(kind, reference)
    context = {
        "kind": kind,
        "token": token,
        "printers": near,
        "in_the_hall": hall,
        "language_of_paper": _language(request),
        "job": job,
        "is_under_way": job is not None and job.state in ("queued", "taken", "sent"),
        "why": reason_in_words(Reason(job.reason)) if job is not None and job.reason else None,
    }
    return render(request, "devices/parts/paper.html", context)


def _find(kind: str, token: str) -> str:
    find = paper_of(kind).find if kind in PrintJob.Kind.values else None
    if find is None:
        raise NotFound("paper-unknown", "没有这种纸。", "There is no such paper.")
    return find(token)


def _printers(request: HttpRequest, now: datetime) -> tuple[list[Printer], list[Printer]]:
    """The nearest printer of each sort, the page and the roll; and where no roll near by would print, one in the hall."""
    account, centre = account_of(request), centre_of(request)
    page, roll = (
        queries.printer_for(account, centre, now, prints=prints) for prints in (PartKind.IPP, PartKind.ESCPOS)
    )
    hall = queries.printer_in_the_hall(centre, now) if roll is None or roll.trouble else None
    return [one for one in (page, roll) if one is not None], [] if hall is None else [hall]


def _language(request: HttpRequest) -> str:
    asked = request.POST.get("language") or request.GET.get("language")
    language: str = getattr(request, "language", "zh")
    return asked if asked in ("zh", "en") else language
