"""What every page of a kiosk stands on: the right to use one, which machine it is, and whose stay it is.

A stay is named by a cookie of its own, gone with the browser and deleted at the end. It is not kept in the session: that
is the machine's, lasts a year and could be played back by whoever copied it; a stay that is over opens nothing again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Protocol, cast

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from onetrip.centres.models import Device
from onetrip.devices.beside import bridge_beside
from onetrip.kiosk.stay import actions, queries
from onetrip.kiosk.stay.models import Stay
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

STAY_COOKIE = "onetrip_stay"
PATH = "/kiosk"
CHOICES = ("onetrip_language", "onetrip_scale", "onetrip_contrast", "onetrip_aloud")
"""The cookies of what a reader chose (web.language.CHOICES): the next person begins without them."""
_SIGNER = Signer(salt="kiosk.stay")


class KioskRequest(HttpRequest):
    """A request of a kiosk's page."""

    kiosk: Device | None
    stay: Stay | None
    bridge: str
    language: str
    scale: str


class KioskView(Protocol):
    """A page of a kiosk."""

    def __call__(self, request: KioskRequest, *arguments: Any, **named: Any) -> HttpResponseBase: ...


class NobodyThere(Exception):
    """A page that belongs to somebody's stay is asked for, and nobody's stay is going on."""


def at_kiosk(view: KioskView) -> Callable[..., HttpResponseBase]:
    """A page of the kiosk: only machines and staff reach it, no cache keeps it, `request.kiosk` and `request.stay` are set.

    Whoever asks for a page of a stay that is over, with the back button or by its address, is shown the first page.
    """

    @wraps(cast(Callable[..., HttpResponseBase], view))
    def page(plain: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        request = cast(KioskRequest, plain)
        now = timezone.now()
        request.kiosk = _kiosk_of(request)
        request.bridge = bridge_beside(request) if request.kiosk is not None else ""
        request.stay = _stay_of(request, now)
        if request.stay is not None:
            actions.be_seen(stay=request.stay, now=now)
        try:
            response = view(request, *arguments, **named)
        except NobodyThere:
            response = redirect("kiosk")
        if isinstance(response, HttpResponse):
            _name_the_stay(request, response)
        return response

    return requires(Permission.USE_KIOSK)(never_cache(page))


def status_for(request: HttpRequest, status: int) -> int:
    """The status of a whole page that says why not. A page fetched by htmx is put in place at 422 alone: any other refusal
    would leave whoever pressed before the page of before, without a word."""
    return 422 if status >= 400 and request.headers.get("HX-Request") else status


def begin_stay(request: KioskRequest, now: datetime) -> Stay:
    """The stay that is going on, or a new one: the first press of whoever comes.

    A request that was under way when its stay was wiped begins none: it would put what the last person pressed before the
    next one. Raises NobodyThere.
    """
    if request.stay is None:
        named = _named(request)
        if named is not None and queries.was_left(named):
            raise NobodyThere
        request.stay = actions.begin(centre=centre_of(request), kiosk=request.kiosk, now=now, by=actor_of(request))
    return request.stay


def require_stay(request: KioskRequest) -> Stay:
    """The stay that is going on. Raises NobodyThere."""
    if request.stay is None:
        raise NobodyThere
    return request.stay


def require_consultation(request: KioskRequest, consultation_id: uuid.UUID) -> Stay:
    """The stay, when this consultation is the one held at it. Raises NobodyThere for any other."""
    stay = require_stay(request)
    if stay.consultation_id != consultation_id:
        raise NobodyThere
    return stay


def _kiosk_of(request: HttpRequest) -> Device | None:
    """The machine that is signed in; None for staff."""
    return Device.objects.filter(account=account_of(request), kind=Device.Kind.KIOSK).first()


def _stay_of(request: HttpRequest, now: datetime) -> Stay | None:
    named, kiosk = _named(request), cast(KioskRequest, request).kiosk
    return queries.going_on(named, centre=centre_of(request), kiosk=kiosk, now=now) if named is not None else None


def _named(request: HttpRequest) -> uuid.UUID | None:
    """The stay that the cookie of the request names, going on or not; None for a cookie that is none of ours."""
    try:
        return uuid.UUID(_SIGNER.unsign(request.COOKIES.get(STAY_COOKIE, "")))
    except (BadSignature, ValueError):
        return None


def _name_the_stay(request: KioskRequest, response: HttpResponse) -> None:
    """The cookie goes with the stay: none is left behind of one that is over."""
    sent = STAY_COOKIE in request.COOKIES
    if request.stay is None:
        if sent:
            response.delete_cookie(STAY_COOKIE, path=PATH, samesite="Strict")
        return
    named = _SIGNER.sign(str(request.stay.pk))
    if request.COOKIES.get(STAY_COOKIE) != named:
        response.set_cookie(STAY_COOKIE, named, path=PATH, httponly=True, samesite="Strict", secure=request.is_secure())
