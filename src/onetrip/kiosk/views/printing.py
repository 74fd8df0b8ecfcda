"""What a kiosk says of a paper that was asked for: on its way, out, or not and why."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render

from onetrip.kiosk.frame import KioskRequest
from onetrip.kiosk.printing import How, Printing, fate_of


def asked(request: KioskRequest, printing: Printing, *, paper: str, more: str) -> HttpResponse:
    """What became of the wish to print. `paper` is the address of the PDF, for the browser's own printing; `more` says how
    it goes on while a printer works."""
    context = {"printing": printing, "paper": paper, "more": more, "once": request.POST.get("idempotency_key", "")}
    return render(request, "kiosk/parts/printing.html", context)


def since_then(request: KioskRequest, kind: str, reference: uuid.UUID) -> HttpResponse:
    """How it ended. Nothing (204) while it is on its way: the page goes on asking, and reads nothing out twice."""
    printing = fate_of(kind, reference)
    if printing is None or printing.how is How.JOB:
        return HttpResponse(status=204)
    return render(request, "kiosk/parts/printing.html", {"printing": printing})
