"""Tells every page where its live stream is, and the content security policy that it may listen there."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


def live_origin(request: HttpRequest) -> str:
    """Scheme, host and port of the live stream as this browser reaches it; "" when there is none."""
    if settings.LIVE_ADDRESS:
        return str(settings.LIVE_ADDRESS)
    if not settings.LIVE_PORT:
        return ""
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}"


class LiveMiddleware:
    """Sets `request.live_origin` and allows connections to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        origin = live_origin(request)
        request.live_origin = origin  # type: ignore[attr-defined]  # read by the page context
        response = self.get_response(request)
        if origin:
            response._csp_update = {"connect-src": [origin]}  # type: ignore[attr-defined]  # noqa: SLF001 -- django-csp's own hook
        return response
