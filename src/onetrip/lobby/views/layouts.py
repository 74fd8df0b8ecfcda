"""The page on which the displays over the hall are set up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.models import Device, Window
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby import actions
from onetrip.lobby.layouts import (
    COLOURS,
    EVERY,
    LANGUAGES,
    LONGEST_NOTICE,
    MOST_CALLS,
    layout_for,
    layouts_of,
    read_layout,
)
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

FIELDS = ("windows", "calls", "languages", "volume", "notice_zh", "notice_en", "shows_waiting", "colours")


@requires(Permission.RUN_HALL)
@never_cache
@require_GET
def layouts(request: HttpRequest, number: int = EVERY) -> HttpResponse:
    """One display's layout as a form, the others beside it. Raises NotFound for a display that the centre does not have."""
    return _page(request, number)


@requires(Permission.RUN_HALL)
@never_cache
@require_POST
def set_layout(request: HttpRequest, number: int) -> HttpResponse:
    """Show it like this from now on."""
    given = {name: sent(request, name, most=120) for name in FIELDS}
    onto = sent(request, "onto", most=9)
    centre = centre_of(request)
    _known(centre, number)
    try:
        actions.set_layout(
            centre=centre,
            layout=read_layout(number, given, frozenset(_windows(centre))),
            onto=int(onto) if onto.isdecimal() else -1,
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return _page(request, number, given, refused)
    return redirect("display-layout", number)


@requires(Permission.RUN_HALL)
@never_cache
@require_POST
def clear_layout(request: HttpRequest, number: int) -> HttpResponse:
    """Follow the layout of all displays again."""
    actions.clear_layout(
        centre=centre_of(request), number=number, now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return redirect("display-layout", number)


def _windows(centre: str) -> list[int]:
    return list(Window.objects.filter(centre_id=centre).order_by("number").values_list("number", flat=True))


def _displays(centre: str) -> list[int]:
    devices = Device.objects.filter(centre_id=centre, kind=Device.Kind.DISPLAY).order_by("number")
    return list(devices.values_list("number", flat=True))


def _known(centre: str, number: int) -> None:
    if number != EVERY and number not in _displays(centre):
        raise NotFound("display-unknown", f"没有 {number} 号大屏。", f"There is no display {number}.")


def _page(
    request: HttpRequest, number: int, given: dict[str, str] | None = None, refused: Refused | None = None
) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    _known(centre.code, number)
    layout = layout_for(centre.code, number)
    own = {one.number: one for one in layouts_of(centre.code)}
    shown: dict[str, Any] = {
        "windows": ", ".join(map(str, layout.windows)),
        "calls": layout.calls,
        "languages": layout.languages or "zh",
        "volume": layout.volume,
        "notice_zh": layout.notice.zh,
        "notice_en": layout.notice.en,
        "shows_waiting": "1" if layout.shows_waiting else "",
        "colours": layout.colours,
    }
    context = {
        "centre": centre,
        "number": number,
        "values": {**shown, **(given or {})},
        "version": own[number].version if number in own else 0,
        "has_own": number in own,
        "displays": [(one, one in own) for one in (EVERY, *_displays(centre.code))],
        "all_windows": _windows(centre.code),
        "languages": LANGUAGES.items(),
        "colours": COLOURS.items(),
        "most_calls": MOST_CALLS,
        "longest": LONGEST_NOTICE,
        "refused": refused,
        "wrong": getattr(refused, "field", None),
    }
    return render(request, "lobby/layouts.html", context, status=refused.status if refused else 200)
