"""The slip: open it by its code, find it again, print it, ask anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onetrip.advice import actions, queries, sessions
from onetrip.advice.addresses import slip_address
from onetrip.advice.forms import FindSlip
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.presenting import hours_in_words, shown
from onetrip.advice.sheet import authority_sheet, may_be_authorised, proxy_sentence, sheet_of
from onetrip.advice.views.phone import RESIDENT
from onetrip.catalogue.saying import holds_long_number
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.prints import authority_pdf, slip_pdf, slip_roll_pdf
from onetrip.prints.sheets import Language, SlipSheet
from onetrip.staff.access import ONLY_ITS_OWNER, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@cache_control(private=True, no_cache=True)
@require_GET
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """The promise: what it says, its number and code, how things stand with it."""
    found = queries.slip_by_token(token)
    issued = queries.read(found)
    place = settled(found.centre_id)
    context = {
        "slip": found,
        "plan": shown(issued.plan),
        "proxy": proxy_sentence(issued.plan),
        "has_letter": bool(may_be_authorised(issued.plan)),
        "place": place.centre,
        "hours": hours_in_words(place.hours, place.centre.day_of(timezone.now())),
        "address": slip_address(request, found),
        "mine": sessions.is_mine(request, found.consultation_id),
        "newer": queries.newer_slip(found) if sessions.is_mine(request, found.consultation_id) else None,
        "lapsed": found.has_lapsed(place.centre.day_of(timezone.now())),
        "changed": queries.changed_since(issued, place.centre.day_of(timezone.now())),
        "catalogue_version": issued.plan.version,
    }
    return render(request, "advice/phone/slip.html", context)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@sensitive_post_parameters("last_four")
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a slip again by its number and the last four characters of the ID number."""
    language: str = request.language  # type: ignore[attr-defined]  # set by LanguageMiddleware
    if request.method == "GET":
        return render(request, "advice/phone/find.html", {"form": FindSlip(language)})
    form, status = FindSlip(language, request.POST), 422
    if form.is_valid():
        try:
            return redirect("slip", queries.find_slip(**form.cleaned_data, now=timezone.now()).token)
        except Malformed as malformed:
            form.wrong(malformed)
        except Refused as refused:
            form.add_error(None, refused.text.in_language(language))
            status = refused.status
    if holds_long_number(form.data.get("number", "")):
        # An ID number where the slip's number belongs is not said back: somebody may look over the shoulder.
        form.data = {**dict(form.data.items()), "number": ""}
    return render(request, "advice/phone/find.html", {"form": form}, status=status)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The slip on A5; `?language=` zh or en, else the one it was issued in."""
    return _print(request, queries.slip_by_token(token), slip_pdf)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def roll(request: HttpRequest, token: str) -> HttpResponse:
    """The slip on the 80 mm roll."""
    return _print(request, queries.slip_by_token(token), slip_roll_pdf)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def authority(request: HttpRequest, token: str) -> HttpResponse:
    """The letter by which somebody else may come for what is on the slip, to fill in and sign; `?language=` zh or en."""
    found = queries.slip_by_token(token)
    language = _language(request, found)
    sheet = authority_sheet(
        queries.read(found),
        place=settled(found.centre_id),
        address=slip_address(request, found),
        now=timezone.now(),
        demonstration=settings.DEMONSTRATION,
    )
    response = HttpResponse(authority_pdf(sheet, language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}-authority.pdf"'
    return response


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Something has changed. On the device it was asked on, the answers are there to be changed; elsewhere, whoever
    holds the slip starts without them."""
    found = queries.slip_by_token(token)
    if sessions.is_mine(request, found.consultation_id):
        return redirect("ask-plan", found.consultation_id)
    begun = actions.begin_again(
        slip=found,
        centre=centre_of(request),
        channel=Consultation.Channel.PHONE,
        with_facts=False,
        now=timezone.now(),
        by=RESIDENT,
    )
    sessions.keep(request, begun)
    return redirect("ask", begun.pk)


def _print(request: HttpRequest, found: Slip, made: Callable[[SlipSheet, Language], bytes]) -> HttpResponse:
    language = _language(request, found)
    sheet = sheet_of(
        queries.read(found),
        place=settled(found.centre_id),
        address=slip_address(request, found),
        demonstration=settings.DEMONSTRATION,
    )
    response = HttpResponse(made(sheet, language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def _language(request: HttpRequest, found: Slip) -> Language:
    """The language asked for, else that of the slip. Raises NotFound."""
    language = request.GET.get("language") or found.language
    if language not in ("zh", "en"):
        raise NotFound("language-unknown", "只有中文和英文两种。", "There are Chinese and English only.")
    return cast(Language, language)
