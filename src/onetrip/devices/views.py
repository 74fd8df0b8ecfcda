"""The page of devices, for the director and the supervisor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.queries import settled
from onetrip.devices.showing import page_of
from onetrip.staff.access import centre_of, requires
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
