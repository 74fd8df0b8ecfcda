"""The screen over the hall."""

from __future__ import annotations

import json
import threading
import time as clock
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.models import Device
from onetrip.centres.queries import settled
from onetrip.lobby import queries
from onetrip.lobby.layouts import EVERY, Layout, layout_for
from onetrip.lobby.models import Ticket
from onetrip.lobby.queries import Called
from onetrip.lobby.whereabouts import halls_by_window
from onetrip.rules import Text
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission

FRESH = timedelta(seconds=60)
"""A call that a screen has not heard is still announced for so long after it was made, or made again."""

_KEEP_SECONDS = 1.0
"""How long one answer serves every screen of a centre: three hundred ask within seconds of a call."""

_MOST_KEPT = 500
_lock = threading.Lock()
_kept: dict[tuple[object, ...], tuple[float, bytes]] = {}


@dataclass(frozen=True)
class Shown:
    """A call on the screen; one that `is_fresh` is announced by a screen that did not hear it. `hall`: of a window that
    stands in another hall than the screen."""

    number: str
    window: int | None
    state: str
    calls: int
    is_fresh: bool
    hall: Text | None = None


BLANK = Shown("", None, Ticket.State.CALLED.value, 1, is_fresh=False)


def forget() -> None:
    """Drop the answers that are kept (between tests)."""
    with _lock:
        _kept.clear()


@requires(Permission.SEE_DISPLAY)
@never_cache
@require_GET
def display(request: HttpRequest) -> HttpResponse:
    """The whole screen of this display, by its layout; `?number=` shows that of another one. `?speak=zh` or `zh en` says in
    which languages calls are spoken, before the layout; where neither does, the language of the screen decides."""
    screen = _screen(request)
    layout = screen.layout
    spoken = [language for language in request.GET.get("speak", "").split() if language in ("zh", "en")]
    by_page = "zh en" if _language(request) == "en" else "zh"
    languages = " ".join(dict.fromkeys(spoken)) or layout.languages or by_page
    context = _shown(request, screen) | {
        "speak_languages": languages,
        "volume": layout.volume,
        "blank": BLANK,
        "contrast": layout.colours,
    }
    return render(request, "lobby/display.html", context)


@requires(Permission.SEE_DISPLAY)
@never_cache
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """What changes on the screen; `?ticket=A087` is the number being announced, which comes first."""
    screen = _screen(request)
    key = (centre_of(request), screen, _language(request), _announced(request), request.GET.get("number", "")[:4])
    kept = _kept.get(key)
    if kept is None or kept[0] <= clock.monotonic():
        text = render_to_string(
            "lobby/parts/display_calls.html", {**_shown(request, screen), "is_refresh": True}, request
        )
        kept = (clock.monotonic() + _KEEP_SECONDS, text.encode())
        with _lock:
            if len(_kept) >= _MOST_KEPT:
                _kept.clear()
            _kept[key] = kept
    return HttpResponse(kept[1])


@dataclass(frozen=True)
class _Screen:
    """What a display shows, and the hall it hangs in (its id; None: nobody said)."""

    layout: Layout
    hall: int | None


def _screen(request: HttpRequest) -> _Screen:
    """The display which asks; a person sees what all displays show, or the one that they name."""
    asked = request.GET.get("number", "")
    displays = Device.objects.filter(centre_id=centre_of(request), kind=Device.Kind.DISPLAY)
    if asked.isascii() and asked.isdigit() and len(asked) <= 4:
        found = displays.filter(number=int(asked))
    else:
        asked, found = str(EVERY), displays.filter(account_id=account_of(request).pk)
    number, hall = found.values_list("number", "hall_id").first() or (int(asked), None)
    return _Screen(layout_for(centre_of(request), number), hall)


def _language(request: HttpRequest) -> str:
    language: str = getattr(request, "language", "zh")
    return language


def _announced(request: HttpRequest) -> str:
    return request.GET.get("ticket", "")[:8]


def _shown(request: HttpRequest, screen: _Screen) -> dict[str, Any]:
    """The calls in the order of the screen: the one announced, those who have not come yet, then the others.

    All wait in one line, so a screen shows the calls to every hall, and says of another one which it is."""
    centre, layout = settled(centre_of(request)).centre, screen.layout
    announced, now = _announced(request), timezone.now()
    seen = queries.display(centre, now, layout.windows)
    order = {Ticket.State.CALLED.value: 1}
    ordered = sorted(seen.calls, key=lambda call: 0 if call.number == announced else order.get(call.state, 2))
    halls = {window: hall.name for window, hall in halls_by_window(centre.code).items() if hall.id != screen.hall}
    calls = [_as_shown(call, now, halls.get(call.window)) for call in ordered]
    asked = request.GET.get("number", "")[:4]
    return {
        "centre": centre,
        "layout": layout,
        "halls": json.dumps(
            {window: name.in_language(_language(request)) for window, name in halls.items()}, ensure_ascii=False
        ),
        "asked": f"?{urlencode({'number': asked})}" if asked else "",
        "latest": calls[0] if calls else None,
        "also": calls[1:3],
        "last": calls[3 : 3 + layout.calls],
        "waiting": seen.waiting,
        "wait": seen.wait,
    }


def _as_shown(call: Called, now: datetime, hall: Text | None) -> Shown:
    is_fresh = call.state == Ticket.State.CALLED and now - call.since < FRESH
    return Shown(call.number, call.window, call.state, call.calls, is_fresh, hall)
