"""The page that says how many papers nobody was asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.queries import settled
from onetrip.insight.spared import spared_page
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def spared(request: HttpRequest) -> HttpResponse:
    """Papers spared, by matter and month."""
    page = spared_page(settled(centre_of(request)).centre, timezone.now())
    return render(request, "insight/spared.html", {"page": page})
