"""One case as a page shows it, with the steps that can be done where somebody works, and what their presses do."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from onetrip.advice.forms import sent, sent_key
from onetrip.cases import actions, queries
from onetrip.cases.actions.moving import MOST_NOTE
from onetrip.cases.delivering import queries as delivering
from onetrip.cases.delivering.lifecycle import DELIVERY
from onetrip.cases.delivering.models import Delivery, Way
from onetrip.cases.delivering.showing import DID, WAYS
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.cases.photographs.queries import by_paper
from onetrip.cases.procedures import name_of, procedures
from onetrip.cases.proxies.wording import KINDS, RELATIONS
from onetrip.cases.where import may_step
from onetrip.centres.queries import settled
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.notices import queries as notices
from onetrip.notices.showing import shown as shown_notice
from onetrip.rules import Text
from onetrip.staff.access import actor_of
from onetrip.staff.models import Account

VERBS = {
    "accept": Text("受理", "Accept"),
    "papers-brought": Text("材料补到了", "The papers are here"),
    "ask-papers": Text("受理前还要补材料", "Papers are wanted before it is accepted"),
    "not-accept": Text("不予受理", "Not accepted"),
    "supplement": Text("材料补到了，期限接着算", "The paper is here; the clock goes on"),
    "end-procedure": Text("特别程序结束，期限接着算", "The procedure is over; the clock goes on"),
    "grant": Text("批准", "Granted"),
    "refuse": Text("不批准", "Not granted"),
    "complete": Text("办结", "Complete"),
    "ask-supplement": Text("还要补材料，期限停", "A paper is wanted; the clock stops"),
    "begin-procedure": Text("进入特别程序，期限停", "A special procedure begins; the clock stops"),
    "terminate": Text("终止：要补的没有来", "End it: what was wanted did not come"),
    "withdraw": Text("撤回", "Withdraw"),
}
_DO: dict[str, tuple[Callable[..., Case], str]] = {
    "accept": (actions.accept_received, "note"),
    "papers-brought": (actions.papers_brought, "note"),
    "ask-papers": (actions.ask_papers, "papers"),
    "not-accept": (actions.refuse_received, "reason"),
    "supplement": (actions.supplement, "note"),
    "end-procedure": (actions.end_procedure, "result"),
    "grant": (partial(actions.decide, granted=True), "note"),
    "refuse": (partial(actions.decide, granted=False), "note"),
    "complete": (actions.complete, "note"),
    "ask-supplement": (actions.ask_supplement, "papers"),
    "begin-procedure": (actions.begin_procedure, "reason"),
    "terminate": (actions.terminate, "reason"),
    "withdraw": (actions.withdraw, "reason"),
}
"""What each press does, and as what the action takes the sentence beside it."""

_STEP_OF = {"grant": "decide", "refuse": "decide", "not-accept": "refuse"}
_NOTES = {
    "ask-papers": Text("还要哪些材料，一次说全", "Everything that is still wanted, at once"),
    "not-accept": Text("为什么不受理，居民看得懂的一句话", "Why not, in a sentence the resident understands"),
    "refuse": Text("为什么不批准，居民看得懂的一句话", "Why not, in a sentence the resident understands"),
    "ask-supplement": Text("还要哪些材料，一次说全", "Everything that is still wanted, at once"),
    "begin-procedure": Text("为什么要，居民看得懂的一句话", "Why, in a sentence the resident understands"),
    "end-procedure": Text("结果是什么", "What came of it"),
    "terminate": Text("为什么终止，居民看得懂的一句话", "Why, in a sentence the resident understands"),
    "withdraw": Text("为什么撤回", "Why it is withdrawn"),
}
_DID = {
    "receive": Text("收件，送去受理", "papers taken, to be sent on"),
    "deem-accepted": Text("到日子没人答复，算受理", "accepted because nobody answered in time"),
    "refuse": Text("不予受理", "not accepted"),
    "ask-papers": Text("受理前要补材料", "papers wanted before acceptance"),
    "papers-brought": Text("材料补到", "papers brought"),
    "papers-list": Text("材料放上交接单", "papers put on a list"),
    "papers-off-list": Text("材料从交接单拿下", "papers taken off the list"),
    "papers-send": Text("材料送出", "papers sent"),
    "papers-arrive": Text("材料签收", "papers signed for"),
    "papers-missing": Text("袋子里没有材料", "papers missing from the parcel"),
    "result-list": Text("结果放上交接单", "result put on a list"),
    "result-off-list": Text("结果从交接单拿下", "result taken off the list"),
    "result-send": Text("结果送出", "result sent"),
    "result-arrive": Text("结果签收", "result signed for"),
    "result-missing": Text("袋子里没有结果", "result missing from the parcel"),
    "accept": Text("受理", "accepted"),
    "ask-supplement": Text("要求补材料，期限停", "asked for a paper, clock stopped"),
    "supplement": Text("材料补到，期限接着算", "paper received, clock goes on"),
    "begin-procedure": Text("进入特别程序，期限停", "special procedure begun, clock stopped"),
    "end-procedure": Text("特别程序结束，期限接着算", "special procedure over, clock goes on"),
    "warn": Text("期限提醒", "warned of the limit"),
    "unclaimed": Text("提醒来取", "reminded to collect it"),
    "count-anew": Text("假期公布，期限重新算过", "holidays announced, limit counted anew"),
    "take": Text("部门系统领件", "taken by a system of the department"),
    "give-back": Text("部门系统退回", "given back by a system of the department"),
    "decide": Text("作出决定", "decided"),
    "complete": Text("办结", "completed"),
    "deliver": Text("送达", "delivered"),
    "withdraw": Text("撤回", "withdrawn"),
    "terminate": Text("终止", "ended"),
    "bring": Text("补到了后补的材料", "brought a paper promised for later"),
    "call-for": Text("发了容缺补正通知书", "called for papers promised for later"),
    "licence-found": Text("先收后查：查到了", "found what was accepted on a look-up"),
    "licence-missing": Text("先收后查：没查到，要请居民补", "did not find what was accepted on a look-up"),
}


def do(request: HttpRequest, case: Case, verb: str, *, centre: str) -> None:
    """Do what somebody pressed, one of VERBS, at `centre`. Raises Malformed and what the action raises."""
    action, note = _DO[verb]
    given: dict[str, Any] = {
        "centre": centre,
        "case_id": case.pk,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
        note: sent(request, "note", most=2 * MOST_NOTE),
    }
    if verb == "begin-procedure":
        given["procedure"] = sent(request, "procedure", most=24)
        given["expected_on"] = _day(sent(request, "expected_on", most=10))
    action(**given)


def shown(
    request: HttpRequest,
    case: Case,
    verbs: Collection[str],
    *,
    centre: str,
    refused: Refused | None = None,
    verb: str = "",
) -> dict[str, Any]:
    """What the page of a case says, with those of `verbs` that can be done now at `centre`; `refused` beside `verb`."""
    today, authority = settled(centre).centre.day_of(timezone.now()), case.authority
    steps = [
        (name, VERBS[name], _NOTES.get(name))
        for name in VERBS
        if name in verbs
        and CASE.allows(_STEP_OF.get(name, name), case.state)
        and may_step(case, _STEP_OF.get(name, name), centre)
    ]
    row = delivering.of_case(case)
    open_gaps = case.gaps.filter(brought_at=None).select_related("lookup").order_by("promised_by", "paper")
    return {
        "case": case,
        "state": CASE.states[case.state],
        "today": today,
        "relation": RELATIONS.get(case.relation),
        "authority_kind": KINDS[authority.kind] if authority is not None else None,
        "gaps": open_gaps if case.state in queries.OPEN else (),
        "owes": any(gap.lookup_id is None or gap.asked_for_at is not None for gap in open_gaps),
        "is_late": case.due_on is not None and case.due_on < today and _is_running(case),
        "steps": steps,
        "procedures": procedures().items(),
        "procedure": request.POST.get("procedure", "")[:24],
        "expected_on": request.POST.get("expected_on", "")[:10],
        "stops": [(stop, name_of(stop.procedure)) for stop in case.stops.order_by("began_at")],
        "records": queries.records_of_case(case),
        "photographs": [(one.name, len(one.photographs)) for one in by_paper(case) if one.photographs],
        "history": _history(case),
        "may_choose": case.state in (*queries.OPEN, Case.State.COMPLETED)
        and DELIVERY.allows("choose", row.state if row else Delivery.State.WAITING),
        "posted": row is not None and row.way == Way.POST,
        "handed": WAYS[Way(row.way)] if row else WAYS[Way.WINDOW],
        "handed_state": DELIVERY.states[row.state] if row else None,
        "messages": [shown_notice(notice) for notice in notices.about(case.pk, case.receipt_id)],
        "refused": refused,
        "wrong_verb": verb,
        "note": request.POST.get("note", "")[:MOST_NOTE] if refused else "",
    }


def _day(said: str) -> date | None:
    """A day as a form sends it; None for none. Raises Malformed."""
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise Malformed("not-a-day", "这不是一个日期。", "This is not a date.", field="expected_on") from error


def _is_running(case: Case) -> bool:
    return case.state in (Case.State.ACCEPTED, Case.State.DECIDED)


def _history(case: Case) -> list[dict[str, Any]]:
    row = delivering.of_case(case)
    of_it = Q(thing="case", thing_id=str(case.pk))
    if row is not None:
        of_it |= Q(thing="delivery", thing_id=str(row.pk))
    events = list(Event.objects.filter(of_it).order_by("pk"))
    usernames = {event.actor.removeprefix("staff:") for event in events}
    accounts = Account.objects.filter(username__in=usernames).only("username", "name", "name_en")
    names = {account.username: Text(account.name, account.name_en or account.name) for account in accounts}
    names["resident"] = Text("居民", "the resident")
    return [
        {
            "at": event.at,
            "who": names.get(event.actor.removeprefix("staff:"), _by(event.actor)),
            "did": (DID if event.thing == "delivery" else _DID).get(event.verb, Text(event.verb, event.verb)),
            "note": _note(event.data),
        }
        for event in events
    ]


def _by(actor: str) -> Text:
    """Who did it, where it was none of the staff."""
    return Text("系统", "the house") if actor.startswith("system:") else Text(actor, actor)


def _note(data: dict[str, Any]) -> Text | None:
    """The sentence beside a step: as somebody wrote it, or, of the house itself, in both languages."""
    note = data.get("note", "")
    return Text(note, data.get("note_en", note)) if note else None
