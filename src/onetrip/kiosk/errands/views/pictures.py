"""Pictures at the kiosk: what camera and finger send, what the page shows of them, and the hand-over to a phone.

A picture comes as the body of the request itself, so that it is never written to a disk before it is encrypted.
"""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onetrip.advice.forms import sent
from onetrip.kiosk.errands import actions, queries, seat
from onetrip.kiosk.errands.actions.photographing import HAND_OVER_LASTS, PHONE_IDLE
from onetrip.kiosk.frame import KioskRequest, at_kiosk
from onetrip.kiosk.models import Errand, Picture
from onetrip.ledger.addresses import hall_address
from onetrip.staff.access import actor_of
from onetrip.storage.backings.base import Gone
from onetrip.storage.collections import PICTURES
from onetrip.storage.pictures import small_of
from onetrip.storage.receiving import answered
from onetrip.storage.serving import given


@at_kiosk
@require_POST
def photograph(request: KioskRequest, paper: str) -> HttpResponse:
    """A picture of a paper from the document camera."""
    return answered(
        request,
        lambda raw: actions.photograph(
            seat=seat.seat_of(request), paper=paper, raw=raw, now=timezone.now(), by=actor_of(request)
        ),
    )


@at_kiosk
@require_POST
def sign(request: KioskRequest) -> HttpResponse:
    """The signature that a finger drew."""
    return answered(
        request,
        lambda raw: actions.sign(seat=seat.seat_of(request), raw=raw, now=timezone.now(), by=actor_of(request)),
    )


@at_kiosk
@require_POST
def drop(request: KioskRequest, picture_id: uuid.UUID) -> HttpResponse:
    """A picture is taken away, to take a better one."""
    actions.drop_picture(seat=seat.seat_of(request), picture_id=picture_id, now=timezone.now(), by=actor_of(request))
    return redirect(f"{reverse('errand')}?at={'sign' if sent(request, 'signature') else 'papers'}")


@at_kiosk
@require_GET
def picture(request: KioskRequest, picture_id: uuid.UUID) -> HttpResponse:
    """A picture of the run in this sitting."""
    found = queries.picture_at_seat(seat.seat_of(request), picture_id, timezone.now())
    return shown(found, small="small" in request.GET)


@at_kiosk
@require_GET
def papers_now(request: KioskRequest) -> HttpResponse:
    """The list of papers alone, when a picture arrived from a phone or was looked at."""
    run = queries.run_at_seat(seat.seat_of(request), timezone.now())
    waiting = any(one.looking == Picture.Looking.WAITING for one in run.pictures)
    return render(request, "kiosk/errands/parts/papers.html", {"run": run, "errand": run.errand, "waiting": waiting})


@at_kiosk
@require_http_methods(["GET", "POST"])
def hand_over(request: KioskRequest) -> HttpResponse:
    """The code with which the resident's own phone sends the pictures of a paper; reloaded, back to the papers."""
    if request.method == "GET":
        return redirect("errand")
    paper, now = sent(request, "paper"), timezone.now()
    token = actions.hand_over(seat=seat.seat_of(request), paper=paper, now=now, by=actor_of(request))
    run = queries.run_at_seat(seat.seat_of(request), now)
    context = {
        "run": run,
        "errand": run.errand,
        "paper": next((line for line in run.lines if line.paper == paper), None),
        "address": hall_address(request, reverse("hand-over", args=[token])),
        "minutes": int(HAND_OVER_LASTS.total_seconds() // 60),
        "idle_seconds": int(PHONE_IDLE.total_seconds()),
        "idle_minutes": int(PHONE_IDLE.total_seconds() // 60),
    }
    return render(request, "kiosk/errands/hand_over.html", context)


@at_kiosk
@require_GET
def handed_now(request: KioskRequest, paper: str) -> HttpResponse:
    """How many pictures of a paper have come by now, beside its code."""
    run = queries.run_at_seat(seat.seat_of(request), timezone.now())
    if run.errand.state not in (Errand.State.OPEN, Errand.State.ASKED):
        return HttpResponse(status=204)
    line = next((one for one in run.lines if one.paper == paper), None)
    connected = run.errand.hand_overs.filter(paper=paper, closed_at=None, phone_hash__isnull=False).exists()
    context = {"errand": run.errand, "paper": line, "connected": connected}
    return render(request, "kiosk/errands/parts/handed.html", context)


def shown(found: Picture, *, small: bool = False) -> HttpResponse:
    """The picture itself, or its small one for a list; kept by nobody on the way."""
    try:
        content = _small(found) if small else PICTURES.get(found.pk)
    except Gone as error:
        raise queries.no_picture() from error
    return given(content, content_type="image/jpeg", name=f"{found.pk}.jpg", inline=True)


def _small(found: Picture) -> bytes:
    """The small picture; of a picture from before there were small ones, made now and kept."""
    try:
        return PICTURES.get_small(found.pk)
    except Gone:
        content = PICTURES.get(found.pk)
        made = small_of(content)
        PICTURES.put(found.pk, content, small=made)
        return made
