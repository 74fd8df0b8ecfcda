"""Somebody has a slip or a receipt: its code is held to the reader, or the slip's number typed on the pad."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onetrip.advice import queries as advice
from onetrip.advice.forms import sent
from onetrip.advice.models import Slip
from onetrip.kiosk import offers, usage
from onetrip.kiosk.errands.views.ending import receipt_page
from onetrip.kiosk.frame import KioskRequest, at_kiosk, begin_stay, status_for
from onetrip.kiosk.stay import actions as stays
from onetrip.kiosk.usage import Step
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby.scanning import LONGEST, Kind, Scanned, read_scan
from onetrip.staff.access import actor_of, centre_of

_LONGEST_NUMBER = 12


@at_kiosk
@sensitive_post_parameters("scan", "number", "last_four")
@require_http_methods(["GET", "POST"])
def scan(request: KioskRequest) -> HttpResponse:
    """The page that listens to the reader, with the pad for who has only the number."""
    now, by = timezone.now(), actor_of(request)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            scanned = _scanned(request)
            if scanned is not None and scanned.kind is Kind.ERRAND_TOKEN:
                return receipt_page(request, sent(request, "scan", most=LONGEST))
            slip = _slip(request, scanned)
            stay = begin_stay(request, now)
            stays.take_slip(stay=stay, slip_id=slip.pk, now=now)
            usage.step(stay, Step.SLIP, now=now, by=by)
            return redirect("kiosk-slip")
        except Refused as why:
            refused = why
    if request.stay is not None:
        usage.step(request.stay, Step.SCAN, now=now, by=by)
    context = {
        "centre_code": centre_of(request),
        "can_scan": offers.has(request.kiosk, "scanner"),
        "by_number": bool(request.GET.get("number")) or bool(request.POST.get("number")),
        "number": _printed(request.POST.get("number", "")),
        "refused": refused,
        "field": getattr(refused, "field", "") or "number",
    }
    return render(request, "kiosk/scan.html", context, status=status_for(request, refused.status if refused else 200))


def _scanned(request: KioskRequest) -> Scanned | None:
    """What the reader saw; None where a number was typed. Raises Malformed for what is no code of ours."""
    return None if sent(request, "number", most=40) else read_scan(sent(request, "scan", most=LONGEST))


def _slip(request: KioskRequest, scanned: Scanned | None) -> Slip:
    """The slip that was scanned, or typed. Raises Refused in words for anything else; they never repeat what was read."""
    if scanned is None:
        typed = sent(request, "number", most=40)
        number = centre_of(request) + typed if typed[:1].isdecimal() else typed
        last_four = sent(request, "last_four")
        if not last_four:
            raise Malformed(
                "last-four-missing",
                "再按身份证号的后四位，就能打开这张小贴士。",
                "Please also give the last four characters of the ID number.",
                field="last_four",
            )
        return advice.find_slip(number=number, last_four=last_four, now=timezone.now())
    if scanned.kind is Kind.SLIP_TOKEN:
        return advice.slip_by_token(scanned.value)
    if scanned.kind is Kind.SLIP_NUMBER:
        raise Malformed(
            "last-four-missing",
            "小贴士号认出来了。请按“输号码”，再按身份证号的后四位。",
            "That is a slip number. Please press “Type the number” and add the last four characters of the ID number.",
            field="scan",
        )
    if scanned.kind is Kind.TICKET:
        raise Malformed(
            "ticket-here",
            "这是叫号的号纸，不是小贴士。前面还有几位，看大屏，或用手机扫它。",
            "That is a ticket, not a slip. Watch the screen, or scan it with your phone, to see how many are ahead.",
            field="scan",
        )
    if scanned.kind in (Kind.BOOKING_TOKEN, Kind.BOOKING_NUMBER):
        raise Malformed(
            "booking-here",
            "这是预约，要先取号：回首页按“去窗口，取个号”，再扫它。",
            "That is a booking, and needs a number first: on the first page press “Draw a number”, then scan it.",
            field="scan",
        )
    raise Malformed(
        "card-here",
        "这里只认小贴士和自助回执的方块码。要用身份证办的，请先选要办的事。",
        "Only the square code of a slip or a receipt is read here. To use your ID card, please choose what you need first.",
        field="scan",
    )


def _printed(number: str) -> str:
    """The number of a slip may be shown again, as it is printed on paper; anything longer may be an ID number, and never is."""
    return number if len(number) <= _LONGEST_NUMBER else ""
