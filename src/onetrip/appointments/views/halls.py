"""The halls of a centre for the director, and for everybody the hours with the days that are different."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.advice.presenting import hours_in_words
from onetrip.appointments.reading import read_centre
from onetrip.centres import queries as centres
from onetrip.centres.hall_actions import HallWords, add_hall, change_hall, furnish_hall
from onetrip.centres.models import Device, Window
from onetrip.centres.opening import days, different_days, is_open, next_opening
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.requests import further
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

WEEKS = 8


@requires(Permission.ANYONE, everywhere="which half hours are free at any centre")
@never_cache
@require_GET
def hours(request: HttpRequest) -> HttpResponse:
    """When we are open, which days are different, which hall is where, where else one may go; `?at=` another centre."""
    place = settled(read_centre(str(request.GET.get("at") or centre_of(request))))
    local = place.centre.local(timezone.now())
    open_now = is_open(place.hours, place.calendar, local)
    different = list(different_days(place.hours, place.calendar, local.date(), WEEKS * 7))
    context = {
        "place": place.centre,
        "hours": hours_in_words(place.hours),
        "today": days(place.hours, place.calendar, local.date(), 1)[0],
        "open_now": open_now,
        "opens": None if open_now else next_opening(place.hours, place.calendar, local),
        "different": different,
        "next_closed": next((each for each in different if each.is_closed), None),
        "halls": centres.halls_of(place.centre.code),
        "branches": [
            (each, hours_in_words(settled(each.code).hours)) for each in centres.branches_of(place.centre.code)
        ],
        "weeks": WEEKS,
    }
    return render(request, "appointments/phone/hours.html", context)


@requires(Permission.PLAN_OPENING)
@never_cache
@require_GET
def halls(request: HttpRequest) -> HttpResponse:
    """Which halls there are and what stands in each."""
    return _page(request)


@requires(Permission.PLAN_OPENING)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A further hall."""
    try:
        add_hall(words=_words(request), key=sent_key(request), **_given(request))
    except Refused as refused:
        return _page(request, refused=refused)
    return redirect("director-halls")


@requires(Permission.PLAN_OPENING)
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Other words for a hall, and what stands in it."""
    key = sent_key(request)
    try:
        change_hall(number=number, words=_words(request), key=key, **_given(request))
        furnish_hall(
            number=number,
            windows=_numbers(request, "window"),
            devices=_numbers(request, "device"),
            key=further(key, "furnish"),
            **_given(request),
        )
    except Refused as refused:
        return _page(request, refused=refused)
    return redirect("director-halls")


def _given(request: HttpRequest) -> dict[str, Any]:
    return {"centre": centre_of(request), "now": timezone.now(), "by": actor_of(request)}


def _words(request: HttpRequest) -> HallWords:
    def words(name: str) -> str:
        return sent(request, name, most=200)

    return HallWords(
        words("name_zh"), words("name_en"), words("where_zh"), words("where_en"), sent(request, "always") == "1"
    )


def _numbers(request: HttpRequest, name: str) -> list[int]:
    raw = request.POST.getlist(name)
    if len(raw) > 500 or not all(each.isdecimal() and len(each) < 19 for each in raw):
        raise Malformed("not-of-centre", "有一项读不懂。请刷新后再选。", "One of them is unreadable. Please reload.")
    return [int(each) for each in raw]


def _page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    code = centre_of(request)
    found = centres.halls_of(code)
    context = {
        "centre": settled(code).centre,
        "halls": found,
        "windows": list(Window.objects.filter(centre_id=code).select_related("hall").order_by("number")),
        "devices": list(Device.objects.filter(centre_id=code).select_related("hall").order_by("kind", "number")),
        "branches": centres.branches_of(code),
        "refused": refused,
    }
    return render(request, "appointments/director/halls.html", context, status=refused.status if refused else 200)
