"""At the window: a receipt is scanned, what is ready here goes out in one press; and how a result is to be handed over."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases.actions.moving import MOST_NOTE
from onetrip.cases.delivering import actions, queries
from onetrip.cases.delivering.actions import Taker
from onetrip.cases.delivering.addresses import masked, read_address
from onetrip.cases.delivering.carriers import registry
from onetrip.cases.delivering.models import Way
from onetrip.cases.delivering.showing import WAYS
from onetrip.cases.delivering.signatures import MOST_SENT, read_signature
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.models import Authority, Receipt
from onetrip.cases.proxies import queries as proxies
from onetrip.cases.proxies.views.forms import authority_shown
from onetrip.cases.proxies.wording import KINDS, PROOFS, RELATIONS
from onetrip.cases.views.handing import centre_named
from onetrip.centres.queries import names, settled
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@sensitive_post_parameters("said")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Scan a receipt, or type its number or that of a case; what waits here, in figures."""
    centre, refused = settled(centre_of(request)).centre, None
    if request.method == "POST":
        try:
            return redirect(
                "deliver-receipt", queries.receipt_named(sent(request, "said", most=300), centre=centre.code).number
            )
        except Refused as why:
            refused = why
    now = timezone.now()
    context = {
        "centre": centre,
        "refused": refused,
        "unclaimed": queries.count_unclaimed(centre, centre.day_of(now)),
        "to_post": queries.to_post(centre.code).count(),
        "astray": queries.astray(centre.code, now).count(),
        "to_put_in": queries.to_put_in(centre.code).count(),
        "has_cabinet": queries.has_cabinet(centre.code),
    }
    return render(request, "cases/delivering/start.html", context, status=refused.status if refused else 200)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_http_methods(["GET"])
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """What of a receipt is ready here, and who takes it."""
    return _page(request, queries.receipt_named(number, centre=centre_of(request)))


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@sensitive_post_parameters("taker_name", "taker_number", "signature", "principal_last_four", "agent_last_four")
@require_POST
def hand_out(request: HttpRequest, number: str) -> HttpResponse:
    """Hand over what is ticked to whoever stands there."""
    found, ids = queries.receipt_named(number, centre=centre_of(request)), _ids(request)
    insist_on_matters(request, found.cases.filter(pk__in=ids).values_list("matter", flat=True))
    try:
        actions.hand_out(
            centre=centre_of(request),
            case_ids=ids,
            taker=Taker(
                is_proxy=sent(request, "who", most=8) == "proxy",
                name=sent(request, "taker_name", most=60),
                number=sent(request, "taker_number", most=40),
                signature=read_signature(sent(request, "signature", most=MOST_SENT)),
                remark=sent(request, "remark", most=2 * MOST_NOTE),
                relation=sent(request, "relation", most=20),
                shown=authority_shown(request),
            ),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except (Malformed, Refused) as refused:
        return _page(request, found, refused=refused)
    return redirect("deliver-receipt", found.number)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@sensitive_post_parameters("post_name", "post_telephone", "post_address")
@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest, number: str) -> HttpResponse:
    """How the results of a receipt are handed over: here, at another centre, from a cabinet, by post, electronically."""
    found, refused = queries.receipt_named(number, centre=centre_of(request)), None
    if request.method == "POST":
        try:
            _choose(request)
        except (Malformed, Refused) as why:
            refused = why
        else:
            return redirect(
                "window" if request.POST.get("back") == "window" else "deliver-receipt", *_onward(request, found)
            )
    lines = [one for one in queries.wanted(found, centre=centre_of(request)) if one.is_changeable]
    first = lines[0] if lines else None
    way = request.POST.get("way") or (first.delivery.way if first and first.delivery else Way.WINDOW)
    at = first.case.collect_at if first and first.case.collect_at else settled(centre_of(request)).centre
    context = {
        "receipt": found,
        "lines": lines,
        "way": way,
        "ways": [(each.value, WAYS[each]) for each in Way if each != Way.POST or registry.sends()],
        "posts": registry.sends(),
        "centres": list(names().items()),
        "with_cabinet": sorted(queries.centres_with_a_cabinet()),
        "at": request.POST.get("at", "")[:80],
        "at_centre": at,
        "refused": refused,
        "back": "window" if "window" in (request.GET.get("back"), request.POST.get("back")) else "",
        "said": {name: request.POST.get(name, "")[:160] for name in ("post_name", "post_telephone", "post_address")},
    }
    return render(request, "cases/delivering/choice.html", context, status=refused.status if refused else 200)


def _choose(request: HttpRequest) -> None:
    way, said = sent(request, "way", most=12), sent(request, "at", most=80)
    address = None
    if way == Way.POST:
        address = read_address(
            sent(request, "post_name", most=80),
            sent(request, "post_telephone", most=40),
            sent(request, "post_address", most=320),
        )
    at = ""
    if way in (Way.WINDOW, Way.CABINET):
        at = centre_named(said, field="at") if said else centre_of(request)
    actions.choose_for(
        centre=centre_of(request),
        case_ids=_ids(request),
        way=way,
        at=at,
        address=address,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )


def _onward(request: HttpRequest, found: Receipt) -> tuple[str, ...]:
    return () if request.POST.get("back") == "window" else (found.number,)


def _page(request: HttpRequest, found: Receipt, *, refused: Refused | None = None) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    lines = queries.wanted(found, centre=centre.code)
    resident = next((one.case.resident for one in lines if one.case.resident is not None), None)
    context: dict[str, Any] = {
        "centre": centre,
        "receipt": found,
        "here": [one for one in lines if one.is_here],
        "others": [(one, _address(one)) for one in lines if not one.is_here],
        "is_changeable": any(one.is_changeable for one in lines),
        "resident": resident,
        "ways": WAYS,
        "refused": refused,
        "by_proxy": any(one.case.by_proxy for one in lines),
        "came": next((one.case.proxy for one in lines if one.case.proxy is not None), None),
        "authorised": [(one, KINDS[one.kind]) for one in _authorised(lines, centre.day_of(timezone.now()))],
        "relations": list(RELATIONS.items()),
        "proofs": list(PROOFS.items()),
        "remark": request.POST.get("remark", "")[:MOST_NOTE] if refused else "",
        "taker_name": request.POST.get("taker_name", "")[:60] if refused else "",
    }
    return render(request, "cases/delivering/receipt.html", context, status=refused.status if refused else 200)


def _authorised(lines: Sequence[queries.Wanted], day: date) -> list[Authority]:
    """Who may take what is ready here for its resident, on what is on file."""
    matters = {one.case.matter for one in lines if one.is_here}
    residents = {one.case.resident_id for one in lines if one.is_here and one.case.resident_id is not None}
    found = [each for resident in residents for each in proxies.held_for(resident, day)]
    return [one for one in found if any(one.covers(matter) for matter in matters)]


def _address(one: queries.Wanted) -> str:
    return masked(one.delivery.address) if one.delivery is not None and one.delivery.address else ""


def _ids(request: HttpRequest) -> set[uuid.UUID]:
    """The cases that are ticked. Raises NotFound for what is none."""
    try:
        return {uuid.UUID(raw) for raw in request.POST.getlist("case")[:40]}
    except ValueError as error:
        raise NotFound("case-unknown", "没有这个办件。", "There is no such case.") from error
