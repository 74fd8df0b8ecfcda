"""One matter at the kiosk: do it here, or see what to bring; where else, if this machine cannot."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.guide import guide_page
from onetrip.centres.queries import kiosks, settled
from onetrip.kiosk import usage
from onetrip.kiosk.errands.offered import lacks
from onetrip.kiosk.frame import KioskRequest, at_kiosk
from onetrip.kiosk.offers import begun_here, offer_of
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
    day = place.centre.day_of(now)
    others = kiosks(centre_of(request)) if lacks(request.kiosk, matter) else ()
    context = {
        "matter": matter,
        "offer": offer_of(matter, request.kiosk, day, others),
        "errand": begun_here([matter], request.kiosk, day).get(matter.id, ""),
        "guide": guide_page(catalogue, matter, day),
        "place": place.centre,
    }
    return render(request, "kiosk/matter.html", context)
