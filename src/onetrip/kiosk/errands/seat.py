"""The sitting at a kiosk in which a run is open: a random word in a cookie of this browser, and the row that knows it.

The row decides: once it forgets the sitting, the cookie of before opens nothing, however often it is sent again.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from onetrip.kiosk.errands import actions
from onetrip.kiosk.errands.actions.changing import over
from onetrip.kiosk.frame import PATH, KioskRequest, begin_stay
from onetrip.kiosk.models import Errand
from onetrip.staff.access import actor_of

COOKIE = "onetrip_seat"


def sit(request: KioskRequest, response: HttpResponse, errand: Errand) -> HttpResponse:
    """Let this browser go on with `errand` for as long as the stay lasts in which it was begun."""
    stay = begin_stay(request, timezone.now())
    word = f"{errand.seat}.{stay.pk}"
    response.set_cookie(COOKIE, word, path=PATH, httponly=True, samesite="Strict", secure=request.is_secure())
    return response


def seat_of(request: HttpRequest) -> uuid.UUID:
    """The sitting of this browser. Raises NotFound where there is none, or where another person's stay has begun since."""
    word, _, stay_id = request.COOKIES.get(COOKIE, "").partition(".")
    stay = getattr(request, "stay", None)
    try:
        seat = uuid.UUID(word)
    except ValueError as error:
        raise over() from error
    if stay is None or str(stay.pk) != stay_id:
        raise over()
    return seat


def leave(request: HttpRequest, why: str, *, drop: bool = False) -> None:
    """Nobody stands here any more ("idle"), or says so ("done"): the run is off this kiosk. Safe where none is going on.

    `drop`: what was not finished is deleted at once; only of the stay that is going on, never of one before it.
    """
    word, _, stay_id = request.COOKIES.get(COOKIE, "").partition(".")
    try:
        seat = uuid.UUID(word)
    except ValueError:
        return
    stay = getattr(request, "stay", None)
    own = stay is not None and str(stay.pk) == stay_id
    actions.leave(seat=seat, why=why, now=timezone.now(), by=actor_of(request), drop=drop and own)


def forget(response: HttpResponse) -> HttpResponse:
    """The browser forgets the sitting too."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response
