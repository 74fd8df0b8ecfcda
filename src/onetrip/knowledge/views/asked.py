"""The helper's pages: who asks, and one question with the plan and the papers of whoever is there."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.knowledge import actions, queries
from onetrip.knowledge.lifecycle import QUESTION
from onetrip.knowledge.models import Question
from onetrip.knowledge.rules import rules
from onetrip.knowledge.showing import matters_to_choose, papers_of, shown, shown_answers
from onetrip.knowledge.words import MOST_ANSWER, MOST_QUESTION
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.staff.access import account_of, actor_of, centre_of, may_see, requires
from onetrip.staff.permissions import Permission

SIMILAR = 4
"""Earlier answers beside a question."""
_SLACK = 200
_PLAIN = {"come": actions.come, "settle": actions.settle}
_IN_WORDS = {"answer": actions.answer, "write-up": actions.write_up}


@requires(Permission.ANSWER_COLLEAGUES)
@never_cache
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """Everybody who asks now, the newest first."""
    return render(request, "knowledge/asked.html", _list(request))


@requires(Permission.ANSWER_COLLEAGUES)
@never_cache
@require_GET
def asked_now(request: HttpRequest) -> HttpResponse:
    """The list alone, fetched again when something changes."""
    return render(request, "knowledge/parts/asked_list.html", _list(request))


@requires(Permission.ANSWER_COLLEAGUES)
@never_cache
@require_GET
def hint(request: HttpRequest) -> HttpResponse:
    """Who asks, for the top of the duty desk; nothing while nobody does."""
    waiting = [one for one in _list(request)["asked"] if one.one.state == Question.State.ASKED]
    return render(request, "knowledge/parts/hint.html", {"waiting": waiting})


@requires(Permission.ANSWER_COLLEAGUES)
@never_cache
@require_GET
def question(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """One question; opening it in a browser puts the look on record (`seen`)."""
    return _page(request, question_id)


@requires(Permission.ANSWER_COLLEAGUES)
@never_cache
@require_GET
def question_now(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """How far it is, fetched again when something changes; what is being typed stays."""
    one = queries.question(centre_of(request), question_id)
    return render(request, "knowledge/parts/question_now.html", _state(request, one))


@requires(Permission.ANSWER_COLLEAGUES)
@never_cache
@require_POST
def seen(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """The page was opened: on record each time, and the window is told of the first."""
    actions.see(
        centre=centre_of(request),
        question_id=question_id,
        account_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
    )
    return HttpResponse(status=204)


@requires(Permission.ANSWER_COLLEAGUES)
@never_cache
@require_POST
def step(request: HttpRequest, question_id: uuid.UUID, verb: str) -> HttpResponse:
    """Come, answer, use an earlier answer, hand on, settle, write up."""
    given: dict[str, Any] = {
        "centre": centre_of(request),
        "question_id": question_id,
        "account_id": account_of(request).pk,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }
    try:
        if verb in _PLAIN:
            _PLAIN[verb](**given)
        elif verb in _IN_WORDS:
            _IN_WORDS[verb](
                words=sent(request, "words", most=MOST_ANSWER + _SLACK),
                question=sent(request, "question", most=MOST_QUESTION + _SLACK),
                matter=sent(request, "matter"),
                not_a_name=bool(sent(request, "not_a_name")),
                **given,
            )
        elif verb == "use":
            actions.use_answer(answer_id=_id(sent(request, "answer")), **given)
        elif verb == "pass-on":
            actions.pass_on(to=sent(request, "to", most=10), **given)
        else:
            raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    except Malformed as malformed:
        if malformed.field not in ("words", "question", "matter", "to"):
            raise
        return _page(request, question_id, malformed)
    if verb in ("come", "settle"):
        return redirect("question", question_id)
    return redirect("knowledge-asked")


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFound("answer-unknown", "没有这条答复。", "There is no such answer.") from error


def _list(request: HttpRequest) -> dict[str, Any]:
    centre, moment, account = centre_of(request), timezone.now(), account_of(request)
    return {
        "asked": shown(queries.asked(centre), moment),
        "to_write_up": shown(queries.to_write_up(centre, account.pk), moment),
        "centre": settled(centre).centre,
        "account": account,
        "rules": rules(),
    }


def _state(request: HttpRequest, one: Question) -> dict[str, Any]:
    account = account_of(request)
    return {
        "shown": shown([one], timezone.now())[0],
        "one": one,
        "account": account,
        "is_own": one.account_id == account.pk,
        "is_mine": one.helper_id == account.pk,
        "may_come": QUESTION.allows("come", one.state) and one.account_id != account.pk,
        "state": QUESTION.states[one.state],
    }


def _page(request: HttpRequest, question_id: uuid.UUID, malformed: Malformed | None = None) -> HttpResponse:
    centre, moment, account = settled(centre_of(request)).centre, timezone.now(), account_of(request)
    one = queries.question(centre.code, question_id)
    state = _state(request, one)
    may_answer = not state["is_own"] and one.is_open and one.helper_id in (None, account.pk)
    similar = queries.search(centre.code, one.words, matter=one.matter, most=SIMILAR) if one.is_open else []
    context = {
        **state,
        "centre": centre,
        "papers": papers_of(one, now=moment, day=centre.day_of(moment)),
        "may_see_private": may_see(request, Permission.SEE_PRIVATE),
        "may_answer": may_answer,
        "may_write_up": one.state == Question.State.SETTLED and one.answer_id is None and state["is_mine"],
        "similar": shown_answers(similar),
        "matters": matters_to_choose(one),
        "colleagues": queries.may_help(centre.code, without={account.pk, one.account_id}) if may_answer else [],
        "malformed": malformed,
        "typed": {name: request.POST.get(name, "") for name in ("words", "question", "matter")} if malformed else None,
    }
    return render(request, "knowledge/question.html", context, status=malformed.status if malformed else 200)
