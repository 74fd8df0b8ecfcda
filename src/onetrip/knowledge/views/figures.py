"""The director's page: what is asked most, what is asked twice, how soon help came; each figure opens to its questions."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.queries import settled
from onetrip.knowledge import figures as counted
from onetrip.knowledge.lifecycle import QUESTION
from onetrip.knowledge.pictures import bars
from onetrip.knowledge.rules import rules
from onetrip.knowledge.showing import matter_name, shown
from onetrip.ledger.paging import page
from onetrip.ledger.words import is_id
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission

SHOWN = 60
NONE = "-"
"""In an address: questions about no matter."""


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of the last 30 days, or of the year (`?days=365`)."""
    centre, days = settled(centre_of(request)).centre, _days(request)
    found = counted.figures(centre.code, days, timezone.now())
    language: str = getattr(request, "language", "zh")
    drawn = [(one.name.in_language(language), one.count) for one in found.by_matter[: counted.MOST_BARS]]
    context = {
        "figures": found,
        "chart": bars(drawn),
        "periods": counted.PERIODS,
        "days": days,
        "centre": centre,
        "alike": round(100 * rules().alike),
        "may_help": account_of(request).may(Permission.ANSWER_COLLEAGUES, centre.code),
    }
    return render(request, "knowledge/figures.html", context)


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """The questions behind a figure: of a matter (`?matter=`), of what became of them (`?came=`), the same as one (`?same=`)."""
    centre, days, moment = settled(centre_of(request)).centre, _days(request), timezone.now()
    matter, came = (request.GET.get(name, "")[:80] for name in ("matter", "came"))
    found = counted.that_came_to(counted.asked_in(centre.code, days, moment), came)
    if matter == NONE or is_id(matter):
        found = found.filter(matter="" if matter == NONE else matter)
    same = _id(request.GET.get("same", ""))
    if same is not None:
        found = counted.same_as(found, same)
    lines = page(found, ["-asked_at", "pk"], after=request.GET.get("after", ""), most=SHOWN)
    kept = (("days", days), ("matter", matter), ("came", came), ("same", same))
    context = {
        "lines": [(one, QUESTION.states[one.one.state]) for one in shown(lines.lines, moment)],
        "next": lines.next,
        "kept": "&".join(f"{name}={value}" for name, value in kept if value),
        "matter_name": matter_name(matter) if is_id(matter) else None,
        "came": counted.CAME.get(came),
        "days": days,
        "centre": centre,
    }
    return render(request, "knowledge/questions.html", context)


def _id(text: str) -> uuid.UUID | None:
    """The id of a question in an address; None for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _days(request: HttpRequest) -> int:
    return 365 if request.GET.get("days") == "365" else 30
