"""The address of a page as a QR code has to say it: whole, and reachable from a resident's phone."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from onetrip.advice.models import Slip


def public_address(request: HttpRequest, path: str) -> str:
    """`path` of this house with the public host in front (the setting PUBLIC_ADDRESS, else the host of the request)."""
    return f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


def slip_address(request: HttpRequest, slip: Slip) -> str:
    """Where the slip opens."""
    return public_address(request, reverse("slip", args=[slip.token]))
