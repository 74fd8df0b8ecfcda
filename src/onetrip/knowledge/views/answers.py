"""The knowledge: what was asked and answered, found again; an answer with how it read over time."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue.saying import holds_long_number
from onetrip.centres.queries import settled
from onetrip.knowledge import actions, queries
from onetrip.knowledge.models import Answer
from onetrip.knowledge.showing import called, matter_name, shown_answers
from onetrip.knowledge.words import MOST_ANSWER, MOST_QUESTION, MOST_WHY
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.ledger.words import is_id, one_line
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

MOST_FOUND = 20
_SLACK = 200


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def knowledge(request: HttpRequest) -> HttpResponse:
    """Search over questions and answers; without words the newest, `?matter=` those about one matter."""
    centre = settled(centre_of(request)).centre
    typed, matter = one_line(request.GET.get("q", ""), 160), request.GET.get("matter", "")[:80]
    matter = matter if is_id(matter) else ""
    holds_number = holds_long_number(typed)
    if typed and not holds_number:
        found = queries.search(centre.code, typed, matter=matter, most=MOST_FOUND)
    else:
        found = queries.answers(centre.code, matter=matter)
    context = {
        "found": shown_answers(found),
        "typed": "" if holds_number else typed,
        "holds_number": holds_number,
        "matter": matter,
        "matter_name": matter_name(matter),
        "centre": centre,
        "may_help": account_of(request).may(Permission.ANSWER_COLLEAGUES, centre.code),
        "may_edit": account_of(request).may(Permission.EDIT_CATALOGUE, centre.code),
        "may_figures": account_of(request).may(Permission.SEE_FIGURES, centre.code),
    }
    return render(request, "knowledge/knowledge.html", context)


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def answer(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """One answer, how it read over time, and what can be done about it."""
    return _page(request, answer_id)


@requires(Permission.ANSWER_COLLEAGUES)
@never_cache
@require_POST
def step(request: HttpRequest, answer_id: uuid.UUID, verb: str) -> HttpResponse:
    """Correct it, confirm it, withdraw it, put it back."""
    given: dict[str, Any] = {
        "centre": centre_of(request),
        "answer_id": answer_id,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }
    try:
        if verb == "correct":
            actions.correct(
                seen=_number(sent(request, "seen", most=6)),
                question=sent(request, "question", most=MOST_QUESTION + _SLACK),
                words=sent(request, "words", most=MOST_ANSWER + _SLACK),
                why=sent(request, "why", most=MOST_WHY + _SLACK),
                **given,
            )
        elif verb == "confirm":
            actions.confirm(seen=_number(sent(request, "seen", most=6)), **given)
        elif verb == "withdraw":
            actions.withdraw_answer(why=sent(request, "why", most=MOST_WHY + _SLACK), **given)
        elif verb == "put-back":
            actions.put_back(**given)
        else:
            raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    except Malformed as malformed:
        if malformed.field not in ("question", "words", "why"):
            raise
        return _page(request, answer_id, malformed, verb)
    return redirect("knowledge-answer", answer_id)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def _page(
    request: HttpRequest, answer_id: uuid.UUID, malformed: Malformed | None = None, verb: str = ""
) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    found = queries.answer(centre.code, answer_id)
    versions = queries.versions_of(found.answer)
    names = called(one.by for one in versions)
    may_help = account_of(request).may(Permission.ANSWER_COLLEAGUES, centre.code)
    context = {
        "shown": shown_answers([found])[0],
        "found": found,
        "answer": found.answer,
        "version": found.version,
        "versions": [(one, names[one.by]) for one in versions],
        "centre": centre,
        "is_ours": found.answer.centre_id == centre.code,
        "may_change": may_help and found.answer.centre_id == centre.code,
        "is_withdrawn": found.answer.state == Answer.State.WITHDRAWN,
        "malformed": malformed,
        "wrong_verb": verb,
        "typed": {name: request.POST.get(name, "") for name in ("words", "question", "why")} if malformed else None,
    }
    return render(request, "knowledge/answer.html", context, status=malformed.status if malformed else 200)
