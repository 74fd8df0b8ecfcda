"""Papers and results between centres: what is to be sent, what is on its way, and signing for what has come."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases import actions, queries
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.lifecycle import HAND_OVER
from onetrip.cases.models import HandOver
from onetrip.centres.queries import names, settled
from onetrip.ledger.paging import page
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

SHOWN = 60
"""Lines of one page of each list."""
_OLDEST_FIRST = ["received_at", "number"]


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def hand_overs(request: HttpRequest) -> HttpResponse:
    """What is to be sent from here, the lists that are open, on their way or short of something; `?number=` goes to one."""
    return _overview(request)


@requires(Permission.SERVE_AT_WINDOW)
@require_POST
def put(request: HttpRequest, number: str) -> HttpResponse:
    """Put what lies here of a case onto the list to a centre."""
    centre = centre_of(request)
    case = queries.case_by_number(number, centre=centre)
    insist_on_matters(request, [case.matter])
    try:
        to = centre_named(sent(request, "to", most=80), field="to")
        going = actions.put_on_list(case_id=case.pk, to=to, **_by(request))
    except (Malformed, Refused) as refused:
        return _overview(request, refused=refused, wrong=number)
    return redirect("case-hand-over", going.number)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """One list: what is in the parcel, where it stands, and the next step."""
    return _page(request, queries.hand_over_by_number(number, centre=centre_of(request)))


@requires(Permission.SERVE_AT_WINDOW)
@require_POST
def step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Send a list, sign for it, take a line off it, or say that something missing has turned up."""
    found = queries.hand_over_by_number(number, centre=centre_of(request))
    given = _by(request)
    try:
        if verb == "send":
            actions.send(hand_over_id=found.pk, carrier=sent(request, "carrier", most=120), **given)
        elif verb == "arrive":
            lines = {_id(raw) for raw in request.POST.getlist("found")}
            remark = sent(request, "remark", most=800)
            actions.arrive(hand_over_id=found.pk, found=lines, remark=remark, **given)
        elif verb == "take-off":
            actions.take_off_list(line_id=_id(sent(request, "line", most=40)), **given)
        elif verb == "turn-up":
            actions.turn_up(line_id=_id(sent(request, "line", most=40)), **given)
        else:
            raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    except Malformed as malformed:
        return _page(request, found, refused=malformed)
    return redirect("case-hand-over", found.number)


def _overview(request: HttpRequest, *, refused: Refused | None = None, wrong: str = "") -> HttpResponse:
    centre = settled(centre_of(request)).centre
    number = request.GET.get("number", "")[:40].replace("\0", "")
    if number and refused is None:
        try:
            return redirect("case-hand-over", queries.hand_over_by_number(number, centre=centre.code).number)
        except NotFound as not_found:
            refused = not_found
    lists = list(queries.lists_of(centre.code))
    to_send = queries.to_send_on(centre.code).select_related("accepting_centre", "collect_at")
    sending = page(to_send, _OLDEST_FIRST, after=request.GET.get("send", ""), most=SHOWN)
    accepting = page(queries.to_accept(centre.code), _OLDEST_FIRST, after=request.GET.get("accept", ""), most=SHOWN)
    context: dict[str, Any] = {
        "centre": centre,
        "number": number,
        "refused": refused,
        "wrong": wrong,
        "to_send": sending.lines,
        "send_next": sending.next,
        "to_accept": accepting.lines,
        "accept_next": accepting.next,
        "coming": [one for one in lists if one.taker_id == centre.code and one.state == HandOver.State.SENT],
        "filled": [one for one in lists if one.sender_id == centre.code and one.state == HandOver.State.OPEN],
        "gone": [one for one in lists if one.sender_id == centre.code and one.state == HandOver.State.SENT],
        "short": [one for one in lists if one.state == HandOver.State.ARRIVED],
        "centres": [(code, name) for code, name in names().items() if code != centre.code],
    }
    return render(request, "cases/hand_overs.html", context, status=refused.status if refused else 200)


def _page(request: HttpRequest, found: HandOver, *, refused: Malformed | None = None) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    lines = found.lines.select_related("case").order_by("case__number", "of")
    if found.state == HandOver.State.OPEN:
        lines = lines.filter(is_under_way=True)
    else:
        lines = lines.exclude(is_under_way=False, found=None)  # taken off before it was sent
    ticked = request.POST.getlist("found") if refused else None
    context = {
        "list": found,
        "lines": [(line, ticked is None or str(line.pk) in ticked) for line in lines],
        "state": HAND_OVER.states[found.state],
        "centre": centre,
        "is_sender": found.sender_id == centre.code,
        "is_taker": found.taker_id == centre.code,
        "refused": refused,
        "carrier": request.POST.get("carrier", "")[:60],
        "remark": request.POST.get("remark", "")[:400],
    }
    return render(request, "cases/hand_over.html", context, status=refused.status if refused else 200)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"centre": centre_of(request), "now": timezone.now(), "by": actor_of(request), "key": sent_key(request)}


def centre_named(said: str, *, field: str) -> str:
    """The code of the centre that somebody chose: its code, or its name in either language. Raises Malformed."""
    wanted = said.strip()
    for code, name in names().items():
        if wanted.upper() == code or wanted in (name.zh, name.en):
            return code
    raise Malformed(
        "centre-unknown", "没有这个中心，请从列表里选。", "There is no such centre; please choose one.", field=field
    )


def _id(raw: str) -> uuid.UUID:
    try:
        return uuid.UUID(raw)
    except ValueError as error:
        raise Malformed("line-unknown", "勾的不是这张单子上的。", "That is not on this list.", field="found") from error
