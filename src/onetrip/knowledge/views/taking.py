"""The editor's list: answered questions that nobody has looked at, and what was made of the others."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.knowledge import actions, queries
from onetrip.knowledge.models import Answer
from onetrip.knowledge.showing import shown_answers
from onetrip.knowledge.words import MOST_WHY
from onetrip.ledger.refusals import Malformed
from onetrip.rules import Text
from onetrip.staff.access import actor_of, requires
from onetrip.staff.permissions import Permission

SHOWN = 40
WHOSE = "the catalogue is the same for the whole city; an answer holds no resident"
TAKEN = {
    Answer.TakenUp.FINDING: Text("去改规则", "to the catalogue"),
    Answer.TakenUp.TRAINING: Text("进了培训", "a training item"),
    Answer.TakenUp.NOTHING: Text("不用改", "nothing needed"),
}


@requires(Permission.EDIT_CATALOGUE, everywhere=WHOSE)
@never_cache
@require_GET
def taking(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first, and the latest that was seen to."""
    return _page(request)


@requires(Permission.EDIT_CATALOGUE, everywhere=WHOSE)
@never_cache
@require_POST
def take(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """A change of the rules, a training item, or nothing, with the reason."""
    try:
        actions.take_up(
            answer_id=answer_id,
            how=sent(request, "how"),
            why=sent(request, "why", most=MOST_WHY + 100),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        if malformed.field not in ("how", "why"):
            raise
        return _page(request, malformed, answer_id)
    return redirect("knowledge-taking")


@requires(Permission.EDIT_CATALOGUE, everywhere=WHOSE)
@never_cache
@require_POST
def undo(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """It was a slip: as if nobody had looked at it."""
    actions.undo_taking_up(answer_id=answer_id, now=timezone.now(), by=actor_of(request), key=sent_key(request))
    return redirect("knowledge-taking")


def _page(request: HttpRequest, malformed: Malformed | None = None, wrong: uuid.UUID | None = None) -> HttpResponse:
    waiting = queries.in_words(queries.to_take_up()[:SHOWN])
    done = queries.in_words(queries.to_take_up(taken=True)[:SHOWN])
    context = {
        "waiting": shown_answers(waiting),
        "done": [(one, TAKEN[Answer.TakenUp(one.found.answer.taken_up)]) for one in shown_answers(done)],
        "malformed": malformed,
        "wrong": wrong,
        "typed": request.POST.get("why", "")[:MOST_WHY] if malformed else "",
    }
    return render(request, "knowledge/taking.html", context, status=malformed.status if malformed else 200)
