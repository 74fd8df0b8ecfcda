"""The machines of the hall at the doors of the house: which one asks, and where it begins."""

from __future__ import annotations

from django.http import HttpRequest

from onetrip.centres.models import Device

_BEGINS = {Device.Kind.DISPLAY: "/display/", Device.Kind.KIOSK: "/kiosk/", Device.Kind.CHECK_IN: "/hall/"}


def first_page(device: Device) -> str:
    """The page that a machine opens with and comes back to."""
    return _BEGINS[Device.Kind(device.kind)]


def machine_of(request: HttpRequest) -> Device | None:
    """The machine that is signed in; None for people, and before anybody's session was looked at."""
    return getattr(getattr(request, "user", None), "device", None)
