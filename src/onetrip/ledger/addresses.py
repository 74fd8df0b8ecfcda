"""How an address of this house is made public: whole, as a phone, a search engine or another system has to have it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def public_address(request: HttpRequest, path: str) -> str:
    """`path` of this house with the public host in front (the setting PUBLIC_ADDRESS, else the host of the request)."""
    return f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


def public_origin(request: HttpRequest) -> str:
    """The public host alone, "https://centre.example": what is put in front of an address when a paper is printed later."""
    return settings.PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"
