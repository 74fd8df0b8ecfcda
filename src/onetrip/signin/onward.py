"""Where to go after a sign-in: a page of this house, whatever the address says."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def onward_of(request: HttpRequest) -> str:
    """The page that the form or the address names as `next`; "" for anything that is no path of this very house."""
    return safe(request, request.POST.get("next") or request.GET.get("next") or "")


def safe(request: HttpRequest, onward: str) -> str:
    """`onward` when it is a path of this house, else ""."""
    is_path = onward.startswith("/") and not onward.startswith(("//", "/\\")) and len(onward) <= 1000
    if not is_path or any(sign.isspace() or sign == "\\" or not sign.isprintable() for sign in onward):
        return ""
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return onward
