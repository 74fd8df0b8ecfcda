"""What a resident does on the pages of the receipt: ask for the code of the compartment, choose where to collect."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases import queries
from onetrip.cases.delivering import actions
from onetrip.cases.delivering import queries as delivering
from onetrip.cases.delivering.models import Way
from onetrip.cases.delivering.showing import WAYS
from onetrip.cases.models import Receipt
from onetrip.cases.views.handing import centre_named
from onetrip.cases.views.papers import receipt_page
from onetrip.centres.queries import names
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@sensitive_post_parameters("last_four")
@require_POST
def code(request: HttpRequest, token: str) -> HttpResponse:
    """A new code for a compartment, on this one page; asked again, there is another one and this one is dead."""
    found = queries.receipt_by_token(token)
    number = sent(request, "number", most=24)
    try:
        _, plain = actions.ask_code(
            receipt_id=found.pk,
            number=number,
            last_four=sent(request, "last_four", most=8),
            now=timezone.now(),
            by="resident",
        )
    except Refused as refused:
        return receipt_page(request, found, not_given=refused, code_of=number)
    return receipt_page(request, found, code=plain, code_of=number)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@sensitive_post_parameters("last_four")
@require_http_methods(["GET", "POST"])
def collect(request: HttpRequest, token: str) -> HttpResponse:
    """Where the results of a receipt are collected, chosen by the resident until they are under way."""
    found, refused = queries.receipt_by_token(token), None
    if request.method == "POST":
        try:
            _choose(request, found)
        except Refused as why:
            refused = why
        else:
            return redirect("receipt", token)
    lines = [one for one in delivering.wanted(found, centre=found.centre_id) if one.is_changeable]
    first = lines[0] if lines else None
    with_cabinet = delivering.centres_with_a_cabinet()
    context = {
        "receipt": found,
        "lines": lines,
        "ticked": request.POST.getlist("case") if refused else [str(one.case.pk) for one in lines],
        "ways": [(way.value, WAYS[way]) for way in (Way.WINDOW, Way.CABINET) if way != Way.CABINET or with_cabinet],
        "way": request.POST.get("way") or (first.delivery.way if first and first.delivery else Way.WINDOW),
        "centres": list(names().items()),
        "with_cabinet": [name for code, name in names().items() if code in with_cabinet],
        "at": sent(request, "at", most=80) if refused else "",
        "at_centre": first.case.collect_at if first and first.case.collect_at else found.centre,
        "refused": refused,
    }
    return render(request, "cases/delivering/collect.html", context, status=refused.status if refused else 200)


def _choose(request: HttpRequest, found: Receipt) -> None:
    try:
        ids = [uuid.UUID(one) for one in request.POST.getlist("case")[:99]]
    except ValueError as error:
        raise Malformed("nothing-chosen", "请勾上是哪几件。", "Please tick which cases.", field="case") from error
    actions.choose_by_resident(
        receipt=found,
        case_ids=ids,
        last_four=sent(request, "last_four", most=8),
        way=sent(request, "way", most=12),
        at=centre_named(sent(request, "at", most=80), field="at"),
        now=timezone.now(),
        key=sent_key(request),
    )
