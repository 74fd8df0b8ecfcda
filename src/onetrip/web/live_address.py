"""The signed address with which a page listens to its centre. It opens nothing but "something changed" and calls."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest

from onetrip.staff.access import centre_of

_SALT = "onetrip.live"
VALID_SECONDS = 7 * 24 * 3600
"""A display is not reloaded for days; a page that was open longer is told to reload."""


def live_address(request: HttpRequest) -> str:
    """Where this page listens; "" when the house runs without a live stream."""
    origin: str = getattr(request, "live_origin", "")
    if not origin or not hasattr(request, "centre_code"):
        return ""
    return f"{origin}/?pass={signing.dumps(centre_of(request), salt=_SALT)}"


def centre_of_pass(text: str) -> str | None:
    """The centre that a pass opens; None when it is not ours or too old."""
    try:
        return str(signing.loads(text, salt=_SALT, max_age=VALID_SECONDS))
    except signing.BadSignature:
        return None
