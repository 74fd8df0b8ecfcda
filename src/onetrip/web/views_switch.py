"""Two switches that stand on every page: the language and the type size. They touch no database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission
from onetrip.web.language import LANGUAGE_COOKIE, SCALE_COOKIE, language_of, scale_of

A_YEAR = 365 * 24 * 3600  # seconds


# Both are exempt from the CSRF check: they change nothing but how pages look in this browser, and a resident who
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


def _back(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    onward = request.POST.get("next", "")
    ours = onward.startswith("/")  # a path, so that nothing odd can be read as a scheme
    if not ours or not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    response = HttpResponse(status=303, headers={"Location": iri_to_uri(onward), "Cache-Control": "no-store"})
    response.set_cookie(cookie, value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
