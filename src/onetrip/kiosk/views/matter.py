"""One matter at the kiosk: do it here, or see what to bring; where else, if this machine cannot."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.guide import guide_page
from onetrip.centres.queries import kiosks, settled
from onetrip.kiosk import usage
from onetrip.kiosk.frame import KioskRequest, at_kiosk
from onetrip.kiosk.offers import offer_of
from onetrip.kiosk.usage import Step
from onetrip.ledger.refusals import NotFound
from onetrip.staff.access import actor_of, centre_of


@at_kiosk
@require_GET
def page(request: KioskRequest, matter_id: str) -> HttpResponse:
    """What the matter is, in a few lines, and the two ways on."""
    now, catalogue = timezone.now(), catalogues.current()
    matter = catalogue.matter(matter_id)
    if matter is None:
        raise NotFound(
            "matter-unknown", "没有这件事。请回到首页再选。", "There is no such matter. Please choose again."
        )
    if request.stay is not None:
        usage.step(request.stay, Step.MATTER, matter=matter.id, now=now, by=actor_of(request))
    place = settled(centre_of(request))
    others = kiosks(centre_of(request)) if matter.needs_device else ()
    offer = offer_of(matter, request.kiosk, others)
    context = {
        "matter": matter,
        "offer": offer,
        "errand": errand_address(matter.id) if offer.here else "",
        "guide": guide_page(catalogue, matter, place.centre.day_of(now)),
        "place": place.centre,
    }
    return render(request, "kiosk/matter.html", context)


def errand_address(matter: str) -> str:
    """Where a matter is run at this machine; "" in a house whose kiosk runs none."""
    try:
        return reverse("errand-start", args=[matter])
    except NoReverseMatch:
        return ""
