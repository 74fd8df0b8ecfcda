"""What a window and the front desk have of it: the key, the small form, what became of it, answers found while typing."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.saying import holds_long_number
from onetrip.centres.queries import duty_of
from onetrip.knowledge import actions, queries
from onetrip.knowledge.showing import matter_name, shown, shown_answers
from onetrip.knowledge.words import MOST_QUESTION
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.lobby import queries as lobby
from onetrip.lobby.models import Ticket
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

NEAREST = 3
"""Earlier answers shown beside what is being typed."""
NEWEST = 2
"""Questions that a window shows at once; those before are folded away."""
_SLACK = 100


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_GET
def now(request: HttpRequest) -> HttpResponse:
    """The key, and what became of what was asked here: a part of the window's page, fetched again when it changes."""
    return render(request, "knowledge/parts/at_window.html", _mine(request))


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The small form, and calling somebody by it; `?close` folds it away again."""
    if request.method == "POST":
        return _asked(request)
    if "close" in request.GET:
        return HttpResponse("")
    return _form(request)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def near(request: HttpRequest) -> HttpResponse:
    """The earlier answers nearest to what is being typed. Posted, because words belong into no address."""
    typed, matter = sent(request, "words", most=MOST_QUESTION + _SLACK), sent(request, "matter")
    return render(request, "knowledge/parts/near.html", _near(request, typed, matter))


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def spare(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """An earlier answer says it: nobody has to be called."""
    actions.spare(
        centre=centre_of(request),
        account_id=account_of(request).pk,
        answer_id=answer_id,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    found = queries.answer(centre_of(request), answer_id)
    return _after(request, {"spared": shown_answers([found])[0]})


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def step(request: HttpRequest, question_id: uuid.UUID, verb: str) -> HttpResponse:
    """The asker's own steps: say more, take it back, say whether it helped."""
    given: dict[str, Any] = {
        "centre": centre_of(request),
        "question_id": question_id,
        "account_id": account_of(request).pk,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }
    if verb == "more":
        words = sent(request, "words", most=MOST_QUESTION + _SLACK)
        try:
            actions.say_more(words=words, not_a_name=bool(sent(request, "not_a_name")), **given)
        except Malformed as malformed:
            context = {**_mine(request), "malformed": malformed, "more_of": question_id, "more_words": words}
            template = "knowledge/parts/at_window.html" if _is_part(request) else "knowledge/ask.html"
            return render(request, template, context, status=malformed.status)
    elif verb == "withdraw":
        actions.withdraw(**given)
    elif verb in ("helped", "not-helped"):
        actions.judge(helped=verb == "helped", **given)
    else:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    return _after(request)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def told(request: HttpRequest, given_id: int) -> HttpResponse:
    """Somebody has read that an answer they were given was mended."""
    actions.note_told(
        given_id=given_id,
        account_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return _after(request)


def _asked(request: HttpRequest) -> HttpResponse:
    try:
        actions.ask(
            centre=centre_of(request),
            account_id=account_of(request).pk,
            words=sent(request, "words", most=MOST_QUESTION + _SLACK),
            matter=sent(request, "matter"),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
            not_a_name=bool(sent(request, "not_a_name")),
        )
    except Malformed as malformed:
        if malformed.field not in ("words", "matter"):
            raise
        return _form(request, malformed)
    return _after(request)


def _after(request: HttpRequest, more: dict[str, Any] | None = None) -> HttpResponse:
    """The part as it is now, with the form folded away; without scripts the page that was come from."""
    if request.headers.get("HX-Target") == "difficult-now":
        return render(request, "knowledge/parts/at_window.html", _mine(request))
    if _is_part(request):
        return render(request, "knowledge/parts/after.html", {**_mine(request), **(more or {})})
    return redirect("window" if duty_of(account_of(request).pk) else "question-ask")


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _mine(request: HttpRequest) -> dict[str, Any]:
    account, moment = account_of(request), timezone.now()
    mended = queries.mended_for(account.pk, moment)
    mine = shown(queries.of_asker(centre_of(request), account.pk, moment), moment)
    return {
        "mine": mine,
        "older": len(mine) - NEWEST,
        "mended": [(one, matter_name(one.given.answer.matter)) for one in mended],
    }


def _form(request: HttpRequest, malformed: Malformed | None = None) -> HttpResponse:
    account, moment, centre = account_of(request), timezone.now(), centre_of(request)
    ticket = _ticket(request)
    words = request.POST.get("words", "")[:MOST_QUESTION] if malformed else ""
    matters = _matters(ticket)
    matter = sent(request, "matter") if malformed else matters[0][0] if len(matters) == 1 else ""
    context = {
        **_mine(request),
        **_near(request, words, matter),
        "ticket": ticket,
        "duty": duty_of(account.pk),
        "matters": matters,
        "matter": matter,
        "words": words,
        "malformed": malformed,
        "helpers": queries.helpers_at_work(centre, moment, without=account.pk),
    }
    template = "knowledge/parts/ask_form.html" if _is_part(request) else "knowledge/ask.html"
    return render(request, template, context, status=malformed.status if malformed else 200)


def _near(request: HttpRequest, typed: str, matter: str) -> dict[str, Any]:
    """Nothing is searched for with what may be somebody's number."""
    centre = centre_of(request)
    found = [] if holds_long_number(typed) else queries.search(centre, typed, matter=matter, most=NEAREST)
    return {"near": shown_answers(found), "is_typed": bool(typed.strip())}


def _ticket(request: HttpRequest) -> Ticket | None:
    duty = duty_of(account_of(request).pk)
    here = duty is not None and duty.window.centre_id == centre_of(request)
    return lobby.open_ticket(duty.window_id) if duty is not None and here else None


def _matters(ticket: Ticket | None) -> list[tuple[str, Text]]:
    """What whoever is at the window came for."""
    if ticket is None or not catalogues.newest_number():
        return []
    found = ((matter, matter_name(matter)) for matter in ticket.visit.wanted)
    return [(matter, name) for matter, name in found if name is not None]
