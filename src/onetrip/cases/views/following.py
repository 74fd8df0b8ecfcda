"""Cases on their way: found by number, by what runs out, and brought one step further."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases import actions, queries
from onetrip.cases.actions.following import MOST_NOTE
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.centres.queries import settled
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.rules import Text
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

SOON = timedelta(days=7)
SHOWN = 60
"""Lines of each list."""

_VERBS = {
    "supplement": Text("材料补到了，期限接着算", "The paper is here; the clock goes on"),
    "grant": Text("批准", "Granted"),
    "refuse": Text("不批准", "Not granted"),
    "complete": Text("办结", "Complete"),
    "deliver": Text("送达", "Delivered"),
    "ask-supplement": Text("还要补材料，期限停", "A paper is wanted; the clock stops"),
    "withdraw": Text("撤回", "Withdraw"),
}
_STEP_OF = {"grant": "decide", "refuse": "decide"}
_NOTES = {
    "refuse": Text("为什么不批准，居民看得懂的一句话", "Why not, in a sentence the resident understands"),
    "ask-supplement": Text("还要哪些材料，一次说全", "Everything that is still wanted, at once"),
    "withdraw": Text("为什么撤回", "Why it is withdrawn"),
}
_DID = {
    "accept": Text("受理", "accepted"),
    "ask-supplement": Text("要求补材料，期限停", "asked for a paper, clock stopped"),
    "supplement": Text("材料补到，期限接着算", "paper received, clock goes on"),
    "decide": Text("作出决定", "decided"),
    "complete": Text("办结", "completed"),
    "deliver": Text("送达", "delivered"),
    "withdraw": Text("撤回", "withdrawn"),
}


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """What is late, what runs out soon, what waits for a paper; `?number=` goes to one case."""
    centre = settled(centre_of(request)).centre
    number, refused = request.GET.get("number", "")[:40].replace("\0", ""), None
    if number:
        try:
            return redirect("case", queries.case_by_number(number, centre=centre.code).number)
        except NotFound as not_found:
            refused = not_found
    day = centre.day_of(timezone.now())
    waiting = Case.objects.filter(receiving_centre=centre, state=Case.State.SUPPLEMENT).order_by("clock_stopped_at")
    context = {
        "centre": centre,
        "late": queries.overdue(centre.code, day)[:SHOWN],
        "soon": queries.due_soon(centre.code, day, day + SOON)[:SHOWN],
        "waiting": waiting[:SHOWN],
        "number": number,
        "refused": refused,
        "day": day,
    }
    return render(request, "cases/cases.html", context, status=404 if refused else 200)


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
    if verb not in _VERBS:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    found = queries.case_by_number(number, centre=centre_of(request))
    note = sent(request, "note", most=2 * MOST_NOTE)
    given: dict[str, Any] = {
        "centre": centre_of(request),
        "case_id": found.pk,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }
    try:
        if verb in ("grant", "refuse"):
            actions.decide(granted=verb == "grant", note=note, **given)
        elif verb == "ask-supplement":
            actions.ask_supplement(papers=note, **given)
        elif verb == "withdraw":
            actions.withdraw(reason=note, **given)
        elif verb == "supplement":
            actions.supplement(note=note, **given)
        elif verb == "complete":
            actions.complete(note=note, **given)
        else:
            actions.deliver(note=note, **given)
    except Malformed as malformed:
        return _page(request, number, refused=malformed, verb=verb)
    return redirect("case", found.number)


def _page(request: HttpRequest, number: str, *, refused: Refused | None = None, verb: str = "") -> HttpResponse:
    centre = settled(centre_of(request)).centre
    found = queries.case_by_number(number, centre=centre.code)
    steps = [
        (name, words, _NOTES.get(name))
        for name, words in _VERBS.items()
        if CASE.allows(_STEP_OF.get(name, name), found.state)
    ]
    context = {
        "case": found,
        "state": CASE.states[found.state],
        "centre": centre,
        "is_late": found.due_on is not None and found.due_on < centre.day_of(timezone.now()) and _is_running(found),
        "steps": steps,
        "history": _history(found),
        "refused": refused,
        "wrong_verb": verb,
        "note": request.POST.get("note", "")[:MOST_NOTE] if refused else "",
    }
    return render(request, "cases/case.html", context, status=refused.status if refused else 200)


def _is_running(case: Case) -> bool:
    return case.state in (Case.State.ACCEPTED, Case.State.DECIDED)


def _history(case: Case) -> list[dict[str, Any]]:
    events = list(Event.objects.filter(thing="case", thing_id=str(case.pk)).order_by("pk"))
    usernames = {event.actor.removeprefix("staff:") for event in events}
    accounts = Account.objects.filter(username__in=usernames).only("username", "name", "name_en")
    names = {account.username: Text(account.name, account.name_en or account.name) for account in accounts}
    return [
        {
            "at": event.at,
            "who": names.get(event.actor.removeprefix("staff:"), Text(event.actor, event.actor)),
            "did": _DID.get(event.verb, Text(event.verb, event.verb)),
            "note": event.data.get("note", ""),
        }
        for event in events
    ]
