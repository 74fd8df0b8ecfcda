"""The sitting at a kiosk in which a run is open: a random word in a cookie of this browser, and the row that knows it.

The row decides: once it forgets the sitting, the cookie of before opens nothing, however often it is sent again.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from onetrip.kiosk.errands import actions
from onetrip.kiosk.errands.actions.changing import over
from onetrip.kiosk.models import Errand
from onetrip.staff.access import actor_of

COOKIE = "onetrip_seat"
_PATH = "/kiosk"


def sit(response: HttpResponse, errand: Errand, *, secure: bool) -> HttpResponse:
    """Let this browser go on with `errand`, until it is closed."""
    response.set_cookie(COOKIE, str(errand.seat), path=_PATH, httponly=True, samesite="Strict", secure=secure)
    return response


def seat_of(request: HttpRequest) -> uuid.UUID:
    """The sitting of this browser. Raises NotFound where there is none."""
    try:
        return uuid.UUID(request.COOKIES.get(COOKIE, ""))
    except ValueError as error:
        raise over() from error


def leave(request: HttpRequest, why: str) -> None:
    """Nobody stands here any more ("idle"), or says so ("done"): the run is off this kiosk. Safe where none is going on."""
    try:
        seat = uuid.UUID(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return
    actions.leave(seat=seat, why=why, now=timezone.now(), by=actor_of(request))


def forget(response: HttpResponse) -> HttpResponse:
    """The browser forgets the sitting too."""
    response.delete_cookie(COOKIE, path=_PATH, samesite="Strict")
    return response
