"""Tells every page where its live stream is, and the content security policy that it may listen there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from onetrip.ledger.live_pass import issue_pass


def live_origin(request: HttpRequest) -> str:
    """Scheme, host and port of the live stream as this browser reaches it; "" when there is none."""
    if settings.LIVE_ADDRESS:
        return str(settings.LIVE_ADDRESS)
    if not settings.LIVE_PORT:
        return ""
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}"


def address_of(origin: str, centre: str) -> str:
    """Where somebody listens to the centre; "" when the house runs without a live stream."""
    return f"{origin}/?pass={issue_pass(centre)}" if origin else ""


class LiveMiddleware:
    """Sets `request.live_origin` and `request.live_for(centre)`, and allows connections to it.

    A page that speaks with the bridge beside it (`request.bridge_socket`) may connect there too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        origin = live_origin(request)
        request.live_origin = origin  # type: ignore[attr-defined]  # read by the page context
        request.live_for = partial(address_of, origin)  # type: ignore[attr-defined]  # read by rooms below this one
        response = self.get_response(request)
        allowed = [one for one in (origin, getattr(request, "bridge_socket", "")) if one]
        if allowed:
            response._csp_update = {"connect-src": allowed}  # type: ignore[attr-defined]  # noqa: SLF001 -- django-csp's own hook
        return response
