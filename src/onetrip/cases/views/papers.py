"""What a resident takes home: the receipt and the notice, as pages and as paper, and the rating behind their codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.addresses import public_address
from onetrip.advice.forms import sent, sent_key
from onetrip.cases import queries
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case, MissingNotice, Receipt
from onetrip.cases.sheets import notice_sheet, receipt_sheet
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed
from onetrip.lobby.models import Visit
from onetrip.prints import notice_pdf, notice_roll_pdf, receipt_pdf, receipt_roll_pdf
from onetrip.ratings import actions as ratings
from onetrip.ratings import queries as judgements
from onetrip.ratings.actions.rating import MOST_WORDS
from onetrip.ratings.models import BrokenPromise, Invitation, Rating, Rectification
from onetrip.ratings.scale import BAD, LEVELS, REASONS
from onetrip.rules import Text
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission

Print = Callable[[Any, Any], bytes]


@requires(Permission.ANYONE)
@never_cache
@require_GET
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was taken, where each case stands now, and the rating."""
    return _receipt_page(request, queries.receipt_by_token(token))


@requires(Permission.ANYONE)
@never_cache
@require_GET
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is missing, told at once, and the rating."""
    return _notice_page(request, queries.notice_by_token(token))


@requires(Permission.ANYONE)
@require_POST
def rate_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The judgement of a visit, from its receipt."""
    found = queries.receipt_by_token(token)
    try:
        _rate(request, found.visit, "receipt")
    except Malformed as malformed:
        return _receipt_page(request, found, malformed=malformed)
    return redirect("receipt", token)


@requires(Permission.ANYONE)
@require_POST
def rate_notice(request: HttpRequest, token: str) -> HttpResponse:
    """The judgement of a visit in which something was missing."""
    found = queries.notice_by_token(token)
    try:
        _rate(request, found.visit, "notice")
    except Malformed as malformed:
        return _notice_page(request, found, malformed=malformed)
    return redirect("notice", token)


@requires(Permission.ANYONE)
@never_cache
@require_GET
def receipt_paper(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The receipt as PDF: A5, or the 80 mm roll."""
    found = queries.receipt_by_token(token)
    sheet = receipt_sheet(
        found,
        place=settled(found.centre_id),
        address=public_address(request, f"/r/{found.token}"),
        window=_window(found.visit),
        demonstration=settings.DEMONSTRATION,
    )
    return _pdf(request, found.visit, found.number, sheet, receipt_roll_pdf if kind == "roll" else receipt_pdf)


@requires(Permission.ANYONE)
@never_cache
@require_GET
def notice_paper(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The notice as PDF: A5, or the 80 mm roll."""
    found = queries.notice_by_token(token)
    sheet = notice_sheet(
        found,
        _accepted(found.visit),
        place=settled(found.centre_id),
        address=public_address(request, f"/n/{found.token}"),
        window=_window(found.visit),
        demonstration=settings.DEMONSTRATION,
    )
    return _pdf(request, found.visit, found.number, sheet, notice_roll_pdf if kind == "roll" else notice_pdf)


@dataclass(frozen=True)
class _CaseNow:
    """A line of the receipt with the state of its case today."""

    line: dict[str, Any]
    case: Case | None
    state: Text
    due: date | None

    @property
    def is_done(self) -> bool:
        return self.case is not None and self.case.state in (Case.State.COMPLETED, Case.State.DELIVERED)


@dataclass(frozen=True)
class _Broken:
    """A promise that was broken in the visit, and how far putting it right has come (0 recorded … 3 told)."""

    promise: BrokenPromise
    stage: int


def _receipt_page(request: HttpRequest, found: Receipt, *, malformed: Malformed | None = None) -> HttpResponse:
    cases = {case.number: case for case in queries.cases_of(found)}
    now = [_case_now(line, cases.get(line["case"])) for line in found.lines]
    context = {"receipt": found, "cases": now, "done": sum(one.is_done for one in now)}
    context |= _judgement(request, found.visit, malformed)
    return render(request, "cases/receipt.html", context, status=malformed.status if malformed else 200)


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


def _case_now(line: dict[str, Any], case: Case | None) -> _CaseNow:
    state = CASE.states[case.state] if case else CASE.states[Case.State.ACCEPTED]
    due = case.due_on if case else (date.fromisoformat(line["due"]) if line["due"] else None)
    return _CaseNow(line, case, state, due)


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


def _window(visit: Visit) -> int | None:
    invitation: Invitation | None = getattr(visit, "invitation", None)
    return invitation.window if invitation else None


def _pdf(request: HttpRequest, visit: Visit, number: str, sheet: object, made_by: Print) -> HttpResponse:
    """In the language asked for, else that of the slip the resident brought, else that of this browser."""
    asked = request.GET.get("language", "")
    browser: str = getattr(request, "language", "zh")
    language = asked if asked in ("zh", "en") else visit.slip.language if visit.slip else browser
    return HttpResponse(
        made_by(sheet, language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{number}.pdf"'},
    )
