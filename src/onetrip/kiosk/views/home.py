"""The first page of a kiosk, and where to find a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onetrip.advice.presenting import hours_in_words
from onetrip.cases.delivering.queries import has_cabinet
from onetrip.catalogue import queries as catalogues
from onetrip.centres.opening import is_open, next_opening
from onetrip.centres.queries import Settled, settled
from onetrip.kiosk import offers
from onetrip.kiosk.frame import KioskRequest, at_kiosk
from onetrip.staff.access import centre_of

EVENTS_SHOWN, EVENTS_BESIDE = 7, 5
"""Life events on the first page: alone, and beside what is asked for most."""


@at_kiosk
@require_GET
def start(request: KioskRequest) -> HttpResponse:
    """What would you like to do? Scan a slip, say it in own words, or choose what has happened in your life."""
    now, place, catalogue = timezone.now(), settled(centre_of(request)), catalogues.current()
    events = [event for event in catalogue.life_events.values() if catalogue.in_life_event(event.id)]
    wanted = [event for name in offers.EVENTS_FIRST for event in events if event.id == name]
    frequent = offers.asked_most(place.centre, catalogue, now)
    room = EVENTS_BESIDE if frequent else EVENTS_SHOWN
    context = {
        "events": [*wanted, *(event for event in events if event not in wanted)][:room],
        "frequent": frequent,
        "can_scan": offers.has(request.kiosk, "scanner"),
        "has_cabinet": has_cabinet(place.centre.code),
        **opening(place, now),
    }
    return render(request, "kiosk/home.html", context)


@at_kiosk
@require_GET
def assistance(request: KioskRequest) -> HttpResponse:
    """Where to find a person, at this hour."""
    return render(request, "kiosk/help.html", opening(settled(centre_of(request)), timezone.now()))


def opening(place: Settled, now: datetime) -> dict[str, Any]:
    """Whether the windows are open, and if not, when they will be."""
    local = place.centre.local(now)
    open_now = is_open(place.hours, place.calendar, local)
    return {
        "place": place.centre,
        "hours": hours_in_words(place.hours, local.date()),
        "open_now": open_now,
        "draws_numbers": open_now or place.centre.numbers_at_any_hour,
        "opens": None if open_now else next_opening(place.hours, place.calendar, local),
    }
