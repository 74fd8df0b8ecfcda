"""What whoever runs training sees of practice: counts, and how much is practised a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission
from onetrip.training.practice import actions, queries

_PER_CENT = 100


@requires(Permission.RUN_TRAINING)
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody's days of practice this week and cards due: counts and nothing else."""
    return _page(request)


@requires(Permission.RUN_TRAINING)
@require_POST
def set_terms(request: HttpRequest) -> HttpResponse:
    """How many minutes, how many new questions, and how much is to be remembered."""
    try:
        actions.set_terms(
            centre=centre_of(request),
            minutes=_whole(sent(request, "minutes"), "minutes"),
            new_a_day=_whole(sent(request, "new_a_day"), "new_a_day"),
            retention=_whole(sent(request, "retention"), "retention") / _PER_CENT,
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        if malformed.field not in ("minutes", "new_a_day", "retention"):
            raise
        return _page(request, malformed)
    return redirect("practice-people")


def _page(request: HttpRequest, malformed: Malformed | None = None) -> HttpResponse:
    code, now = centre_of(request), timezone.now()
    terms = queries.terms_of(code)
    values = {"minutes": terms.minutes, "new_a_day": terms.new_a_day, "retention": round(terms.retention * _PER_CENT)}
    context: dict[str, Any] = {
        "account": account_of(request),
        "centre": settled(code).centre,
        "counted": queries.counts_of(code, now),
        "terms": terms,
        "malformed": malformed,
        "values": {name: request.POST.get(name, "")[:8] for name in values} if malformed else values,
    }
    return render(request, "training/practice/people.html", context, status=malformed.status if malformed else 200)


def _whole(raw: str, field: str) -> int:
    if not (raw.isascii() and raw.isdigit() and len(raw) < 5):
        raise Malformed("not-a-number", "请填整数。", "Please give a whole number.", field=field)
    return int(raw)
