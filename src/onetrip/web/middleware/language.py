"""The language and the type size a reader has chosen, for the length of a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from onetrip.web.language import HTML_LANG, LANGUAGE_COOKIE, SCALE_COOKIE, language_of, scale_of, speaking


class LanguageMiddleware:
    """Sets `request.language` ("zh", "en") and `request.scale` ("normal", "elder") from their cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request.COOKIES.get(LANGUAGE_COOKIE))
        request.language = language  # type: ignore[attr-defined]  # read by views, refusals and the context
        request.scale = scale_of(request.COOKIES.get(SCALE_COOKIE))  # type: ignore[attr-defined]
        with speaking(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", HTML_LANG[language])
        patch_vary_headers(response, ["Cookie"])
        return response
