"""The language and the type size a reader has chosen, for the length of a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from onetrip.web.language import (
    ALOUD_COOKIE,
    CONTRAST_COOKIE,
    HTML_LANG,
    LANGUAGE_COOKIE,
    LANGUAGE_PARAMETER,
    SCALE_COOKIE,
    Language,
    contrast_of,
    language_of,
    remember,
    scale_of,
    speaking,
)


class LanguageMiddleware:
    """Sets `request.language` ("zh", "en"), `request.scale` ("normal", "elder"), `request.contrast` ("normal", "high") and
    `request.aloud` (whether pages are to be read aloud) from their cookies.

    So that each language of a page has an address of its own, `?lang=en` and `?lang=zh` go before the cookie; whoever
    came by such an address goes on in that language. An answer that names its language itself is the same for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        kept = language_of(request.COOKIES.get(LANGUAGE_COOKIE))
        asked = _asked(request)
        language = asked or kept
        request.language = language  # type: ignore[attr-defined]  # read by views, refusals and the context
        request.scale = scale_of(request.COOKIES.get(SCALE_COOKIE))  # type: ignore[attr-defined]
        request.contrast = contrast_of(request.COOKIES.get(CONTRAST_COOKIE))  # type: ignore[attr-defined]
        request.aloud = request.COOKIES.get(ALOUD_COOKIE) == "yes"  # type: ignore[attr-defined]
        with speaking(language):
            response = self.get_response(request)
        if "Content-Language" in response.headers:
            return response
        response.headers["Content-Language"] = HTML_LANG[language]
        patch_vary_headers(response, ["Cookie"])
        if asked is not None and asked != kept:
            remember(response, LANGUAGE_COOKIE, asked, secure=request.is_secure())
        return response


def _asked(request: HttpRequest) -> Language | None:
    """The language that the address of a page names."""
    value = request.GET.get(LANGUAGE_PARAMETER) if request.method in ("GET", "HEAD") else None
    return language_of(value) if value in HTML_LANG else None
