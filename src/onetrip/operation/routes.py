"""What a request is called in logs, figures and traces."""

from __future__ import annotations

from django.http import HttpRequest


def route_of(request: HttpRequest) -> str:
    """The name of the route, or its pattern where it has none: never the address, which may hold somebody's number.

    "none" for an address that leads nowhere.
    """
    match = request.resolver_match
    if match is None:
        return "none"
    return match.view_name if match.url_name else str(match.route)
