"""The address at which what is on the screen can be asked for again."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def this_page(request: HttpRequest) -> str:
    """The address of a page that was asked for; of one that answers a form, the address of the page the form stood on.

    What answers a form has no address of its own: asked for again there, the form would be sent again, and most such
    addresses take nothing but forms.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    with suppress(DisallowedHost):  # said so elsewhere; the page that says it is shown all the same
        came_from, host = request.headers.get("Referer", ""), request.get_host()
        if url_has_allowed_host_and_scheme(came_from, {host}, require_https=request.is_secure()):
            parts = urlsplit(came_from)
            return urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return request.get_full_path()
