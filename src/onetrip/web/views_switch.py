"""Switches that stand on the pages: language and type size on every one, contrast and reading aloud at the kiosk. They touch
no database."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission
from onetrip.web.language import (
    ALOUD_COOKIE,
    CONTRAST_COOKIE,
    LANGUAGE_COOKIE,
    LANGUAGE_PARAMETER,
    SCALE_COOKIE,
    contrast_of,
    language_of,
    remember,
    scale_of,
)


# All are exempt from the CSRF check: they change nothing but how pages look in this browser, and a resident who
# refuses cookies, or has a page open since yesterday, must still be able to read.
@requires(Permission.ANYONE)
@csrf_exempt
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Show pages in the language of the form field `language` from now on, and go back to `next`."""
    return _back(request, LANGUAGE_COOKIE, language_of(request.POST.get("language")))


@requires(Permission.ANYONE)
@csrf_exempt
@require_POST
def switch_scale(request: HttpRequest) -> HttpResponse:
    """Show pages in the type size of the form field `scale` from now on, and go back to `next`."""
    return _back(request, SCALE_COOKIE, scale_of(request.POST.get("scale")))


@requires(Permission.ANYONE)
@csrf_exempt
@require_POST
def switch_contrast(request: HttpRequest) -> HttpResponse:
    """Show pages in the contrast of the form field `contrast` until the browser is closed, and go back to `next`."""
    return _back(request, CONTRAST_COOKIE, contrast_of(request.POST.get("contrast")), for_long=False)


@requires(Permission.ANYONE)
@csrf_exempt
@require_POST
def switch_aloud(request: HttpRequest) -> HttpResponse:
    """Read a sentence of each page aloud (form field `aloud`: yes or no) until the browser is closed; back to `next`."""
    return _back(request, ALOUD_COOKIE, "yes" if request.POST.get("aloud") == "yes" else "no", for_long=False)


def _back(request: HttpRequest, cookie: str, value: str, *, for_long: bool = True) -> HttpResponse:
    onward = request.POST.get("next", "")
    ours = onward.startswith("/")  # a path, so that nothing odd can be read as a scheme
    if not ours or not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    if cookie == LANGUAGE_COOKIE:
        onward = _without_language(onward)
    response = HttpResponse(status=303, headers={"Location": iri_to_uri(onward), "Cache-Control": "no-store"})
    remember(response, cookie, value, secure=request.is_secure(), for_long=for_long)
    return response


def _without_language(address: str) -> str:
    """An address that named a language would go on naming the old one."""
    parts = urlsplit(address)
    if LANGUAGE_PARAMETER not in parts.query:
        return address
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != LANGUAGE_PARAMETER
    ]
    return urlunsplit(parts._replace(query=urlencode(kept)))
