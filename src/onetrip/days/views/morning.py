"""Eight o'clock: one page on which the director walks the hall before the doors open."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.days import actions, queries
from onetrip.days.checks import CHECKS
from onetrip.ledger.addresses import public_origin
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.OPEN_THE_DAY)
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The round of today, or the way to begin one; and the earlier rounds, which are kept."""
    centre = settled(centre_of(request)).centre
    now = timezone.now()
    context = {
        "centre": centre,
        "today": centre.day_of(now),
        "newest": queries.newest_of_day(centre.code, centre.day_of(now)),
        "rounds": queries.rounds(centre.code),
        "checks": len(CHECKS),
    }
    return render(request, "days/morning.html", context)


@requires(Permission.OPEN_THE_DAY)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    begun = actions.begin_round(
        centre=centre_of(request), now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return redirect("round", begun.pk)


@requires(Permission.OPEN_THE_DAY)
@never_cache
@require_GET
def walk(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """The round; what has not been tried yet tries itself."""
    return render(request, "days/walk.html", _walk(request, round_id))


@requires(Permission.OPEN_THE_DAY)
@never_cache
@require_POST
def make_check(request: HttpRequest, round_id: uuid.UUID, code: str) -> HttpResponse:
    """Try one thing, and show its line; what is not known yet asks again by itself."""
    found = actions.make_check(
        centre=centre_of(request),
        round_id=round_id,
        code=code,
        now=timezone.now(),
        by=actor_of(request),
        browser=_browser_clock(request),
        origin=public_origin(request),
    )
    return _line(request, round_id, code, is_trying=found is None)


@requires(Permission.OPEN_THE_DAY)
@never_cache
@require_POST
def answer(request: HttpRequest, round_id: uuid.UUID, code: str) -> HttpResponse:
    """Say what was done about a finding."""
    actions.answer(
        centre=centre_of(request),
        round_id=round_id,
        code=code,
        words=sent(request, "words", most=400),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return _line(request, round_id, code)


@requires(Permission.OPEN_THE_DAY)
@require_POST
def ready(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """The hall may open."""
    actions.declare_ready(
        centre=centre_of(request), round_id=round_id, now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return redirect("round", round_id)


def _walk(request: HttpRequest, round_id: uuid.UUID) -> dict[str, Any]:
    centre = settled(centre_of(request)).centre
    walked = queries.walk(centre.code, round_id)
    is_today = walked.round.day == centre.day_of(timezone.now())
    return {"centre": centre, "walk": walked, "is_open": walked.round.opened_at is None and is_today}


def _line(request: HttpRequest, round_id: uuid.UUID, code: str, *, is_trying: bool = False) -> HttpResponse:
    """The line alone with the summary beside it for a page that is open; else the whole page."""
    if not request.headers.get("HX-Request"):
        return redirect("round", round_id)
    line = queries.line(centre_of(request), round_id, code)
    shown = replace(line, finding=None) if is_trying else line  # what an earlier try found is being tried anew
    context = _walk(request, round_id) | {"line": shown, "is_trying": is_trying, "is_refresh": True}
    return render(request, "days/parts/line_alone.html", context)


def _browser_clock(request: HttpRequest) -> datetime | None:
    """What the browser's clock said when it asked; None for one that said nothing readable."""
    try:
        told = parse_datetime(sent(request, "browser", most=40))
    except ValueError:
        return None
    return told if told is not None and told.tzinfo is not None else None
