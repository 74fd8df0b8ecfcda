"""The end of a run at the kiosk: the receipt, the print, the answer; and coming back with a receipt."""

from __future__ import annotations

import re
import uuid
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.bridge.states import PartKind
from onetrip.devices.cards import was_read_at
from onetrip.devices.models import PrintJob
from onetrip.kiosk import printing as machine
from onetrip.kiosk import usage
from onetrip.kiosk.errands import actions, queries, seat, sources
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.errands.sheets import limit_line, receipt_sheet, received_lines, record_sheet
from onetrip.kiosk.frame import KioskRequest, at_kiosk, status_for
from onetrip.kiosk.models import Errand
from onetrip.kiosk.offers import has
from onetrip.kiosk.views.printing import asked, since_then
from onetrip.ledger.addresses import public_address, public_origin
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.prints import errand_pdf, errand_roll_pdf
from onetrip.prints.sheets import Language
from onetrip.staff.access import account_of, actor_of

_ADDRESS = re.compile(r"/e/([A-Za-z0-9_-]{16,40})(?:[/?#.]|$)")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")


def ended_page(request: KioskRequest, run: Run, refused: Refused | None = None) -> HttpResponse:
    """Submitted: the receipt; for a print that is ready, the print. `refused`: what was just pressed could not be done."""
    errand = run.errand
    context: dict[str, Any] = {
        "run": run,
        "errand": errand,
        "stands": run.stands,
        "received": (*received_lines(run), *limit_line(run)),
        "case": run.case,
        "address": _address(request, run),
        "can_print": has(request.kiosk, "printer"),
        "telephone": run.place.centre.telephone,
        "refused": refused,
    }
    printing = errand.state in (Errand.State.READY, Errand.State.PRINTED)
    if request.stay is not None:
        used = usage.Step.PRINT if printing else usage.Step.RECEIPT
        usage.step(request.stay, used, matter=errand.matter, now=run.now, by=actor_of(request))
    context["by_machine"] = machine.printer_of(request.kiosk, run.now, PartKind.IPP if printing else PartKind.ESCPOS)
    if printing and context["by_machine"]:
        context["fate"] = machine.fate_of(PrintJob.Kind.RECORD, errand.pk)
    if printing and not (errand.state == Errand.State.PRINTED and context["by_machine"]):
        # Once the machine's own printer has it, nobody needs to ask again what is on it.
        try:
            context["told"] = sources.ask(run.matter.at_kiosk.source or "", run.holder, errand.form, run.day)
        except Refused as away:
            context["refused"], context["is_away"] = away, True
    page = "print" if printing else "receipt"
    return render(
        request, f"kiosk/errands/{page}.html", context, status=status_for(request, refused.status if refused else 200)
    )


@at_kiosk
@require_POST
def print_receipt(request: KioskRequest) -> HttpResponse:
    """The receipt out of the kiosk's own printer, once for each press."""
    moment = timezone.now()
    run = _submitted(request)
    printed = machine.put_out(
        kiosk=request.kiosk,
        kind=PrintJob.Kind.ERRAND,
        reference=run.errand.pk,
        origin=public_origin(request),
        language=request.language,
        key=sent_key(request),
        now=moment,
        by=actor_of(request),
    )
    if not request.headers.get("HX-Request"):
        return redirect("errand")
    paper, more = reverse("errand-receipt-paper"), reverse("errand-receipt-printing")
    return asked(request, printed, paper=paper, more=more)


@at_kiosk
@require_GET
def receipt_printing(request: KioskRequest) -> HttpResponse:
    """How the print of the receipt goes on."""
    return since_then(request, PrintJob.Kind.ERRAND, _submitted(request).errand.pk)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
@at_kiosk
@require_GET
def receipt_paper(request: KioskRequest) -> HttpResponse:
    """The receipt on the 80 mm roll, for the browser's own printing."""
    run = _submitted(request)
    sheet = receipt_sheet(run, address=_address(request, run))
    return HttpResponse(errand_roll_pdf(sheet, language_of(request)), content_type="application/pdf")


@at_kiosk
@require_GET
def printing_now(request: KioskRequest) -> HttpResponse:
    """How far the machine's own printer is with the print of this sitting."""
    errand = queries.at_seat(seat.seat_of(request), timezone.now())
    context = {"fate": machine.fate_of(PrintJob.Kind.RECORD, errand.pk), "asked": True}
    return render(request, "kiosk/errands/parts/printing_now.html", context)


def answer_page(request: KioskRequest, run: Run) -> HttpResponse:
    """What a look-up found."""
    context: dict[str, Any] = {"run": run, "errand": run.errand}
    try:
        context["told"] = actions.ask_source(seat=seat.seat_of(request), now=run.now, by=actor_of(request))
    except Refused as refused:
        context["refused"] = refused
    return render(
        request, "kiosk/errands/answer.html", context, status=status_for(request, 200 if "told" in context else 503)
    )


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
@at_kiosk
@require_GET
def record(request: KioskRequest) -> HttpResponse:
    """What the print matter of this sitting prints, for the browser's own printing."""
    run = queries.run_at_seat(seat.seat_of(request), timezone.now())
    if run.errand.state not in (Errand.State.READY, Errand.State.PRINTED):
        raise Refused("print-not-ready", "还不能打印。", "This is not ready to be printed.")
    told = sources.ask(run.matter.at_kiosk.source or "", run.holder, run.errand.form, run.day)
    sheet = record_sheet(run, told, address=_address(request, run), at=run.place.centre.local(run.now))
    return HttpResponse(errand_pdf(sheet, language_of(request)), content_type="application/pdf")


@sensitive_post_parameters("id_number", "name", "proof")
@at_kiosk
@require_http_methods(["GET", "POST"])
def come_back(request: KioskRequest) -> HttpResponse:
    """Somebody is back with a receipt: first its code, then, for a print that is ready, the card."""
    if request.method == "POST":
        return receipt_page(request, sent(request, "receipt", most=300))
    return render(request, "kiosk/errands/come_back.html")


def receipt_page(request: KioskRequest, code: str) -> HttpResponse:
    """How the errand of this receipt stands; for a print that is ready, once the card is there, the print itself."""
    context: dict[str, Any] = {}
    status = 200
    try:
        errand = queries.by_token(_read_code(code))
        context = {
            "errand": errand,
            "token": errand.token,
            "stands": run_of(errand, timezone.now()).stands,
            "ready": errand.state in (Errand.State.READY, Errand.State.PRINTED),
            "address": public_address(request, reverse("errand-receipt", args=[errand.token])),
        }
        if context["ready"] and (number := sent(request, "id_number", most=40)):
            return _open_print(request, errand, number)
    except Refused as refused:
        context["refused"], status = refused, refused.status
    return render(request, "kiosk/errands/come_back.html", context, status=status_for(request, status))


def language_of(request: HttpRequest) -> Language:
    """The language of a print: that of the page, or the one asked for."""
    asked = request.GET.get("language", getattr(request, "language", "zh"))
    return "en" if asked == "en" else "zh"


def _submitted(request: KioskRequest) -> Run:
    """The run of this sitting, once it has a receipt. Raises Refused before."""
    run = queries.run_at_seat(seat.seat_of(request), timezone.now())
    if run.errand.token is None:
        raise Refused("not-submitted", "还没交，没有回执。", "Nothing was submitted yet: there is no receipt.")
    return run


def _address(request: HttpRequest, run: Run) -> str:
    return public_address(request, reverse("errand-receipt", args=[run.errand.token]))


def _open_print(request: KioskRequest, errand: Errand, number: str) -> HttpResponse:
    now, name, proof = timezone.now(), sent(request, "name", most=80), sent(request, "proof", most=80)
    is_read = was_read_at(account_of(request), proof=proof, number=number, name=name, now=now)
    if not is_read and not errand.centre.numbers_at_any_hour:
        raise Refused(
            "card-needed-to-show",
            "这会显示个人信息，要放上本人的身份证才行。没带证，请到窗口。",
            "This shows personal data, so the ID card of that person has to be laid down. Without it please go to a window.",
        )
    device = request.kiosk
    opened = actions.come_for_print(
        errand_id=errand.pk,
        seat=uuid.uuid4(),
        id_number=number,
        now=now,
        by=actor_of(request),
        kiosk_id=device.pk if device else None,
    )
    return seat.sit(request, redirect("errand"), opened)


def _read_code(raw: str) -> str:
    """The token in the code of a receipt, whole address or alone. Raises Malformed."""
    found = _ADDRESS.search(raw)
    if found:
        return found[1]
    if _TOKEN.fullmatch(raw.strip()):
        return raw.strip()
    raise Malformed(
        "receipt-unreadable",
        "没认出来。请把自助回执上的方块码对准小窗。",
        "This was not recognised. Please hold the square code of the receipt to the reader.",
        field="receipt",
    )
