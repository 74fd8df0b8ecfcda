"""Limits for those who answer for them: what runs out, what is late, and for how long. No persons here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.cases import queries
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Alarm, Case
from onetrip.centres.queries import settled
from onetrip.centres.working_days import Calendar
from onetrip.ledger.paging import page
from onetrip.rules import Text
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission

SHOWN = 50
"""Lines of one page."""

LISTS = {
    Alarm.LONG: Text("过期多日", "Late for long"),
    Alarm.LATE: Text("过期", "Late"),
    Alarm.SOON: Text("快到期", "Running out"),
}


@dataclass(frozen=True)
class _Line:
    case: Case
    state: Text
    late_days: int
    clerk: Text


@requires(Permission.WATCH_LIMITS)
@never_cache
@require_GET
def limits(request: HttpRequest) -> HttpResponse:
    """Warned cases of the centre, what is most pressing first; `?show=` one of LISTS, `?after=` the last line seen."""
    code = centre_of(request)
    place = settled(code)
    warned = queries.warned(code)
    counts = dict(warned.order_by().values_list("alarm").annotate(Count("pk")))
    show = _shown(request, counts)
    found = page(warned.filter(alarm=show), ["due_on", "number"], after=request.GET.get("after", ""), most=SHOWN)
    today = place.centre.day_of(timezone.now())
    context: dict[str, Any] = {
        "centre": place.centre,
        "lists": [(level.value, words, counts.get(level, 0)) for level, words in LISTS.items()],
        "show": show,
        "lines": [_line(case, today, place.calendar) for case in found.lines],
        "next": found.next,
        "after": place.centre.long_late_working_days,
        "before": place.centre.warn_working_days,
        "may_open": account_of(request).may(Permission.SERVE_AT_WINDOW, code),
    }
    return render(request, "cases/limits.html", context)


def _shown(request: HttpRequest, counts: dict[str, int]) -> Alarm:
    """The list asked for, else the most pressing one that has a line."""
    asked = request.GET.get("show", "")
    if asked in {level.value for level in LISTS}:
        return Alarm(asked)
    return next((level for level in LISTS if counts.get(level)), Alarm.LATE)


def _line(case: Case, today: date, calendar: Calendar) -> _Line:
    late = calendar.working_days_between(case.due_on, today) if case.due_on and case.due_on < today else 0
    clerk = case.clerk
    return _Line(case, CASE.states[case.state], late, Text(clerk.name, clerk.name_en or clerk.name))
