"""At the cabinet: the number on the door and the code are typed, and the door opens. Nothing of it stays on the screen."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onetrip.advice.forms import sent
from onetrip.cases.delivering import actions
from onetrip.cases.delivering.actions.storing import Opened
from onetrip.kiosk.frame import KioskRequest, at_kiosk, status_for
from onetrip.ledger.refusals import Refused
from onetrip.staff.access import actor_of, centre_of


@at_kiosk
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def cabinet(request: KioskRequest) -> HttpResponse:
    """Two numbers to type; then which door is open, or why none is."""
    refused: Refused | None = None
    opened: Opened | None = None
    if request.method == "POST":
        try:
            opened = actions.open_door(
                centre=centre_of(request),
                door=sent(request, "door", most=12),
                code=sent(request, "code", most=12),
                now=timezone.now(),
                by=actor_of(request),
            )
        except Refused as why:
            refused = why
    context = {"opened": opened, "refused": refused, "door": request.POST.get("door", "")[:6] if refused else ""}
    return render(
        request, "kiosk/cabinet.html", context, status=status_for(request, refused.status if refused else 200)
    )
