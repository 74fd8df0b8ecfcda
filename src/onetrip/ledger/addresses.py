"""How an address of this house is made public: whole, as a phone, a search engine or another system has to have it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def public_address(request: HttpRequest, path: str) -> str:
    """`path` of this house with the public host in front (the setting PUBLIC_ADDRESS, else the host of the request)."""
    return f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


def hall_address(request: HttpRequest, path: str) -> str:
    """`path` of this very house, for what lies here alone: a centre node's public host is the city's, so that a phone in its
    hall is given the node's own (the setting HALL_ADDRESS, else the host of the request)."""
    if settings.NODE != "centre":
        return public_address(request, path)
    return f"{settings.HALL_ADDRESS}{path}" if settings.HALL_ADDRESS else request.build_absolute_uri(path)


def public_origin(request: HttpRequest) -> str:
    """The public host alone, "https://centre.example": what is put in front of an address when a paper is printed later."""
    return settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
