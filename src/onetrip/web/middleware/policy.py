"""The content security policy of every answer."""

from __future__ import annotations

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

_DATA = "default-src 'none'; frame-ancestors 'none'"
"""For answers that are data: opened as a page they may load and show nothing."""


_FEATURES = (
    "accelerometer=(), autoplay=(self), bluetooth=(), camera=(self), display-capture=(), fullscreen=(self), geolocation=(), "
    "gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), "
    "publickey-credentials-get=(self), screen-wake-lock=(self), serial=(), usb=(), xr-spatial-tracking=()"
)
"""What pages may ask a browser for: the camera over papers, sound and a lit screen in the hall, passkeys. Nothing else."""


class PolicyMiddleware(CSPMiddleware):
    """django-csp for pages; the API's answers, which need no nonce and no exception, get the strictest policy as it is.

    Composing the pages' policy for each answer took a twentieth of the processor time of a window's request.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", _FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path_info.startswith("/api/"):
            return super().process_response(request, response)
        response[HEADER] = _DATA
        return response
