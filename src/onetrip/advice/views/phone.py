"""The resident's own phone: say what it is about, answer one question a page, see the plan, take the slip."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import actions, queries, sessions, undiscovered
from onetrip.advice.asking import KnownLine, QuestionShown, asked_again, asked_still, known_lines, question_shown
from onetrip.advice.forms import sent
from onetrip.advice.memory import days_of
from onetrip.advice.models import Consultation
from onetrip.advice.papers import said_of_papers
from onetrip.advice.presenting import hours_in_words, shown
from onetrip.advice.queries import ConsultationState
from onetrip.advice.searching import found
from onetrip.advice.sheet import proxy_sentence
from onetrip.advice.views.acts import PHONE_ACTS, act_called, issue
from onetrip.advice.views.desk_screen import Wrong
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.actions import note_unanswered
from onetrip.catalogue.book import Matter
from onetrip.catalogue.saying import MOST_SAID, holds_long_number
from onetrip.centres.opening import is_open, next_opening
from onetrip.centres.queries import Settled, settled
from onetrip.ledger.refusals import Malformed
from onetrip.rules import Text
from onetrip.staff.access import ONLY_ITS_OWNER, centre_of, requires
from onetrip.staff.permissions import Permission

MOST_FREQUENT = 6
MOST_TOLD = 3
RESIDENT = "resident"

# Whoever uses the phone's pages is a resident there, also with a staff account signed in in the same browser.


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Where a resident begins: in own words, or from what is asked most, or by kind."""
    now = timezone.now()
    place, catalogue = settled(centre_of(request)), catalogues.current()
    frequent = queries.asked_most(place.centre, catalogue, now=now)[:MOST_FREQUENT]
    context = {
        "catalogue": catalogue,
        "frequent": [asked.matter for asked in frequent],
        "life_events": [event for event in catalogue.life_events.values() if catalogue.in_life_event(event.id)],
        "mine": sessions.latest(request),
        **_opening(place, now),
    }
    return render(request, "advice/phone/start.html", context)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What matches the resident's words (`?q=`), a category (`?category=`) or a life event (`?event=`).

    While somebody types, only the list is sent. An ID number typed here is not searched with: an address is no place
    for it.
    """
    words, category, event = (request.GET.get(name, "").strip() for name in ("q", "category", "event"))
    catalogue = catalogues.current()
    wrong = None
    if len(words) > MOST_SAID or "\0" in words + category + event:
        wrong = Wrong.words("说短一点，一两句就行。", "Please say it in a sentence or two.")
    elif holds_long_number(words):
        wrong = Wrong.words(
            "这里不用填证件号、手机号，说要办什么就行。",
            "No ID or telephone number is needed here; just say what it is about.",
        )
    typing = request.headers.get("HX-Request") == "true"
    kind = None if words else catalogue.categories.get(category) or catalogue.life_events.get(event)
    if not words and not wrong and kind is None:
        return HttpResponse() if typing else redirect("start")
    hits = found(words) if words and wrong is None else []
    unsure = bool(hits) and not hits[0].sure
    if words and wrong is None and not typing and (unsure or not hits):
        # What nobody could answer is what the catalogue lacks: its editor hears of the words, and of nothing else.
        note_unanswered(
            words=words, channel=Consultation.Channel.PHONE, centre=centre_of(request), now=timezone.now(), by=RESIDENT
        )
    listed = (catalogue.in_category if category else catalogue.in_life_event)(kind.id) if kind is not None else ()
    groups: list[tuple[Text | None, list[Matter]]] = [(None, [hit.matter for hit in hits])] if hits else []
    context = {
        "words": "" if wrong else words,
        "wrong": wrong,
        "kind": kind,
        "unsure": unsure,
        "groups": _by_where(listed) if kind is not None else groups,
        "catalogue": catalogue,
    }
    page = "advice/phone/found.html" if typing else "advice/phone/search.html"
    return render(request, page, context, status=422 if wrong else 200)


_AT_A_WINDOW = Text("要办手续的", "To apply or register")
_AT_A_MACHINE = Text("查一查、打一张的", "To look up or print")
_ELSEWHERE = Text("不在中心办的", "Not at the centre")


def _by_where(matters: Sequence[Matter]) -> list[tuple[Text, list[Matter]]]:
    """What is handled here, then what a machine shows or prints, then what is handled elsewhere."""
    groups: dict[Text, list[Matter]] = {_AT_A_WINDOW: [], _AT_A_MACHINE: [], _ELSEWHERE: []}
    for matter in matters:
        where = {"print": _AT_A_MACHINE, "query": _AT_A_MACHINE, "not_here": _ELSEWHERE}
        groups[where.get(matter.terms.kind, _AT_A_WINDOW)].append(matter)
    return [(name, found) for name, found in groups.items() if found]


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin to ask, about `matter` or, without one, about everything there may be."""
    now = timezone.now()
    words, matter = sent(request, "said", most=MOST_SAID), sent(request, "matter")
    with transaction.atomic():
        begun = actions.begin(centre=centre_of(request), channel=Consultation.Channel.PHONE, now=now, by=RESIDENT)
        if matter:
            actions.hear(consultation_id=begun.pk, said=words, matter=matter, now=now, by=RESIDENT)
    sessions.keep(request, begun)
    return redirect("ask", begun.pk)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def ask(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """The next question, one a page; the plan when what was asked for is settled.

    `?more=1` goes on to what else there may be; `?fact=` puts an answered question again.
    """
    sessions.require_mine(request, consultation_id)
    return _question_page(request, queries.state(consultation_id, now=timezone.now()))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def plan(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """The plan as it stands: a preview, and says so."""
    sessions.require_mine(request, consultation_id)
    return _plan_page(request, queries.state(consultation_id, now=timezone.now()))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def press(request: HttpRequest, consultation_id: uuid.UUID, act: str) -> HttpResponse:
    """One press; goes on to the next question or back to the plan."""
    do = act_called(act, PHONE_ACTS)
    sessions.require_mine(request, consultation_id)
    now = timezone.now()
    try:
        do(request, consultation_id, now, RESIDENT)
    except Malformed as malformed:
        if not (malformed.field or "").startswith("answer"):
            raise
        return _question_page(request, queries.state(consultation_id, now=now), Wrong.of(malformed))
    if act in ("answer", "skip", "back", "hear", "offer", "everything"):
        more = "?more=1" if request.POST.get("more") or act == "everything" else ""
        return redirect(f"/ask/{consultation_id}/{more}")
    plan_page = reverse("ask-plan", args=[consultation_id])
    return redirect(f"{plan_page}#h-bring" if act in ("have", "lack", "forget") else plan_page)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def take_slip(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """Turn the plan into a promise with a number."""
    sessions.require_mine(request, consultation_id)
    now = timezone.now()
    try:
        slip = issue(request, consultation_id, now, RESIDENT)
    except Malformed as malformed:
        if malformed.field != "last_four":
            raise
        return _plan_page(request, queries.state(consultation_id, now=now), Wrong.of(malformed))
    return redirect("slip", slip.token)


def _question_page(request: HttpRequest, state: ConsultationState, wrong: Wrong | None = None) -> HttpResponse:
    consultation, vocabulary = state.consultation, state.catalogue.book.vocabulary
    sent_fact = request.POST.get("fact", "") if wrong else request.GET.get("fact", "")
    more = bool(request.GET.get("more") or request.POST.get("more"))
    # Larger type and fewer choices: in elder mode there is one question a page.
    several = request.scale != "elder"  # type: ignore[attr-defined]  # set by LanguageMiddleware
    question = question_shown(state.question, vocabulary, several=several) if state.question else None
    again = asked_again(sent_fact, state.known, consultation.asked, vocabulary)
    if wrong and again is None and (question is None or question.fact != sent_fact):
        # Another tab has gone on meanwhile: what could not be read is said beside the question it was about.
        question = asked_still(sent_fact, vocabulary) or question
    question = again or question
    if question is None or (question.offered and consultation.wanted and not more and again is None):
        return redirect("ask-plan", consultation.pk)
    asked = len(consultation.asked)
    known = known_lines(state.known, vocabulary, state.plan.day)
    context = {
        "consultation": consultation,
        "question": question,
        "asked": asked,
        "percent": round(100 * asked / max(1, asked + question.left)),
        "known": _known_in_words(known, request.language),  # type: ignore[attr-defined]  # set by LanguageMiddleware
        "more": more or not consultation.wanted,
        "again": again is not None,
        "plan": shown(state.plan),
        "wrong": wrong,
        "fields": _fields(request, question, wrong),
        "undiscovered": undiscovered.told(state.outlook) if consultation.everything else None,
        "catalogue_version": state.catalogue.number,
    }
    return render(request, "advice/phone/question.html", context, status=422 if wrong else 200)


@dataclass(frozen=True)
class _Field:
    """One question of the page with what was sent for it before, and what is wrong with that."""

    question: QuestionShown
    name: str
    typed: str
    wrong: Wrong | None


def _fields(request: HttpRequest, question: QuestionShown, wrong: Wrong | None) -> list[_Field]:
    """The questions of the page, the one that is asked first."""
    named = [("answer", question), *((f"answer-{each.fact}", each) for each in question.beside)]
    return [
        _Field(
            each,
            name,
            request.POST.get(name, "")[:40] if wrong else each.value,
            wrong if wrong is not None and (wrong.field or "answer") == name else None,
        )
        for name, each in named
    ]


def _plan_page(request: HttpRequest, state: ConsultationState, wrong: Wrong | None = None) -> HttpResponse:
    consultation, vocabulary = state.consultation, state.catalogue.book.vocabulary
    place = settled(consultation.centre_id)
    context = {
        "consultation": consultation,
        "acts": reverse("ask", args=[consultation.pk]),
        "plan": shown(state.plan),
        "proxy": proxy_sentence(state.plan),
        "place": place.centre,
        "hours": hours_in_words(place.hours, state.plan.day),
        "known": known_lines(state.known, vocabulary, state.plan.day, days_of(consultation.facts)),
        "papers_said": said_of_papers(consultation.held, consultation.lacking, state.catalogue.papers),
        "question": state.question,
        "undiscovered": undiscovered.told(state.outlook),
        "wrong": wrong,
        "preview": True,
        "catalogue_version": state.catalogue.number,
    }
    return render(request, "advice/phone/plan.html", context, status=422 if wrong else 200)


def _known_in_words(known: tuple[KnownLine, ...], language: str) -> str:
    """The last few things known, in one line."""
    if not known:
        return ""
    told = [Text(f"{line.label.zh} {line.value.zh}", f"{line.label.en} {line.value.en}") for line in known[-MOST_TOLD:]]
    return Text(
        "已知：" + "、".join(text.zh for text in told), "Known: " + ", ".join(text.en for text in told)
    ).in_language(language)


def _opening(place: Settled, now: datetime) -> dict[str, Any]:
    """Whether the doors of the centre are open, and if not, when they will be."""
    local = place.centre.local(now)
    open_now = is_open(place.hours, place.calendar, local)
    return {
        "place": place.centre,
        "hours": hours_in_words(place.hours, local.date()),
        "open_now": open_now,
        "opens": None if open_now else next_opening(place.hours, place.calendar, local),
    }
