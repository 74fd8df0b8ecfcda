"""The page that says how far what we tell people can be trusted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.insight.told import SHOWN_DAYS, told_page
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """Waits told against waits that came true, of the last weeks without today."""
    page = told_page(centre_of(request), timezone.now())
    return render(request, "insight/told.html", {"page": page, "shown_days": SHOWN_DAYS})
