"""The address of a page as a QR code has to say it: whole, and reachable from a resident's phone."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from onetrip.advice.models import Slip
from onetrip.ledger.addresses import public_address as public_address


def slip_address(request: HttpRequest, slip: Slip) -> str:
    """Where the slip opens."""
    return public_address(request, reverse("slip", args=[slip.token]))
