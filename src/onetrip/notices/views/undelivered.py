"""Messages that were not delivered: for whoever telephones, or sends them again."""

from __future__ import annotations

import contextlib
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.centres.queries import settled
from onetrip.ledger import brakes
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.requests import read_key
from onetrip.notices import actions, queries
from onetrip.notices.models import Notice
from onetrip.notices.showing import Shown, shown
from onetrip.people import actions as people
from onetrip.people.crypto import Undecipherable
from onetrip.people.purposes import For, Purpose
from onetrip.rules import Text
from onetrip.staff.access import actor_of, centre_of, insist_on_data, insist_on_proof, requires
from onetrip.staff.permissions import Permission

SHOWN = 50
"""Lines of one page."""

LISTS = {
    Notice.State.FAILED: Text("没送到", "Not delivered"),
    Notice.State.UNKNOWN: Text("不知道到没到", "Nobody knows"),
}


@dataclass(frozen=True)
class _Line:
    """A message with what is shown of its person."""

    said: Shown
    name: str
    has_number: bool


@requires(Permission.FOLLOW_NOTICES)
@never_cache
@require_GET
def undelivered(request: HttpRequest) -> HttpResponse:
    """What was not delivered, oldest first; `?show=unknown`: of which nobody knows."""
    return _page(request)


@requires(Permission.FOLLOW_NOTICES)
@require_POST
def press(request: HttpRequest, notice_id: uuid.UUID, verb: str) -> HttpResponse:
    """Send it again, note that one telephoned, or see the number to telephone to, which is kept on record."""
    centre, now, by = centre_of(request), timezone.now(), actor_of(request)
    if verb == "number":
        insist_on_data(request, Permission.SEE_TELEPHONE)
        insist_on_proof(request)
        brakes.count(people.PLAIN_VIEWS, by, now)
        return _page(request, number=_number(centre, notice_id, now, by))
    key = read_key(request.POST.get("idempotency_key"))
    if verb == "again":
        actions.send_again(centre=centre, notice_id=notice_id, now=now, by=by, key=key)
    elif verb == "told":
        try:
            remark = request.POST.get("remark", "")[:1000]
            actions.note_told(centre=centre, notice_id=notice_id, remark=remark, now=now, by=by, key=key)
        except Malformed as malformed:
            return _page(request, refused=malformed, wrong=notice_id)
    else:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    return redirect("notices-undelivered")


def _page(
    request: HttpRequest,
    *,
    number: tuple[uuid.UUID, str, str] | None = None,
    refused: Refused | None = None,
    wrong: uuid.UUID | None = None,
) -> HttpResponse:
    code = centre_of(request)
    counts = {state: queries.undelivered(code, state).count() for state in LISTS}
    asked = request.GET.get("show", "")
    show = Notice.State.UNKNOWN if asked == "unknown" else Notice.State.FAILED
    found = list(queries.undelivered(code, show).prefetch_related("attempts")[: SHOWN + 1])
    context: dict[str, Any] = {
        "centre": settled(code).centre,
        "lists": [(state.value, words, counts[state]) for state, words in LISTS.items()],
        "show": show.value,
        "lines": [_line(notice, settled(code).centre.day_of(timezone.now())) for notice in found[:SHOWN]],
        "more": len(found) > SHOWN,
        "number": number,
        "refused": refused,
        "wrong": wrong,
        "remark": request.POST.get("remark", "")[:400] if refused else "",
    }
    return render(request, "notices/undelivered.html", context, status=refused.status if refused else 200)


def _line(notice: Notice, day: date) -> _Line:
    name, has_number = "", False
    with contextlib.suppress(Undecipherable):
        name, has_number = notice.resident.listed_name(day), bool(notice.resident.telephone)
    return _Line(shown(notice), name, has_number)


def _number(centre: str, notice_id: uuid.UUID, now: Any, by: str) -> tuple[uuid.UUID, str, str]:
    """The telephone number and the name, for whoever is about to telephone; on record with its purpose."""
    notice = queries.notice_of(centre, notice_id)
    if notice.state not in LISTS:
        raise NotFound("notice-unknown", "这条消息不用再打电话。", "Nobody has to telephone about this message.")
    purpose = For(Purpose.CONTACT, f"消息没送到，打电话告诉 {notice.number}")
    resident = people.view_plain(resident_id=notice.resident_id, purpose=purpose, by=by, centre=centre, now=now)
    return notice.pk, str(resident.telephone or ""), str(resident.name or "")
