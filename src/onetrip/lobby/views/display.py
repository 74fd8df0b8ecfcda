"""The screen over the hall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.queries import settled
from onetrip.lobby import queries
from onetrip.lobby.models import Ticket
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SEE_DISPLAY)
@never_cache
@require_GET
def display(request: HttpRequest) -> HttpResponse:
    """The whole screen; `?speak=zh` or `zh en` says in which languages calls are spoken (both on an English screen)."""
    spoken = [language for language in request.GET.get("speak", "").split() if language in ("zh", "en")]
    english = getattr(request, "language", "zh") == "en"
    languages = " ".join(dict.fromkeys(spoken)) or ("zh en" if english else "zh")
    return render(request, "lobby/display.html", {**_shown(request), "speak_languages": languages})


@requires(Permission.SEE_DISPLAY)
@never_cache
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """What changes on the screen; `?ticket=A087` is the number being announced, which comes first."""
    return render(request, "lobby/parts/display_calls.html", {**_shown(request), "is_refresh": True})


def _shown(request: HttpRequest) -> dict[str, Any]:
    """The calls in the order of the screen: the one announced, those who have not come yet, then the others."""
    centre = settled(centre_of(request)).centre
    announced = request.GET.get("ticket", "")[:8]
    seen = queries.display(centre, timezone.now())
    order = {Ticket.State.CALLED.value: 1}
    ordered = sorted(seen.calls, key=lambda call: 0 if call.number == announced else order.get(call.state, 2))
    return {
        "centre": centre,
        "latest": ordered[0] if ordered else None,
        "also": ordered[1:3],
        "last": ordered[3:9],
        "waiting": seen.waiting,
        "wait": seen.wait,
    }
