"""The slip that lies before whoever stands at the kiosk: read it, print it, take it along on the phone, ask anew.

No address names it: which slip it is hangs on the stay, and is gone with it.
"""

from __future__ import annotations

from typing import cast

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import actions, queries
from onetrip.advice.addresses import slip_address
from onetrip.advice.forms import sent_key
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.presenting import hours_in_words, shown
from onetrip.advice.sheet import proxy_sentence, sheet_of
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.devices.models import PrintJob
from onetrip.kiosk import offers, printing, usage
from onetrip.kiosk.frame import KioskRequest, NobodyThere, at_kiosk, require_stay
from onetrip.kiosk.stay import actions as stays
from onetrip.kiosk.usage import Step
from onetrip.kiosk.views.printing import asked, since_then
from onetrip.ledger.addresses import public_origin
from onetrip.prints import slip_roll_pdf
from onetrip.prints.sheets import Language
from onetrip.staff.access import actor_of, centre_of


@at_kiosk
@require_GET
def slip(request: KioskRequest) -> HttpResponse:
    """The promise, large: the same words as on phone, desk and paper."""
    found, now = _lying_here(request), timezone.now()
    issued, place = queries.read(found), settled(found.centre_id)
    day = place.centre.day_of(now)
    stay = require_stay(request)
    mine = stay.consultation_id == found.consultation_id
    parts = shown(issued.plan)
    if stay.step != Step.PRINT:
        usage.step(stay, Step.SLIP, matter=stay.matter, now=now, by=actor_of(request))
    context = {
        "slip": found,
        "plan": parts,
        "proxy": proxy_sentence(issued.plan),
        "place": place.centre,
        "hours": hours_in_words(place.hours, day),
        "address": slip_address(request, found),
        "mine": mine,
        "newer": queries.newer_slip(found) if mine else None,
        "lapsed": found.has_lapsed(day),
        "changed": queries.changed_since(issued, day),
        "here": offers.begun_here(
            (catalogues.current().matter(line.item.matter) for line in parts.now), request.kiosk, day
        ),
        "can_print": offers.has(request.kiosk, "printer"),
    }
    return render(request, "kiosk/slip.html", context)


@at_kiosk
@require_POST
def again(request: KioskRequest) -> HttpResponse:
    """Something has changed. Whoever asked at this stay changes the answers; who only holds the slip starts without them."""
    found, now, by = _lying_here(request), timezone.now(), actor_of(request)
    stay = require_stay(request)
    if stay.consultation_id == found.consultation_id:
        return redirect("kiosk-plan", found.consultation_id)
    begun = actions.begin_again(
        slip=found,
        centre=centre_of(request),
        channel=Consultation.Channel.KIOSK,
        with_facts=False,
        now=now,
        by=by,
        key=sent_key(request),
    )
    stays.ask(stay=stay, consultation_id=begun.pk, now=now)
    return redirect("kiosk-ask", begun.pk)


@at_kiosk
@require_POST
def put_on_paper(request: KioskRequest) -> HttpResponse:
    """Print it, once for each press. The answer says where the paper comes out, or why none does."""
    found, now, by = _lying_here(request), timezone.now(), actor_of(request)
    printed = printing.put_out(
        kiosk=request.kiosk,
        kind=PrintJob.Kind.SLIP,
        reference=found.pk,
        origin=public_origin(request),
        language=request.language,
        key=sent_key(request),
        now=now,
        by=by,
    )
    usage.step(require_stay(request), Step.PRINT, matter=require_stay(request).matter, now=now, by=by)
    if not request.headers.get("HX-Request"):
        return redirect("kiosk-slip-paper" if printed.how is printing.How.BROWSER else "kiosk-slip")
    return asked(request, printed, paper=reverse("kiosk-slip-paper"), more=reverse("kiosk-printing"))


@at_kiosk
@require_GET
def printing_now(request: KioskRequest) -> HttpResponse:
    """How the print of this slip goes on."""
    return since_then(request, PrintJob.Kind.SLIP, _lying_here(request).pk)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
@at_kiosk
@require_GET
def paper(request: KioskRequest) -> HttpResponse:
    """The slip on the 80 mm roll, for the browser's own printing."""
    found = _lying_here(request)
    sheet = sheet_of(
        queries.read(found),
        place=settled(found.centre_id),
        address=slip_address(request, found),
        demonstration=settings.DEMONSTRATION,
    )
    response = HttpResponse(slip_roll_pdf(sheet, cast(Language, request.language)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="slip.pdf"'
    return response


def _lying_here(request: KioskRequest) -> Slip:
    """The slip of this stay. Raises NobodyThere."""
    stay = require_stay(request)
    if stay.slip is None:
        raise NobodyThere
    return queries.slip_by_token(stay.slip.token)
