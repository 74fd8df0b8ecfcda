"""Questions one a screen, then the plan, then the slip: the same consultation as everywhere, of the kiosk's own channel."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import actions, queries, undiscovered
from onetrip.advice.asking import asked_again, asked_still, known_lines, question_shown
from onetrip.advice.forms import sent, sent_key
from onetrip.advice.memory import days_of
from onetrip.advice.models import Consultation
from onetrip.advice.papers import said_of_papers
from onetrip.advice.presenting import hours_in_words, shown
from onetrip.advice.queries import ConsultationState
from onetrip.advice.sheet import proxy_sentence
from onetrip.advice.views.acts import PHONE_ACTS, act_called, issue
from onetrip.advice.views.desk_screen import Wrong
from onetrip.catalogue.saying import MOST_SAID
from onetrip.centres.queries import settled
from onetrip.kiosk import offers, usage, wheels
from onetrip.kiosk.frame import KioskRequest, at_kiosk, begin_stay, require_consultation
from onetrip.kiosk.stay import actions as stays
from onetrip.kiosk.usage import Step
from onetrip.ledger.refusals import Malformed
from onetrip.staff.access import actor_of, centre_of

_GO_ON = ("answer", "skip", "back", "hear", "offer", "everything")
"""Presses after which the next question comes, if there is one."""


@at_kiosk
@sensitive_post_parameters("said")
@require_POST
def begin(request: KioskRequest) -> HttpResponse:
    """Begin to ask, about `matter` or, without one, about everything there may be. The same key again begins nothing new."""
    now, by = timezone.now(), actor_of(request)
    words, matter = sent(request, "said", most=MOST_SAID), sent(request, "matter")
    key = sent_key(request)
    with transaction.atomic():
        begun = actions.begin(centre=centre_of(request), channel=Consultation.Channel.KIOSK, now=now, by=by, key=key)
        if matter:
            actions.hear(consultation_id=begun.pk, said=words, matter=matter, now=now, by=by)
        stays.ask(stay=begin_stay(request, now), consultation_id=begun.pk, now=now)
    return redirect("kiosk-ask", begun.pk)


@at_kiosk
@require_GET
def ask(request: KioskRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """The next question; the plan when what was asked for is settled.

    `?more=1` goes on to what else there may be; `?fact=` puts an answered question again.
    """
    require_consultation(request, consultation_id)
    return _question_page(request, queries.state(consultation_id, now=timezone.now()))


@at_kiosk
@require_GET
def plan(request: KioskRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """The plan as it stands: a preview, and says so."""
    require_consultation(request, consultation_id)
    return _plan_page(request, queries.state(consultation_id, now=timezone.now()))


@at_kiosk
@sensitive_post_parameters()
@require_POST
def press(request: KioskRequest, consultation_id: uuid.UUID, act: str) -> HttpResponse:
    """One press; goes on to the next question or back to the plan."""
    do = act_called(act, PHONE_ACTS)
    require_consultation(request, consultation_id)
    now = timezone.now()
    wheels.read_date(request)
    try:
        do(request, consultation_id, now, actor_of(request))
    except Malformed as malformed:
        if not (malformed.field or "").startswith("answer"):
            raise
        return _question_page(request, queries.state(consultation_id, now=now), Wrong.of(malformed))
    if act in _GO_ON:
        more = "?more=1" if request.POST.get("more") or act == "everything" else ""
        return redirect(reverse("kiosk-ask", args=[consultation_id]) + more)
    return redirect("kiosk-plan", consultation_id)


@at_kiosk
@sensitive_post_parameters("last_four")
@require_POST
def take_slip(request: KioskRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """Turn the plan into a promise with a number; it then lies before whoever stands there."""
    stay = require_consultation(request, consultation_id)
    now = timezone.now()
    try:
        slip = issue(request, consultation_id, now, actor_of(request))
    except Malformed as malformed:
        if malformed.field != "last_four":
            raise
        return _plan_page(request, queries.state(consultation_id, now=now), Wrong.of(malformed))
    stays.take_slip(stay=stay, slip_id=slip.pk, now=now)
    return redirect("kiosk-slip")


def _question_page(request: KioskRequest, state: ConsultationState, wrong: Wrong | None = None) -> HttpResponse:
    consultation, vocabulary = state.consultation, state.catalogue.book.vocabulary
    named = request.POST.get("fact", "") if wrong else request.GET.get("fact", "")
    more = bool(request.GET.get("more") or request.POST.get("more"))
    question = question_shown(state.question, vocabulary) if state.question else None
    again = asked_again(named, state.known, consultation.asked, vocabulary)
    if wrong and again is None and (question is None or question.fact != named):
        question = asked_still(named, vocabulary) or question
    question = again or question
    if question is None or (question.offered and consultation.wanted and not more and again is None):
        return redirect("kiosk-plan", consultation.pk)
    _stands_at(request, Step.QUESTION, consultation)
    asked = len(consultation.asked)
    context = {
        "consultation": consultation,
        "acts": reverse("kiosk-ask", args=[consultation.pk]),
        "question": question,
        "asked": asked,
        "percent": round(100 * asked / max(1, asked + question.left)),
        "more": more or not consultation.wanted,
        "again": again is not None,
        "plan": shown(state.plan),
        "wrong": wrong,
        "this_page": reverse("kiosk-ask", args=[consultation.pk]) if wrong else "",
        "typed": request.POST.get("answer", "")[:40] if wrong else question.value,
        "wheels": wheels.wheels_for(vocabulary.facts[question.fact], question.value, state.plan.day)
        if question.form == "date"
        else None,
    }
    return render(request, "kiosk/question.html", context, status=422 if wrong else 200)


def _plan_page(request: KioskRequest, state: ConsultationState, wrong: Wrong | None = None) -> HttpResponse:
    consultation, vocabulary = state.consultation, state.catalogue.book.vocabulary
    place = settled(consultation.centre_id)
    parts = shown(state.plan)
    _stands_at(request, Step.PLAN, consultation)
    context = {
        "consultation": consultation,
        "acts": reverse("kiosk-ask", args=[consultation.pk]),
        "plan": parts,
        "proxy": proxy_sentence(state.plan),
        "place": place.centre,
        "hours": hours_in_words(place.hours, state.plan.day),
        "known": known_lines(state.known, vocabulary, state.plan.day, days_of(consultation.facts)),
        "papers_said": said_of_papers(consultation.held, consultation.lacking, state.catalogue.papers),
        "question": state.question,
        "undiscovered": undiscovered.told(state.outlook) if consultation.everything else None,
        "here": offers.begun_here(
            (state.catalogue.matters[line.item.matter] for line in parts.now), request.kiosk, state.plan.day
        ),
        "wrong": wrong,
        "this_page": reverse("kiosk-plan", args=[consultation.pk]) if wrong else "",
    }
    return render(request, "kiosk/plan.html", context, status=422 if wrong else 200)


def _stands_at(request: KioskRequest, step: Step, consultation: Consultation) -> None:
    """Named by the matter they began with: which others joined it says something about a life."""
    if request.stay is not None:
        matter = consultation.wanted[0] if consultation.wanted else ""
        usage.step(request.stay, step, matter=matter, now=timezone.now(), by=actor_of(request))
