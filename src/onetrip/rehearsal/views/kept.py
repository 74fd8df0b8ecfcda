"""Plans that the director keeps: kept, looked at, computed again, let go of."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.rehearsal import actions, answers, asking
from onetrip.rehearsal.grounds import grounds, grounds_before
from onetrip.rehearsal.models import KeptPlan
from onetrip.rehearsal.running import STEP, VERSION, Limit
from onetrip.rehearsal.views.pages import next_monday
from onetrip.rules import Text
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.REHEARSE)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the answer that is on the screen."""
    place, now = settled(centre_of(request)), timezone.now()
    code = asking.question(sent(request, "question")).code
    asked = asking.read(code, request.POST.dict(), next_monday(place, place.centre.day_of(now)))
    kept = actions.keep(
        on=grounds(place.centre.code, now),
        asked=asked,
        days=_days(sent(request, "days")),
        now=now,
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("rehearsal-kept", kept.pk)


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def look(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """A kept plan; with `again` in the address it is computed once more and compared."""
    centre = settled(centre_of(request)).centre
    kept = KeptPlan.objects.filter(pk=plan_id, centre=centre).first()
    if kept is None:
        raise NotFound("plan-unknown", "没有这份留着的方案。", "There is no such kept plan.")
    context = {
        "centre": centre,
        "kept": kept,
        "question": asking.QUESTIONS.get(kept.question),
        "asked": asking.Asked.from_json(kept.inputs),
        "sentence": Text(kept.answer["zh"], kept.answer["en"]),
        "again": _again(kept) if request.GET.get("again") else None,
    }
    return render(request, "rehearsal/kept.html", context)


@requires(Permission.REHEARSE)
@require_POST
def let_go(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """The plan is not kept any more."""
    sent_key(request)  # let go of once is gone
    actions.let_go(centre=centre_of(request), plan_id=plan_id, now=timezone.now(), by=actor_of(request))
    return redirect("rehearsal")


def _again(kept: KeptPlan) -> Text:
    """Compute it again on the same record and say whether it comes out the same."""
    if kept.version != VERSION:
        return Text(
            f"这是推演第 {kept.version} 版算的，现在是第 {VERSION} 版，不能原样重算。",
            f"This was worked out by version {kept.version} of the rehearsal; now it is version {VERSION}.",
        )
    try:
        on = grounds_before(kept.centre_id, kept.last + timedelta(days=1))
        found = answers.again(on, asking.Asked.from_json(kept.inputs), kept.days).to_json()
    except Refused as refused:
        return refused.text
    if found == kept.answer:
        return Text("又算了一遍：一个数都不差。", "Computed again: not one figure differs.")
    return Text(
        f"又算了一遍，结果不同：{found['zh']} 那段日子的记录后来有过改动。",
        f"Computed again, and it differs: {found['en']} The record of those days has been changed since.",
    )


def _days(text: str) -> int:
    most = Limit().days
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 0 < int(text) <= most and int(text) % STEP == 0):
        raise Malformed("days-unreadable", "请先算出答案，再留下。", "Work out the answer first, then keep it.")
    return int(text)
