"""Asks, before every view, whether this account may use it in this centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from onetrip.ledger.refusals import Refused
from onetrip.staff.access import admit
from onetrip.walls import scope
from onetrip.web.middleware.faults import database_away, refusal_response


def _shown_as(held: scope.Scope, parts: Iterator[bytes]) -> Iterator[bytes]:
    """What is read while an answer is sent is read as its request was allowed to; between two parts nothing is held."""
    while True:
        with scope.under(held):
            part = next(parts, None)
        if part is None:
            return
        yield part


class AccessMiddleware:
    """Refuses what the view's declared permission does not allow; sends people who are not signed in to the sign-in page.

    API operations declare theirs as `auth=May(…)`; one that declares none is refused by the API's default.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Nothing is shown before a declared permission opens something, and nothing of it outlives the request.
        before = scope.begin(scope.NOTHING)
        try:
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
                response.streaming_content = _shown_as(scope.current(), iter(response))
            return response
        finally:
            scope.end(before)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if request.path.startswith("/api/"):
            return None
        try:
            admit(request, getattr(view, "permission", None), everywhere=getattr(view, "everywhere", ""))
        except Refused as refused:
            wants_page = request.method == "GET" and not request.headers.get("HX-Request")
            if refused.code == "sign-in" and wants_page:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            return refusal_response(request, refused)
        except (OperationalError, InterfaceError):
            # Exceptions of process_view do not reach process_exception of other middleware.
            return database_away(request)
        return None
