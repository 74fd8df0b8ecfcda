"""The resident's own phone: sending pictures for a run at the kiosk, and the page behind the code of a receipt."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent_key
from onetrip.cases.records.papers import pdf_of, sheet_of
from onetrip.centres.elsewhere import refuse_elsewhere, run_elsewhere
from onetrip.kiosk.errands import actions, queries
from onetrip.kiosk.errands.actions.photographing import PHONE_IDLE, handed_over, refuse_other_phone, send_by_receipt
from onetrip.kiosk.errands.run import run_of
from onetrip.kiosk.errands.sheets import limit_line, receipt_sheet, received_lines
from onetrip.kiosk.errands.views.ending import language_of
from onetrip.kiosk.models import Errand, Picture
from onetrip.ledger.addresses import public_address, public_origin
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.prints import errand_pdf, errand_roll_pdf
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission
from onetrip.storage.receiving import answered, told

PHONE = "onetrip_phone"


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a phone opens with the kiosk's code: which paper, and the camera. It says nothing of the person."""
    now = timezone.now()
    phone = request.COOKIES.get(PHONE, "")
    try:
        one = handed_over(token, now)
        refuse_other_phone(one, phone)
    except Refused as refused:
        return render(request, "kiosk/errands/phone_over.html", {"refused": refused}, status=refused.status)
    run = run_of(one.errand, now)
    line = next((each for each in run.lines if each.paper == one.paper), None)
    context = {
        "paper": line,
        "token": token,
        "sent": len(line.pictures) if line else 0,
        "waits": int(PHONE_IDLE.total_seconds()),
    }
    response = render(request, "kiosk/errands/phone.html", context)
    if not phone:
        response.set_cookie(
            PHONE, secrets.token_urlsafe(16), path="/p/", httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def connect(request: HttpRequest, token: str) -> HttpResponse:
    """The phone's page is open: the code is this phone's from now on."""
    phone = request.COOKIES.get(PHONE, "")[:60]
    return told(request, lambda: actions.connect_phone(token=token, phone=phone, now=timezone.now()))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def send(request: HttpRequest, token: str) -> HttpResponse:
    """A picture from the phone."""
    phone = request.COOKIES.get(PHONE, "")[:60]
    return answered(request, lambda raw: actions.send_from_phone(token=token, phone=phone, raw=raw, now=timezone.now()))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Where an errand stands, for whoever holds its receipt; what is asked for again can be added here."""
    now = timezone.now()
    errand = queries.by_token(token)
    run, takes = run_of(errand, now), errand.centre_id not in run_elsewhere()
    asked = takes and errand.state == Errand.State.ASKED
    context = {
        "run": run,
        "errand": errand,
        "stands": run.stands,
        "received": (*received_lines(run), *limit_line(run)),
        "again": [line for line in run.lines if line.again] if asked else [],
        "added": _added(errand),
        "case": run.case,
        "refusal": errand.refusal and sheet_of(errand.refusal, origin=public_origin(request)),
    }
    return render(request, "kiosk/errands/receipt_phone.html", context)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def refusal_paper(request: HttpRequest, token: str) -> HttpResponse:
    """不予受理通知书 of what was refused, as PDF. Raises NotFound where nothing was."""
    errand = queries.by_token(token)
    if errand.refusal is None:
        raise NotFound("record-unknown", "这张回执下没有这份文书。", "This receipt has no such record.")
    origin, language = public_origin(request), language_of(request)
    made = pdf_of(errand.refusal, language=language, layout="a5", origin=origin, now=timezone.now())
    name = f'inline; filename="{errand.refusal.number}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def receipt_paper(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The receipt as PDF: A5, or the 80 mm roll."""
    run = run_of(queries.by_token(token), timezone.now())
    sheet = receipt_sheet(run, address=public_address(request, f"/e/{token}"))
    made = (errand_roll_pdf if kind == "roll" else errand_pdf)(sheet, language_of(request))
    name = f'inline; filename="{run.errand.number}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def add(request: HttpRequest, token: str, paper: str) -> HttpResponse:
    """A picture of a paper that was asked for once more."""
    errand = queries.by_token(token)
    refuse_elsewhere(errand.centre)
    return answered(request, lambda raw: send_by_receipt(errand_id=errand.pk, paper=paper, raw=raw, now=timezone.now()))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def send_again(request: HttpRequest, token: str) -> HttpResponse:
    """What was asked for is there: back to the review desk."""
    errand = queries.by_token(token)
    refuse_elsewhere(errand.centre)
    actions.send_again(errand_id=errand.pk, now=timezone.now(), by="resident", key=sent_key(request))
    return redirect("errand-receipt", token)


def _added(errand: Errand) -> set[str]:
    """The papers of which a picture came after they were asked for."""
    if errand.asked_at is None:
        return set()
    found = Picture.objects.filter(errand=errand, removed_at=None, taken_at__gte=errand.asked_at)
    return set(found.values_list("paper", flat=True))
