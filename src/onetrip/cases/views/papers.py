"""What a resident takes home: the receipt and the notice, as pages and as paper, and the rating behind their codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases import queries
from onetrip.cases.delivering import queries as delivering
from onetrip.cases.delivering.models import Delivery
from onetrip.cases.delivering.showing import Handing, handing
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case, MissingNotice, Receipt, Record, Stop
from onetrip.cases.procedures import name_of
from onetrip.cases.records.issuing import record_of_notice, record_of_receipt
from onetrip.cases.views.records import language_of, pdf_answer
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby.models import Visit
from onetrip.ratings import actions as ratings
from onetrip.ratings import queries as judgements
from onetrip.ratings.actions.rating import MOST_WORDS
from onetrip.ratings.models import BrokenPromise, Invitation, Rating, Rectification
from onetrip.ratings.scale import BAD, LEVELS, REASONS
from onetrip.rules import Text
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was taken, where each case stands now, and the rating."""
    return receipt_page(request, queries.receipt_by_token(token))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is missing, told at once, and the rating."""
    return _notice_page(request, queries.notice_by_token(token))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@require_POST
def rate_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The judgement of a visit, from its receipt."""
    found = queries.receipt_by_token(token)
    try:
        _rate(request, found.visit, "receipt")
    except Malformed as malformed:
        return receipt_page(request, found, malformed=malformed)
    return redirect("receipt", token)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@require_POST
def rate_notice(request: HttpRequest, token: str) -> HttpResponse:
    """The judgement of a visit in which something was missing."""
    found = queries.notice_by_token(token)
    try:
        _rate(request, found.visit, "notice")
    except Malformed as malformed:
        return _notice_page(request, found, malformed=malformed)
    return redirect("notice", token)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def receipt_paper(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The receipt as PDF: A5, or the 80 mm roll; the same bytes whenever it is asked for."""
    found = queries.receipt_by_token(token)
    return pdf_answer(request, record_of_receipt(found), kind, language_of(request, found.visit))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def notice_paper(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The notice as PDF: A5, or the 80 mm roll; the same bytes whenever it is asked for."""
    found = queries.notice_by_token(token)
    return pdf_answer(request, record_of_notice(found), kind, language_of(request, found.visit))


@dataclass(frozen=True)
class _CaseNow:
    """A line of the receipt with the state of its case today."""

    line: dict[str, Any]
    case: Case | None
    state: Text
    due: date | None
    stopped: Stop | None
    brought: frozenset[str]
    asked_for: frozenset[str]
    asked: str
    handing: Handing | None
    records: Sequence[Record]

    @property
    def procedure(self) -> Text | None:
        """What the special procedure is called that is going on."""
        return name_of(self.stopped.procedure) if self.stopped else None

    @property
    def is_done(self) -> bool:
        return self.case is not None and self.case.state in (Case.State.COMPLETED, Case.State.DELIVERED)


@dataclass(frozen=True)
class _Broken:
    """A promise that was broken in the visit, and how far putting it right has come (0 recorded … 3 told)."""

    promise: BrokenPromise
    stage: int


def receipt_page(
    request: HttpRequest,
    found: Receipt,
    *,
    malformed: Malformed | None = None,
    code: str = "",
    code_of: str = "",
    not_given: Refused | None = None,
) -> HttpResponse:
    """The receipt as its resident sees it; `code` of a compartment for the case `code_of`, or why it was `not_given`."""
    cases = {case.number: case for case in queries.cases_of(found).select_related("delivery", "collect_at")}
    handings = _handings(list(cases.values()), timezone.now())
    given = queries.records_of(found)
    now = [
        _case_now(line, cases.get(line["case"]), handings.get(line["case"]), given.get(line["case"], ()))
        for line in found.lines
    ]
    record = Record.objects.filter(receipt=found).only("token").first()
    context: dict[str, Any] = {"receipt": found, "cases": now, "done": sum(one.is_done for one in now)}
    context["check_token"] = record.token if record else ""
    to_collect = any(one.handing is not None and one.handing.where is not None for one in now)
    context["may_collect_elsewhere"] = any(
        one.case is not None and one.case.resident_id is not None and one.handing is not None and one.handing.may_change
        for one in now
    )
    context |= {"to_collect": to_collect, "code": code, "code_of": code_of, "not_given": not_given}
    context |= _judgement(request, found.visit, malformed)
    refused = malformed or not_given
    return render(request, "cases/receipt.html", context, status=refused.status if refused else 200)


def _handings(cases: list[Case], now: datetime) -> dict[str, Handing | None]:
    """How each result gets to the resident, by the number of its case."""
    rows: dict[str, Delivery | None] = {case.number: getattr(case, "delivery", None) for case in cases}
    ids = [row.pk for row in rows.values() if row is not None]
    lying = delivering.lying_by_delivery(ids) if ids else {}
    waybills = delivering.waybills_by_delivery(ids) if ids else {}
    found = {}
    for case in cases:
        row = rows[case.number]
        stored, waybill = (lying.get(row.pk), waybills.get(row.pk, "")) if row else (None, "")
        found[case.number] = handing(case, row, stored, waybill, now=now)
    return found


def _notice_page(request: HttpRequest, found: MissingNotice, *, malformed: Malformed | None = None) -> HttpResponse:
    accepted = _accepted(found.visit)
    taken = {case.matter for case in accepted}
    items = [{**item, "accepted_anyway": item["matter"] in taken} for item in found.items]
    # What the slip had not asked for is not made up for by the resident, and an accepted matter lacks nothing.
    bring = [item for item in items if not item["broken"] and not item["accepted_anyway"]]
    context = {
        "notice": found,
        "bring": bring,
        "not_to_bring": [item for item in items if item not in bring],
        "accepted": accepted,
        "place": settled(found.centre_id),
    }
    context |= _judgement(request, found.visit, malformed)
    return render(request, "cases/notice.html", context, status=malformed.status if malformed else 200)


_SAID_WITH = {
    Case.State.LACKING.value: "ask-papers",
    Case.State.REFUSED.value: "refuse",
    Case.State.SUPPLEMENT.value: "ask-supplement",
}
"""The step whose sentence the resident is told in a state."""


def _case_now(line: dict[str, Any], case: Case | None, handed: Handing | None, given: Sequence[Record]) -> _CaseNow:
    state = CASE.states[case.state] if case else CASE.states[Case.State.ACCEPTED]
    due = case.due_on if case else (date.fromisoformat(line["due"]) if line["due"] else None)
    stopped = case.stops.filter(ended_at=None).first() if case and case.state == Case.State.PROCEDURE else None
    follows = case is not None and any(paper.get("follows") for paper in line["papers"])
    gaps = list(case.gaps.all()) if case and follows else []
    brought = frozenset(gap.paper for gap in gaps if gap.brought_at is not None)
    asked_for = frozenset(gap.paper for gap in gaps if gap.asked_for_at is not None)
    said = _said_with(case) if case else None
    asked = queries.note_of(case, said) if case and said else ""
    return _CaseNow(line, case, state, due, stopped, brought, asked_for, asked, handed, given)


def _said_with(case: Case) -> str | None:
    return "decide" if case.granted is False else _SAID_WITH.get(case.state)


def _judgement(request: HttpRequest, visit: Visit, malformed: Malformed | None) -> dict[str, Any]:
    """What the rating part and the apology of a page say."""
    invitation: Invitation | None = getattr(visit, "invitation", None)
    rating = judgements.rating_of(invitation) if invitation else None
    return {
        "visit": visit,
        "window": invitation.window if invitation else None,
        "may_rate": invitation is not None and rating is None,
        "rating": rating,
        "rated": LEVELS[rating.level] if rating else None,
        "rectification": _opened_by(rating) if rating and rating.level <= BAD else None,
        "broken": [_Broken(promise, _stage(promise)) for promise in judgements.broken_promises_of(visit.pk)],
        "levels": list(LEVELS.items()),
        "reasons": list(REASONS.items()),
        "most_words": MOST_WORDS,
        "malformed": malformed,
        "given": {
            "level": request.POST.get("level", ""),
            "reasons": request.POST.getlist("reasons"),
            "words": request.POST.get("words", "")[:MOST_WORDS],
        },
    }


def _rate(request: HttpRequest, visit: Visit, channel: str) -> None:
    invitation: Invitation | None = getattr(visit, "invitation", None)
    if invitation is None:
        raise Malformed("not-to-be-rated", "这次还不能评。", "This visit cannot be rated yet.", field="level")
    level = sent(request, "level", most=2)
    reasons = request.POST.getlist("reasons")[: len(REASONS) + 1]
    ratings.rate(
        token=invitation.token,
        level=int(level) if level.isdecimal() else 0,
        reasons=[reason[:40] for reason in reasons],
        words=sent(request, "words", most=4 * MOST_WORDS),
        now=timezone.now(),
        by="resident",
        key=sent_key(request),
        channel=channel,
    )


def _opened_by(rating: Rating) -> Rectification | None:
    return Rectification.objects.filter(rating=rating).first()


def _stage(promise: BrokenPromise) -> int:
    opened = Rectification.objects.filter(broken_promise=promise).first()
    if opened is not None and opened.state == Rectification.State.CLOSED:
        return 3
    if opened is not None and opened.state == Rectification.State.HANDLED:
        return 2
    return 1 if promise.cause != BrokenPromise.Cause.UNKNOWN else 0


def _accepted(visit: Visit) -> list[Case]:
    return list(visit.cases.exclude(state=Case.State.WITHDRAWN).order_by("number"))
