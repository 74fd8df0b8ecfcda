"""Matters by kind and by what happens in a life: everything that stands in the catalogue, a press away."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Category, LifeEvent, Matter
from onetrip.centres.queries import settled
from onetrip.kiosk import usage
from onetrip.kiosk.errands.offered import hindrance
from onetrip.kiosk.frame import KioskRequest, at_kiosk
from onetrip.kiosk.usage import Step
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text
from onetrip.staff.access import actor_of, centre_of

_HERE = Text("在这里就能办", "Done right here")
_AT_A_WINDOW = Text("去窗口办，先看带什么", "At a window: see what to bring")
_ELSEWHERE = Text("不在这里办，看去哪儿", "Not here: see where")


@at_kiosk
@require_GET
def kinds(request: KioskRequest) -> HttpResponse:
    """Every life event and every kind."""
    catalogue = catalogues.current()
    _stands_at(request)
    context = {
        "events": [event for event in catalogue.life_events.values() if catalogue.in_life_event(event.id)],
        "kinds": [kind for kind in catalogue.categories.values() if catalogue.in_category(kind.id)],
    }
    return render(request, "kiosk/kinds.html", context)


@at_kiosk
@require_GET
def of_kind(request: KioskRequest, kind: str) -> HttpResponse:
    """The matters of a kind, those of this machine first."""
    catalogue = catalogues.current()
    return _list(request, catalogue.categories.get(kind), catalogue.in_category(kind))


@at_kiosk
@require_GET
def of_event(request: KioskRequest, event: str) -> HttpResponse:
    """The matters that an event of a life brings with it, those of this machine first."""
    catalogue = catalogues.current()
    return _list(request, catalogue.life_events.get(event), catalogue.in_life_event(event))


def _list(request: KioskRequest, heading: Category | LifeEvent | None, matters: Sequence[Matter]) -> HttpResponse:
    if heading is None:
        raise NotFound("kind-unknown", "没有这一类。请回到首页再选。", "There is no such kind. Please choose again.")
    _stands_at(request)
    groups: dict[Text, list[Matter]] = {_HERE: [], _AT_A_WINDOW: [], _ELSEWHERE: []}
    day = settled(centre_of(request)).centre.day_of(timezone.now())
    for matter in matters:
        if hindrance(matter, request.kiosk, day) is None:
            groups[_HERE].append(matter)
        else:
            groups[_AT_A_WINDOW if "window" in matter.terms.channels else _ELSEWHERE].append(matter)
    context = {"heading": heading, "groups": [(name, found) for name, found in groups.items() if found]}
    return render(request, "kiosk/list.html", context)


def _stands_at(request: KioskRequest) -> None:
    if request.stay is not None:
        usage.step(request.stay, Step.KINDS, now=timezone.now(), by=actor_of(request))
