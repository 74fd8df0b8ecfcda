"""Who books, as far as a request tells: the device (a random word in the signed session), and where it comes from."""

from __future__ import annotations

import secrets

from django.http import HttpRequest
from django.utils import timezone

from onetrip.appointments import brakes, queries
from onetrip.appointments.models import Appointment
from onetrip.ledger.refusals import NotFound
from onetrip.ledger.visitors import place_of

_DEVICE = "booking-device"


def device_of(request: HttpRequest) -> str:
    """The word by which this browser is known again; made the first time it books."""
    if _DEVICE not in request.session:
        request.session[_DEVICE] = secrets.token_urlsafe(12)
    return str(request.session[_DEVICE])


def open_booking(request: HttpRequest, token: str) -> Appointment:
    """The booking behind a secret link. Raises NotFound, and after too many codes that open nothing Refused (429), for
    right ones too: whoever guesses learns nothing."""
    who, now = place_of(request), timezone.now()
    brakes.refuse_if_over(brakes.WRONG_CODES, who, now)
    try:
        return queries.by_token(token)
    except NotFound:
        brakes.count(brakes.WRONG_CODES, who, now)
        raise
