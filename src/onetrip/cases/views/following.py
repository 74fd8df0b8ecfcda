"""Cases on their way: found by number, by what runs out, and brought one step further."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases import actions, queries
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.photographs.queries import TAKEN_IN
from onetrip.cases.reaching import reach_of
from onetrip.cases.views import stepping
from onetrip.centres.queries import settled
from onetrip.ledger.paging import Page, page
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.actions import NoticeChoice, choose_notices
from onetrip.rules import Text
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

SOON = timedelta(days=7)
GLANCED = 12
"""Lines of each list where all of them stand side by side."""
SHOWN = 60
"""Lines of one page of one list."""

LISTS = {
    "late": (Text("过了期限的", "Past the limit"), Text("过期", "Late")),
    "soon": (Text("七天内到期的", "Due within seven days"), Text("快到期", "Soon")),
    "waiting": (Text("停着的", "Clock stopped"), Text("停着", "Stopped")),
    "gaps": (Text("答应后补的、在查证照的", "To follow, or being looked up"), Text("欠材料", "Owed")),
}
"""Each with its title, and the word that leads to it."""


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """What is late, what runs out soon, what waits for a paper; `?show=` one of LISTS whole; `?number=` goes to one case."""
    centre = settled(centre_of(request)).centre
    number, refused = request.GET.get("number", "")[:40].replace("\0", ""), None
    if number:
        try:
            return redirect("case", queries.case_by_number(number, centre=centre.code).number)
        except NotFound as not_found:
            refused = not_found
    day = centre.day_of(timezone.now())
    show = request.GET.get("show", "") if request.GET.get("show", "") in LISTS else ""
    after, most = (request.GET.get("after", ""), SHOWN) if show else ("", GLANCED)
    context = {
        "centre": centre,
        "lists": [(name, short) for name, (_, short) in LISTS.items()],
        "show": show,
        "pages": [
            (name, title, _lines(name, centre.code, day, after, most))
            for name, (title, _) in LISTS.items()
            if show in ("", name)
        ],
        "number": number,
        "refused": refused,
        "day": day,
    }
    return render(request, "cases/cases.html", context, status=404 if refused else 200)


def _lines(name: str, centre: str, day: date, after: str, most: int) -> Page[Any]:
    if name == "late":
        return page(queries.overdue(centre, day), ["due_on", "number"], after=after, most=most)
    if name == "soon":
        return page(queries.due_soon(centre, day, day + SOON), ["due_on", "number"], after=after, most=most)
    if name == "waiting":
        return page(queries.stopped(centre), ["clock_stopped_at", "number"], after=after, most=most)
    return page(queries.open_gaps(centre), ["promised_by", "case__number", "paper"], after=after, most=most)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: its clock, its papers, what was done, and the next step."""
    return _page(request, number)


@requires(Permission.SERVE_AT_WINDOW)
@require_POST
def move(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Bring the case one step further."""
    if verb not in stepping.VERBS:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    centre = centre_of(request)
    found = queries.case_by_number(number, centre=centre)
    insist_on_matters(request, [found.matter])
    try:
        stepping.do(request, found, verb, centre=centre)
    except Malformed as malformed:
        return _page(request, number, refused=malformed, verb=verb)
    return redirect("case", found.number)


@requires(Permission.SERVE_AT_WINDOW)
@require_POST
def bring(request: HttpRequest, number: str) -> HttpResponse:
    """A paper promised for later is here."""
    centre = centre_of(request)
    found = queries.case_by_number(number, centre=centre)
    insist_on_matters(request, [found.matter])
    paper = sent(request, "paper", most=60)
    actions.bring(
        centre=centre,
        case_id=found.pk,
        paper=paper,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("case", found.number)


@requires(Permission.SERVE_AT_WINDOW)
@sensitive_post_parameters("telephone", "email")
@require_POST
def choose_messages(request: HttpRequest, number: str) -> HttpResponse:
    """The resident, who is here, says how messages reach them. Where somebody came for them, the clerk says that it is the
    resident who asks now: nobody else turns their messages to another telephone."""
    centre = centre_of(request)
    found = queries.case_by_number(number, centre=centre)
    if found.resident_id is None:
        raise NotFound("resident-unknown", "这件没有记下是谁的。", "Nobody is on record for this case.")
    choice = NoticeChoice(
        way=sent(request, "way", most=5),
        language=sent(request, "language", most=2),
        telephone=sent(request, "telephone", most=40),
        email=sent(request, "email", most=120),
        forget_email=sent(request, "forget_email", most=1) == "1",
        guardian=sent(request, "guardian", most=120),
    )
    try:
        if found.by_proxy and sent(request, "in_person", most=1) != "1":
            raise Malformed(
                "resident-not-here",
                "这件是代办的：消息发到哪里，只有本人能改。本人在场，请勾上。",
                "Somebody else came for this case: only the resident changes where messages go. If they are here, please tick it.",
                field="in_person",
            )
        choose_notices(
            resident_id=found.resident_id,
            choice=choice,
            now=timezone.now(),
            by=actor_of(request),
            centre=centre,
            key=sent_key(request),
        )
    except Refused as refused:
        if refused.status != 422:
            raise
        return _page(request, number, refused=refused, verb="messages")
    return redirect("case", found.number)


@requires(Permission.SERVE_AT_WINDOW)
@require_POST
def call_for(request: HttpRequest, number: str) -> HttpResponse:
    """Papers promised for later are called for in writing."""
    centre = centre_of(request)
    found = queries.case_by_number(number, centre=centre)
    actions.call_for(centre=centre, case_id=found.pk, now=timezone.now(), by=actor_of(request), key=sent_key(request))
    return redirect("case", found.number)


def _page(request: HttpRequest, number: str, *, refused: Refused | None = None, verb: str = "") -> HttpResponse:
    centre = centre_of(request)
    found = queries.case_by_number(number, centre=centre)
    context = stepping.shown(request, found, stepping.VERBS, centre=centre, refused=refused, verb=verb)
    context |= {"back": "cases", "act": "case-move", "record_pdf": "case-record"}
    context |= {"may_bring": True, "reach": reach_of(found, settled(centre).centre.day_of(timezone.now()))}
    context |= {"photographs_page": "case-photographs", "takes_photographs": found.state in TAKEN_IN}
    return render(request, "cases/case.html", context, status=refused.status if refused else 200)
