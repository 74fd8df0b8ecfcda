"""A resident's own code on their phone: for the machine at the door, whoever forgot the ID card."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.advice import queries as advice
from onetrip.people.personal_code import LASTS, make_code
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def personal_code(request: HttpRequest, token: str) -> HttpResponse:
    """The code of the resident whose slip this is; for a slip without an identity it says what to do instead.

    Whoever holds the slip's secret address may ask: it lets them do at the door what the slip itself does.
    """
    now = timezone.now()
    slip = advice.slip_by_token(token)
    code = make_code(slip.resident_id, now) if slip.resident_id else None
    context = {"slip": slip, "code": code, "until": now + LASTS, "reload_after": int(LASTS.total_seconds()) - 60}
    return render(request, "lobby/personal.html", context)
