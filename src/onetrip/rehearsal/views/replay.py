"""One simulated day, shown again: the hall with everybody in it, the strip of the day to move along, and who waited longest."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rehearsal import answers, asking, replaying
from onetrip.rehearsal.grounds import grounds
from onetrip.rehearsal.pictures import strip_of
from onetrip.rehearsal.views.pages import next_monday
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The day that the address names; the usual windows on the next Monday where it names none."""
    place, now = settled(centre_of(request)), timezone.now()
    sent = request.GET.dict()
    context: dict[str, Any] = {"centre": place.centre, "sent": sent, "picks": replaying.PICKS}
    try:
        on = context["on"] = grounds(place.centre.code, now)
        monday = next_monday(place, place.centre.day_of(now))
        asked = context["asked"] = asking.read("windows", sent if sent.get("day") else {}, monday)
        found = replaying.shown(answers.setting(on, asked), sent)
    except Refused as refused:
        status = refused.status if isinstance(refused, Malformed) else 200
        return render(request, "rehearsal/replay.html", context | {"refused": refused}, status=status)
    line = found.day.line()
    worst = max(range(len(line)), key=lambda at: (line[at].waiting, -at))
    minute = min(int(sent["minute"]), len(line) - 1) if _is_minute(sent.get("minute", "")) else worst
    half_hours = [(found.clock(at), line[at]) for at in range(0, len(line), 30)]
    context |= {
        "shown": found,
        "day_json": replaying.as_json(found),
        "strip": strip_of(line, found.clock),
        "half_hours": half_hours,
        "last": len(line) - 1,
        "worst": worst,
        "minute": minute,
        "clock_now": found.clock(minute),
        "half_promised": f"{found.day.promised / 2:g}",
        "pick": sent.get("pick") or "middling",
        "other_picks": [(key, text, _address(sent, pick=key)) for key, (_, text) in replaying.PICKS.items()],
        "hidden": [(key, value) for key, value in sent.items() if key not in ("visitor", "minute")],
    }
    return render(request, "rehearsal/replay.html", context)


def _is_minute(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def _address(sent: dict[str, str], **changed: str) -> str:
    return "?" + urlencode({key: value for key, value in (sent | changed).items() if key not in ("visitor", "minute")})
