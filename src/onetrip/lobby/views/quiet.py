"""When people wait least: a line that pages about coming load after themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from onetrip.lobby.quiet_hours import WEEKS
from onetrip.lobby.quiet_queries import quiet_hours_of
from onetrip.lobby.quiet_words import in_words
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission


@requires(Permission.ANYONE, everywhere="how many came to any hall at which hour")
@cache_control(private=True, max_age=600)
@require_GET
def quiet(request: HttpRequest, code: str) -> HttpResponse:
    """The quiet hours of a centre; nothing (204) where too few numbers were drawn to say."""
    found = quiet_hours_of(code, timezone.now())
    if found is None:
        return HttpResponse(status=204)
    context = {"lines": in_words(found), "usual": found.usual, "people": f"{found.people:,}", "weeks": WEEKS}
    return render(request, "lobby/parts/quiet.html", context)
