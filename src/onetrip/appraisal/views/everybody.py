"""The director's list of a month: everybody, the signs, the objections, and settling it. Each look is put on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.appraisal import actions, charts, keeping, queries, showing
from onetrip.appraisal.model import DIMENSIONS, Sheet, Sheets
from onetrip.appraisal.model.comparing import compared
from onetrip.appraisal.model.figures import decimal
from onetrip.appraisal.model.signs import Sign
from onetrip.appraisal.views.own import behind_context, sheet_context, turned_to
from onetrip.appraisal.wording import month_words
from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

_SORTS = ("name", "total", *DIMENSIONS)
_NOBODY = Text("不在的账号", "unknown account")


@dataclass(frozen=True)
class Line:
    """One clerk on the list."""

    account: int
    name: Text
    sheet: Sheet
    total: str
    days: str
    points: tuple[str, ...]
    bonus: str
    signs: tuple[Sign, ...]
    signed: bool
    waits: int


@requires(Permission.SEE_SHEETS)
@never_cache
@require_GET
def newest(request: HttpRequest) -> HttpResponse:
    """The list of the running month."""
    centre = settled(centre_of(request)).centre
    return _list(request, centre.day_of(timezone.now()).replace(day=1))


@requires(Permission.SEE_SHEETS)
@never_cache
@require_GET
def sheets(request: HttpRequest, month: date) -> HttpResponse:
    """The list of any month."""
    return _list(request, month)


@requires(Permission.SEE_SHEETS)
@never_cache
@require_GET
def sheet(request: HttpRequest, month: date, account: int) -> HttpResponse:
    """Somebody's sheet; they are told how often it was looked at."""
    centre, shown = _shown(request, month)
    if shown.sheets.of(account) is None:
        raise Http404
    _note(request, month, account)
    looked, listed = queries.looks_at(centre.code, month, account)
    context = sheet_context(shown, month, account) | {
        "centre": centre,
        "whose": queries.names([account]).get(account, _NOBODY),
        "signs": [sign for sign in shown.signs if sign.clerk == account],
        "objections": list(queries.objections(centre.code, month, account=account)),
        "looked": looked,
        "listed": listed,
        "account": account,
        "is_own": False,
    }
    return render(request, "appraisal/somebody.html", context)


@requires(Permission.SEE_SHEETS)
@never_cache
@require_GET
def behind(request: HttpRequest, month: date, account: int, dimension: str) -> HttpResponse:
    """What somebody's figure was computed from."""
    if dimension not in DIMENSIONS:
        raise Http404
    centre, shown = _shown(request, month)
    context = behind_context(shown, month, account, dimension, turned_to(request))
    _note(request, month, account)
    more = {"centre": centre, "is_own": False, "whose": queries.names([account]).get(account, _NOBODY)}
    return render(request, "appraisal/behind.html", context | more)


@requires(Permission.SET_APPRAISAL)
@require_POST
def freeze(request: HttpRequest, month: date) -> HttpResponse:
    """Settle a month."""
    try:
        actions.freeze(month=month, **_asked(request))
    except Refused as refused:
        return _list(request, month, refused)
    return redirect("sheets-of", month)


@requires(Permission.SET_APPRAISAL)
@require_POST
def correct(request: HttpRequest, month: date) -> HttpResponse:
    """Settle a month anew, for a reason."""
    try:
        actions.correct(month=month, reason=sent(request, "reason", most=400), **_asked(request))
    except Refused as refused:
        return _list(request, month, refused)
    return redirect("sheets-of", month)


@requires(Permission.SEE_SHEETS)
@never_cache
@require_GET
def version(request: HttpRequest, month: date, version: int) -> HttpResponse:
    """One version of a settled month beside the one before it: who moved, and whether it computes to the same bytes."""
    centre = settled(centre_of(request)).centre
    frozen = queries.frozen_version(centre.code, month, version)
    before = queries.frozen_version(centre.code, month, version - 1) if version > 1 else None
    _note(request, month, None)
    moved = []
    if before is not None:
        old, new = keeping.sheets_of(before), keeping.sheets_of(frozen)
        moved = list(compared(old, new, keeping.rules_of(before), keeping.rules_of(frozen)))
    context = {
        "centre": centre,
        "month": month,
        "month_words": month_words(month),
        "frozen": frozen,
        "before": before,
        "holds": keeping.is_as_computed(frozen),
        "moved": moved_rows([one for one in moved if one.before != one.after or one.bonus_before != one.bonus_after]),
    }
    return render(request, "appraisal/version.html", context)


def moved_rows(moved: list[Any]) -> list[dict[str, Any]]:
    """Who moved, as a table shows it."""
    names = queries.names([one.clerk for one in moved])
    return [
        {
            "name": names.get(one.clerk, _NOBODY),
            "before": showing.points(one.before),
            "after": showing.points(one.after),
            "change": showing.points(one.change),
            "is_up": one.change > 0,
            "is_down": one.change < 0,
            "most": DIMENSIONS.get(one.most),
            "by": showing.points(one.by),
            "bonus": showing.yuan(one.bonus_after - one.bonus_before),
        }
        for one in moved
    ]


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {
        "centre": centre_of(request),
        "account_id": account_of(request).pk,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }


def _shown(request: HttpRequest, month: date) -> tuple[Centre, queries.Shown]:
    centre = settled(centre_of(request)).centre
    return centre, queries.shown(centre, month, timezone.now())


def _note(request: HttpRequest, month: date, account: int | None) -> None:
    actions.note_look(
        centre=centre_of(request),
        month=month,
        account_id=account,
        by_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
    )


def _list(request: HttpRequest, month: date, refused: Refused | None = None) -> HttpResponse:
    centre, shown = _shown(request, month)
    if refused is None:
        _note(request, month, None)
    sort = request.GET.get("sort", "name")
    lines = lines_of(shown, sort if sort in _SORTS else "name")
    now = timezone.now()
    scored = [(line.name.zh, line.sheet.total) for line in lines if line.sheet.total is not None]
    context = {
        "centre": centre,
        "month": month,
        "month_words": month_words(month),
        "months": [(one, month_words(one)) for one in queries.months(centre, now)],
        "shown": shown,
        "is_live": shown.frozen is None,
        "is_over": month < centre.day_of(now).replace(day=1),
        "lines": lines,
        "sort": sort,
        "dimensions": DIMENSIONS,
        "has_pool": shown.rules.pool > 0,
        "dots": charts.distribution(scored),
        "spread": _spread(shown.sheets),
        "signs": [(line, sign) for line in lines for sign in line.signs],
        "objections": list(queries.objections(centre.code, month)),
        "versions": list(queries.frozen_versions(centre.code, month)),
        "may_set": account_of(request).may(Permission.SET_APPRAISAL, centre.code),
        "refused": refused,
        "wrong": refused.field if isinstance(refused, Malformed) else None,
    }
    return render(request, "appraisal/list.html", context, status=refused.status if refused else 200)


def lines_of(shown: queries.Shown, sort: str) -> list[Line]:
    """Everybody of a month, by name, by total or by one dimension; who was not scored comes last."""
    names = queries.names([one.clerk for one in shown.sheets.sheets])
    signs = shown.signs
    signed = queries.signed(shown.frozen) if shown.frozen else {}
    month = date.fromisoformat(shown.sheets.first)
    waiting: dict[int, int] = {}
    for one in queries.objections(shown.sheets.centre, month).filter(answered_at=None):
        waiting[one.account_id] = waiting.get(one.account_id, 0) + 1
    lines = [
        Line(
            account=one.clerk,
            name=names.get(one.clerk, _NOBODY),
            sheet=one,
            total=showing.points(one.total),
            days=decimal(one.days, 10, 1).removesuffix(".0"),
            points=tuple(showing.points(figure.points) for figure in one.figures),
            bonus=showing.yuan(one.bonus),
            signs=tuple(sign for sign in signs if sign.clerk == one.clerk),
            signed=one.clerk in signed,
            waits=waiting.get(one.clerk, 0),
        )
        for one in shown.sheets.sheets
    ]

    def place(line: Line) -> tuple[bool, int, str]:
        if sort == "name":
            return False, 0, line.name.zh
        figure = line.sheet.figure(sort)
        value = line.sheet.total if sort == "total" else figure.points if figure else None
        return value is None, -(value or 0), line.name.zh

    return sorted(lines, key=place)


def _spread(sheets: Sheets) -> tuple[str, str, str] | None:
    """The lowest, the middle and the highest total."""
    totals = sorted(one.total for one in sheets.sheets if one.total is not None)
    if not totals:
        return None
    return showing.points(totals[0]), showing.points(totals[len(totals) // 2]), showing.points(totals[-1])
