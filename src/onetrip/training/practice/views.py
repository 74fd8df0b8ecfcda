"""Ten minutes a day, on the phone or at the desk: one question a page, judged at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby.queries import waiting_count
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission
from onetrip.training.practice import actions, queries

_LONGEST_ID = 160
_MOST_CHOSEN = 40


@requires(Permission.LEARN)
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What is due today, when the hall is quiet next, and what others see of it."""
    account, centre, now = account_of(request), centre_of(request), timezone.now()
    today = queries.today_of(account, centre, now)
    context = {
        **_frame(request),
        "today": today,
        "terms": queries.terms_of(centre),
        "has_next": not today.is_over and queries.next_of(account, centre, now) is not None,
        "quiet": queries.quiet_next(centre, now),
    }
    return render(request, "training/practice/start.html", context)


@requires(Permission.LEARN)
@never_cache
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """The next question, or that it is enough for today. `?until=` stops after so many answers of today (at a window)."""
    return _question(request, until=_until(request.GET.get("until", "")))


@requires(Permission.LEARN)
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Judge what was chosen."""
    account, centre = account_of(request), centre_of(request)
    item, until = sent(request, "item", most=_LONGEST_ID), _until(request.POST.get("until", ""))
    try:
        review = actions.answer(
            account=account,
            centre=centre,
            item=item,
            edition=_number(sent(request, "edition")),
            chosen=request.POST.getlist("chosen")[:_MOST_CHOSEN],
            now=timezone.now(),
            key=sent_key(request),
        )
    except Malformed as malformed:
        if malformed.field != "chosen":
            raise
        return _question(request, until=until, malformed=malformed)
    except Refused as refused:
        if refused.code != "item-not-in-force":
            raise
        return _question(request, until=until, refused=refused)
    return redirect(_with_until(reverse("practice-answered", args=[review.pk]), until))


@requires(Permission.LEARN)
@never_cache
@require_GET
def answered(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """Whether it was right, and why; how it felt; on to the next."""
    account, centre, now = account_of(request), centre_of(request), timezone.now()
    review = queries.review_of(account, review_id)
    asked = queries.asked_of(review.card, centre, now)
    today = queries.today_of(account, centre, now)
    until = _until(request.GET.get("until", ""))
    context: dict[str, Any] = {
        **_frame(request),
        "review": review,
        "asked": asked,
        "today": today,
        "until": until,
        "may_feel": queries.is_newest(review) and asked is not None,
        "next_due": review.card.due_at,
        "is_soon": review.card.due_at - now < queries.terms_of(centre).length,
    }
    if asked is not None:
        judged = asked.judge(frozenset(review.chosen))
        context |= {
            "judged": judged,
            "options": [(one, one.id in review.chosen, one.id in judged.right) for one in asked.item.options],
            "matter": asked.catalogue.matters[asked.item.matter],
            "has_manual": catalogues.current().matter(asked.item.matter) is not None,
        }
    return render(request, "training/practice/answered.html", context)


@requires(Permission.LEARN)
@require_POST
def feel(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """It was guessed, or known at once."""
    actions.feel(
        account=account_of(request),
        centre=centre_of(request),
        review_id=review_id,
        felt=sent(request, "felt"),
        now=timezone.now(),
        key=sent_key(request),
    )
    return redirect(_with_until(reverse("practice-answered", args=[review_id]), _until(request.POST.get("until", ""))))


@requires(Permission.LEARN)
@require_POST
def unfeel(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """That was a wrong press."""
    actions.unfeel(
        account=account_of(request),
        centre=centre_of(request),
        review_id=review_id,
        now=timezone.now(),
        key=sent_key(request),
    )
    return redirect(_with_until(reverse("practice-answered", args=[review_id]), _until(request.POST.get("until", ""))))


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def at_window(request: HttpRequest) -> HttpResponse:
    """A part of the window's page while nobody is there: five questions, if nobody waits and the day has room for them."""
    account, centre, now = account_of(request), centre_of(request), timezone.now()
    nobody = HttpResponse()
    if not account.may(Permission.LEARN, centre) or waiting_count(settled(centre).centre, now):
        return nobody
    today = queries.today_of(account, centre, now)
    if today.is_over or queries.next_of(account, centre, now) is None:
        return nobody
    five = queries.terms_of(centre).five
    return render(request, "training/practice/at_window.html", {"five": five, "until": today.answered + five})


@requires(Permission.LEARN)
@never_cache
@require_GET
def somebody_waits(request: HttpRequest) -> HttpResponse:
    """A part of the questions that were begun at a window: whether somebody has come meanwhile."""
    centre = centre_of(request)
    waiting = waiting_count(settled(centre).centre, timezone.now())
    may_serve = account_of(request).may(Permission.SERVE_AT_WINDOW, centre)
    return render(request, "training/practice/somebody_waits.html", {"waiting": waiting if may_serve else 0})


def _question(
    request: HttpRequest,
    *,
    until: int | None,
    malformed: Malformed | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    account, centre, now = account_of(request), centre_of(request), timezone.now()
    today = queries.today_of(account, centre, now)
    asked = None
    if not today.is_over and (until is None or today.answered < until):
        asked = queries.next_of(account, centre, now)
    said = malformed or refused
    context: dict[str, Any] = {
        **_frame(request),
        "today": today,
        "terms": queries.terms_of(centre),
        "asked": asked,
        "until": until,
        "said_wrong": said,
        "quiet": queries.quiet_next(centre, now) if asked is None else None,
    }
    if asked is None:
        return render(request, "training/practice/over.html", context, status=said.status if said else 200)
    context |= {
        "category": asked.catalogue.categories[asked.item.category],
        "matter": asked.catalogue.matters[asked.item.matter],
        "in_day": until - today.answered if until is not None else None,
    }
    return render(request, "training/practice/question.html", context, status=said.status if said else 200)


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {"account": account_of(request), "catalogue_version": catalogues.current().number}


def _until(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 5 else None


def _number(raw: str) -> int:
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise NotFound(
            "edition-unknown", "这一页不完整。请回到练习再来。", "This page is not whole. Please go back to practice."
        )
    return int(raw)


def _with_until(address: str, until: int | None) -> str:
    return f"{address}?until={until}" if until is not None else address
