"""The queue of a department: the cases of its matters, at whichever centre they were accepted."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.cases import queries
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Alarm, Case
from onetrip.cases.views import stepping
from onetrip.cases.where import worked_at
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Department
from onetrip.ledger.paging import page
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.rules import Text
from onetrip.staff.access import account_of, requires
from onetrip.staff.permissions import Permission

SHOWN = 60
"""Lines of one page."""

STEPS = ("supplement", "end-procedure", "grant", "refuse", "complete", "ask-supplement", "begin-procedure")


@requires(Permission.DECIDE_CASES)
@never_cache
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this department, late first; `?number=` goes to one case."""
    held = account_of(request).departments()
    number, refused = request.GET.get("number", "")[:40].replace("\0", ""), None
    if number:
        try:
            return redirect("department-case", queries.case_of_departments(number, held).number)
        except NotFound as not_found:
            refused = not_found
    cases = queries.of_departments(held).select_related("accepting_centre")
    found = page(cases, ["due_on", "number"], after=request.GET.get("after", ""), most=SHOWN)
    departments = catalogues.current().departments
    context = {
        "cases": [(case, CASE.states[case.state], case.alarm in (Alarm.LATE, Alarm.LONG)) for case in found.lines],
        "next": found.next,
        "waiting": cases.count(),
        "departments": [_name(departments, department) for department in sorted({one for one, _ in held})],
        "number": number,
        "refused": refused,
    }
    return render(request, "cases/department.html", context, status=404 if refused else 200)


@requires(Permission.DECIDE_CASES)
@never_cache
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case of the department, and the next step."""
    return _page(request, _found(request, number))


@requires(Permission.DECIDE_CASES)
@require_POST
def move(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Bring it one step further."""
    if verb not in STEPS:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    found = _found(request, number)
    insist_on_matters(request, [found.matter], Permission.DECIDE_CASES)
    try:
        stepping.do(request, found, verb, centre=worked_at(found))
    except Malformed as malformed:
        return _page(request, found, malformed, verb)
    return redirect("department-case", found.number)


def _found(request: HttpRequest, number: str) -> Case:
    return queries.case_of_departments(number, account_of(request).departments())


def _page(request: HttpRequest, found: Case, refused: Malformed | None = None, verb: str = "") -> HttpResponse:
    context = stepping.shown(request, found, STEPS, centre=worked_at(found), refused=refused, verb=verb)
    context |= {"back": "department", "act": "department-move", "record_pdf": "department-record"}
    context |= {"photographs_page": "department-photographs"}
    return render(request, "cases/case.html", context, status=refused.status if refused else 200)


def _name(departments: Mapping[str, Department], department: str) -> Text:
    found = departments.get(department)
    return found.name if found else Text(department, department)
