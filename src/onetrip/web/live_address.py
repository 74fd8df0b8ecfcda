"""The signed address with which a page listens to its centre. It opens nothing but "something changed" and calls."""

from __future__ import annotations

from django.http import HttpRequest

from onetrip.ledger.live_pass import issue_pass
from onetrip.staff.access import centre_of


def live_address(request: HttpRequest) -> str:
    """Where this page listens; "" when the house runs without a live stream."""
    origin: str = getattr(request, "live_origin", "")
    if not origin or not hasattr(request, "centre_code"):
        return ""
    return f"{origin}/?pass={issue_pass(centre_of(request))}"
