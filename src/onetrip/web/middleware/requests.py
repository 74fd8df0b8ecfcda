"""The outermost layer: every request has a number, one line in the log, and counts in the figures."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from onetrip.ledger import current
from onetrip.operation import logs, metrics
from onetrip.operation.routes import route_of
from onetrip.web import tracing

log = logging.getLogger(logs.REQUESTS)

NUMBER_HEADER = "Request-Number"


class RequestMiddleware:
    """Gives the request its number (`ledger.current`), and when it is answered logs and counts it by its route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        asked = current.Request(current.new_number())
        with current.answering(asked), tracing.span(request, asked) as span:
            response = self.get_response(request)
            route, seconds = route_of(request), time.perf_counter() - began
            span.end(route=route, method=request.method or "", status=response.status_code)
            _note(request, route, response.status_code, seconds)
        response[NUMBER_HEADER] = asked.number
        return response


def _note(request: HttpRequest, route: str, status: int, seconds: float) -> None:
    if request.resolver_match is None and status < 400:
        route = "static"  # a file that lies ready: counted, and not worth a line
    metrics.count_request(route=route, method=request.method or "", status=status, seconds=seconds)
    if route != "static" and log.isEnabledFor(logging.INFO):
        extra = {
            "route": route,
            "method": request.method,
            "status": status,
            "milliseconds": round(1000 * seconds, 1),
            "by": _kind(request),
        }
        if centre := getattr(request, "centre_code", ""):
            extra["centre"] = centre
        log.info("answered", extra=extra)


def _kind(request: HttpRequest) -> str:
    """Who asked, without saying who: resident, staff, device."""
    account = getattr(request, "looked_up", None)  # None: nobody, or of no concern to this request
    if account is None:
        return "resident"
    return "device" if account.is_device else "staff"
