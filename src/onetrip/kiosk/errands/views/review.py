"""The review desk: what came from the kiosks, papers large beside the facts and the machine's advice."""

from __future__ import annotations

import uuid
from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.asking import known_lines
from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.kiosk.errands import actions, forms, queries
from onetrip.kiosk.errands.actions.reviewing import MOST_WORDS
from onetrip.kiosk.errands.lifecycle import ERRAND, is_of_kind
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.errands.views.pictures import shown
from onetrip.kiosk.models import Errand
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.people.identity import mask_number
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return render(request, "kiosk/errands/review.html", _queue(request))


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_GET
def errand(request: HttpRequest, errand_id: uuid.UUID) -> HttpResponse:
    """One errand: who, the facts, the form, the papers."""
    found = queries.of_centre(errand_id, centre_of(request))
    return _errand_page(request, found)


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_POST
def decide(request: HttpRequest, errand_id: uuid.UUID, verb: str) -> HttpResponse:
    """Accept, let print, ask again, or refuse; then the next one."""
    common: dict[str, Any] = {
        "errand_id": errand_id,
        "centre": centre_of(request),
        "account_id": account_of(request).pk,
        "now": timezone.now(),
        "by": account_of(request).actor,
        "key": sent_key(request),
    }
    words = sent(request, "words", most=4 * MOST_WORDS)
    try:
        if verb == "accept":
            actions.accept_errand(**common)
        elif verb == "approve-print":
            actions.approve_print(**common)
        elif verb == "ask-again":
            actions.ask_again(**common, papers=request.POST.getlist("paper")[:40], words=words)
        elif verb == "refuse":
            actions.refuse(**common, words=words)
        else:
            raise NotFound("verb-unknown", "没有这个按键。", "There is no such button.")
    except Refused as refused:
        if refused.status == 404:
            raise
        found = queries.of_centre(errand_id, centre_of(request))
        return _errand_page(request, found, refused=refused, words=words)
    return redirect("review")


@requires(Permission.REVIEW_ERRANDS)
@never_cache
@require_GET
def picture(request: HttpRequest, picture_id: uuid.UUID) -> HttpResponse:
    """A picture, for the one who decides."""
    return shown(queries.picture_of_centre(picture_id, centre_of(request)))


def _queue(request: HttpRequest) -> dict[str, Any]:
    now, code = timezone.now(), centre_of(request)
    centre = settled(code).centre
    midnight = datetime.combine(centre.day_of(now), time.min, tzinfo=centre.zone)
    waiting = list(queries.to_review(code)[:100])
    return {
        "waiting": waiting,
        "longest": int((now - waiting[0].submitted_at).total_seconds() // 60) if waiting else None,  # type: ignore[operator]
        "decided": queries.reviewed_today(code, midnight),
        "centre": centre,
        "now": now,
    }


def _errand_page(
    request: HttpRequest, found: Errand, *, refused: Refused | None = None, words: str = ""
) -> HttpResponse:
    run = run_of(found, timezone.now())
    context = {
        **_queue(request),
        "run": run,
        "errand": found,
        "facts": known_lines(run.known, run.catalogue.book.vocabulary, run.day),
        "fields": [one for one in forms.shown(_masked_fields(run), found.form, run.person) if one.value],
        "number": mask_number(run.holder.number) if run.holder else "",
        "state": ERRAND.states[found.state],
        "may": {verb for verb in ("accept", "approve-print", "ask-again", "refuse") if _may(found, verb)},
        "complete": all(line.state != "open" for line in run.lines),
        "refused": refused,
        "words": words,
        "most_words": MOST_WORDS,
    }
    return render(request, "kiosk/errands/review_errand.html", context, status=refused.status if refused else 200)


def _masked_fields(run: Run) -> tuple[Any, ...]:
    """The form without what only repeats the ID number: that is shown masked."""
    return tuple(field for field in run.fields if field.prefill != "id_number")


def _may(found: Errand, verb: str) -> bool:
    return is_of_kind(verb, found.kind) and ERRAND.allows(verb, found.state)
