"""Who is signed in, for the length of a request."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from onetrip.staff.models import Account
from onetrip.staff.sessions import account_behind


class SignedInMiddleware:
    """Sets `request.user`: the account whose session this browser holds, looked up when somebody asks; else nobody.

    It stands in the place of Django's AuthenticationMiddleware, which knows accounts but no sessions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]  # Django's own way
        return self.get_response(request)


def _user_of(request: HttpRequest) -> Account | AnonymousUser:
    found = account_behind(request)
    request.looked_up = found  # type: ignore[attr-defined]  # for the log, which looks nobody up by itself
    return found or AnonymousUser()
