"""One's own sheet: live or settled, each figure open to what it was computed from, and the way to object."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.appraisal import actions, charts, queries, showing
from onetrip.appraisal.actions.objecting import MOST_WORDS
from onetrip.appraisal.model import DIMENSIONS
from onetrip.appraisal.wording import month_words
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

MOST_ROWS = 120
"""Cases on one page behind a figure, so that it stays small."""


@requires(Permission.SEE_OWN_SHEET)
@never_cache
@require_GET
def newest(request: HttpRequest) -> HttpResponse:
    """The sheet of the running month."""
    centre = settled(centre_of(request)).centre
    return _page(request, centre.day_of(timezone.now()).replace(day=1))


@requires(Permission.SEE_OWN_SHEET)
@never_cache
@require_GET
def sheet(request: HttpRequest, month: date) -> HttpResponse:
    """The sheet of any month."""
    return _page(request, month)


@requires(Permission.SEE_OWN_SHEET)
@never_cache
@require_GET
def behind(request: HttpRequest, month: date, dimension: str) -> HttpResponse:
    """What a figure was computed from: cases by number and matter, never a resident."""
    if dimension not in DIMENSIONS:
        raise Http404
    centre, account = settled(centre_of(request)).centre, account_of(request)
    shown = queries.shown(centre, month, timezone.now())
    return render(
        request,
        "appraisal/behind.html",
        behind_context(shown, month, account.pk, dimension, turned_to(request)) | {"centre": centre, "is_own": True},
    )


@requires(Permission.SEE_OWN_SHEET)
@require_POST
def object_to(request: HttpRequest, month: date) -> HttpResponse:
    """Say what is not right."""
    account = account_of(request)
    try:
        actions.make_objection(
            centre=centre_of(request),
            month=month,
            account_id=account.pk,
            words=sent(request, "words", most=MOST_WORDS),
            dimension=sent(request, "dimension", most=12),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as refused:
        return _page(request, month, refused)
    return redirect("own-sheet-of", month)


@requires(Permission.SEE_OWN_SHEET)
@require_POST
def sign(request: HttpRequest, month: date) -> HttpResponse:
    """Say that one has seen a settled sheet."""
    actions.sign(
        centre=centre_of(request),
        month=month,
        account_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("own-sheet-of", month)


def turned_to(request: HttpRequest) -> int:
    """The page of a long list that is asked for, from 1."""
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1


def behind_context(shown: queries.Shown, month: date, account: int, dimension: str, turned: int) -> dict[str, Any]:
    """What both pages behind a figure show, one's own and the director's. Raises Http404 without such a sheet."""
    found = shown.sheets.of(account)
    if found is None:
        raise Http404
    shows = showing.page(shown, found)
    found_behind = showing.behind(shown, account, dimension)
    first = (turned - 1) * MOST_ROWS
    return {
        "month": month,
        "month_words": month_words(month),
        "dimension": dimension,
        "title": DIMENSIONS[dimension],
        "row": next((row for row in shows.rows if row.code == dimension), None),
        "why": shows.why,
        "behind": found_behind[first : first + MOST_ROWS],
        "number": len(found_behind),
        "pages": range(1, -(-len(found_behind) // MOST_ROWS) + 1),
        "turned": turned,
        "rated": showing.rated(shown, account) if dimension == "rating" else (),
        "account": account,
    }


def sheet_context(shown: queries.Shown, month: date, account: int) -> dict[str, Any]:
    """What a sheet shows wherever it stands: figures, pictures, trend. `page` None: nobody of that account in the month."""
    found = shown.sheets.of(account)
    centre = shown.sheets.centre
    totals = queries.totals(centre, account)
    earlier = [total for of, total in totals if of < month and total is not None]
    return {
        "month": month,
        "month_words": month_words(month),
        "shown": shown,
        "is_live": shown.frozen is None,
        "page": showing.page(shown, found) if found else None,
        "before": showing.points(earlier[-1]) if earlier else "",
        "trend": charts.trend([(f"{of.month}", total) for of, total in totals]),
        "trend_rows": [(of, showing.points(total)) for of, total in totals],
    }


def _page(request: HttpRequest, month: date, refused: Refused | None = None) -> HttpResponse:
    now, account = timezone.now(), account_of(request)
    centre = settled(centre_of(request)).centre
    shown = queries.shown(centre, month, now)
    looked, listed = queries.looks_at(centre.code, month, account.pk)
    signed = queries.signed(shown.frozen) if shown.frozen else {}
    context = sheet_context(shown, month, account.pk) | {
        "centre": centre,
        "me": account,
        "months": [(one, month_words(one)) for one in queries.months(centre, now)],
        "looked": looked,
        "listed": listed,
        "objections": list(queries.objections(centre.code, month, account=account.pk)),
        "dimensions": DIMENSIONS,
        "signed_at": signed.get(account.pk),
        "refused": refused,
        "words": request.POST.get("words", "")[:MOST_WORDS],
        "is_own": True,
    }
    return render(request, "appraisal/own.html", context, status=refused.status if refused else 200)
