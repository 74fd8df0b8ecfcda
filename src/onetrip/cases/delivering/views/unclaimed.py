"""What nobody fetches, and what is in the post: who is reminded, called, posted to; what comes back and goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases.actions.moving import MOST_NOTE
from onetrip.cases.delivering import actions, queries
from onetrip.cases.delivering.carriers import registry
from onetrip.cases.delivering.models import Delivery
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.queries import case_by_number
from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.ledger import brakes
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.people.actions import PLAIN_VIEWS, view_plain
from onetrip.people.models import Resident
from onetrip.people.purposes import For, Purpose
from onetrip.staff.access import account_of, actor_of, centre_of, insist_on_data, requires
from onetrip.staff.permissions import Permission

SHOWN = 50
"""Lines of one page."""

_PAGES = {"unclaimed": "deliver-unclaimed", "post": "deliver-post", "cabinets": "deliver-cabinets"}
_DO: dict[str, Callable[..., Any]] = {
    "remind": actions.remind,
    "call": actions.note_call,
    "give-back": actions.give_back,
    "fetch-back": actions.fetch_back,
    "post": actions.post,
    "come-back": actions.come_back,
    "put-in": actions.put_in,
}
_WITH_A_NOTE = ("call", "give-back")


@requires(Permission.WATCH_DELIVERY)
@never_cache
@require_GET
def unclaimed(request: HttpRequest) -> HttpResponse:
    """What waits at the window for longer than the centre says, the oldest first; paged by key."""
    return _page(request)


@requires(Permission.WATCH_DELIVERY)
@never_cache
@require_GET
def by_post(request: HttpRequest) -> HttpResponse:
    """What is to be posted, and what is on its way."""
    return _post_page(request)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def move(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one of the presses of these pages to a case."""
    if verb not in _DO:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    centre, now = centre_of(request), timezone.now()
    case = case_by_number(number, centre=centre)
    insist_on_matters(request, [case.matter])
    given: dict[str, Any] = {"note": sent(request, "note", most=2 * MOST_NOTE)} if verb in _WITH_A_NOTE else {}
    back = request.POST.get("back", "")
    try:
        done = _DO[verb](centre=centre, case_id=case.pk, now=now, by=actor_of(request), key=sent_key(request), **given)
    except Refused as refused:
        if back not in ("unclaimed", "post"):
            raise
        show = _page if back == "unclaimed" else _post_page
        return show(request, refused=refused, wrong=case.number)
    if verb == "post":
        actions.place_orders(now=now, by=actor_of(request), parcel_id=done.pk)
    return redirect(_PAGES.get(back, "deliver-unclaimed"))


@requires(Permission.SEE_IDENTITY)
@never_cache
@require_POST
def telephone(request: HttpRequest, number: str) -> HttpResponse:
    """The telephone of whoever should come, to call them; kept on record with its purpose."""
    insist_on_data(request, Permission.SEE_TELEPHONE)
    centre = centre_of(request)
    case = case_by_number(number, centre=centre)
    row = queries.of_case(case)
    waits = row is not None and row.state in (Delivery.State.READY, Delivery.State.STORED)
    if case.resident_id is None or not waits or case.result_at_id != centre:
        raise NotFound("nobody-to-call", "这件没有要叫的人。", "There is nobody to call about this.")
    now = timezone.now()
    brakes.count(PLAIN_VIEWS, actor_of(request), now)
    plain = view_plain(
        resident_id=case.resident_id,
        purpose=For(Purpose.CONTACT, f"请来取 {case.number} 的结果"),
        by=actor_of(request),
        centre=centre,
        now=now,
    )
    return _page(request, plain=plain, shown_for=case.number)


def _page(
    request: HttpRequest,
    *,
    refused: Refused | None = None,
    wrong: str = "",
    plain: Resident | None = None,
    shown_for: str = "",
) -> HttpResponse:
    centre, now = settled(centre_of(request)).centre, timezone.now()
    today = centre.day_of(now)
    rows = queries.read_unclaimed(centre, today, after=request.GET.get("after", "")[:80], most=SHOWN + 1)
    context = {
        **_common(request, centre),
        "lines": [(row, (today - centre.day_of(row.ready_at or now)).days) for row in rows[:SHOWN]],
        "total": queries.count_unclaimed(centre, today),
        "after": queries.line_of(rows[SHOWN - 1]) if len(rows) > SHOWN else "",
        "given_back": queries.given_back(centre.code)[:SHOWN],
        "refused": refused,
        "wrong": wrong,
        "plain": plain,
        "shown_for": shown_for,
        "note": request.POST.get("note", "")[:MOST_NOTE] if refused else "",
    }
    return render(request, "cases/delivering/unclaimed.html", context, status=refused.status if refused else 200)


def _post_page(request: HttpRequest, *, refused: Refused | None = None, wrong: str = "") -> HttpResponse:
    centre, now = settled(centre_of(request)).centre, timezone.now()
    silent = now - queries.SILENT
    context = {
        **_common(request, centre),
        "to_post": queries.to_post(centre.code)[:SHOWN],
        "parcels": [(parcel, parcel.heard_at < silent) for parcel in queries.in_the_post(centre.code)[:SHOWN]],
        "posts": registry.sends(),
        "refused": refused,
        "wrong": wrong,
    }
    return render(request, "cases/delivering/post.html", context, status=refused.status if refused else 200)


def _common(request: HttpRequest, centre: Centre) -> dict[str, Any]:
    account = account_of(request)
    return {
        "centre": centre,
        "may_act": account.may(Permission.SERVE_AT_WINDOW, centre.code),
        "may_see": account.may(Permission.SEE_IDENTITY, centre.code),
    }
