"""Who is qualified for what, on one page, and what somebody who runs training decides."""

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
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission
from onetrip.staff.queries import is_governed
from onetrip.training import actions, queries, showing
from onetrip.training.lifecycle import DECISIONS
from onetrip.training.models import FollowUp, Quiz
from onetrip.training.rules import LIMITS
from onetrip.training.views.reading import figure, whole


@requires(Permission.RUN_TRAINING)
@never_cache
@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Everybody × every category, what too few can do today and in the next two weeks, and what waits for a decision."""
    centre, now = settled(centre_of(request)).centre, timezone.now()
    day = centre.day_of(now)
    names = showing.Names(catalogues.current())
    there = queries.who_is_there(centre.code, now)
    context = {
        **_places(request),
        "centre": centre,
        "today": day,
        "rules": queries.rules_of(centre.code),
        "categories": list(names.catalogue.categories.values()),
        "rows": [(row, showing.cells(row, names)) for row in queries.matrix(centre.code, day)],
        "legend": showing.legend(),
        "there": len(there(day)),
        "thin": showing.warnings(queries.thin(centre.code, day, now, there), names),
        "ahead": [
            (each, people, showing.warnings(short, names))
            for each, people, short in queries.thin_ahead(centre.code, now)
        ],
        "waiting": [(one, names.category(one.path.category)) for one in queries.open_follow_ups(centre.code)],
    }
    return render(request, "training/people.html", context)


@requires(Permission.RUN_TRAINING)
@never_cache
@require_GET
def person(request: HttpRequest, account_id: int) -> HttpResponse:
    """One colleague: how far with each category, the tests, the plan, and what can be done by hand."""
    return render(request, "training/person.html", _person(request, account_id))


@requires(Permission.RUN_TRAINING)
@require_POST
def enrol(request: HttpRequest, account_id: int) -> HttpResponse:
    """Begin somebody's training, or take that back."""
    deed = actions.take_enrolment_back if sent(request, "verb") == "back" else actions.enrol
    deed(
        account_id=account_id,
        centre=centre_of(request),
        by=account_of(request),
        now=timezone.now(),
        key=sent_key(request),
    )
    return redirect("training-person", account_id)


@requires(Permission.RUN_TRAINING)
@never_cache
@require_POST
def by_hand(request: HttpRequest, account_id: int) -> HttpResponse:
    """Qualify somebody by hand, or end a qualification, with a reason."""
    of, _, name = sent(request, "what", most=120).partition(":")
    given: dict[str, Any] = {"account_id": account_id, "centre": centre_of(request), "of": of, "name": name}
    given |= {"by": account_of(request), "now": timezone.now(), "key": sent_key(request)}
    deed = actions.end_by_hand if sent(request, "verb") == "end" else actions.qualify_by_hand
    try:
        deed(reason=sent(request, "reason", most=400), **given)
    except Malformed as malformed:
        context = {**_person(request, account_id), "malformed": malformed, "what": f"{of}:{name}"}
        return render(request, "training/person.html", context, status=422)
    return redirect("training-person", account_id)


@requires(Permission.RUN_TRAINING)
@never_cache
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """The figures of a trial beside the test, the proposal, and the decision of a person."""
    malformed = None
    if request.method == "POST":
        try:
            actions.decide(
                follow_up_id=follow_up_id,
                centre=centre_of(request),
                decision=sent(request, "decision"),
                words=sent(request, "words", most=800),
                by=account_of(request),
                now=timezone.now(),
                key=sent_key(request),
            )
            return redirect("training-follow-up", follow_up_id)
        except Malformed as error:
            malformed = error
    one = queries.follow_up(follow_up_id, centre_of(request))
    context = {**shown_follow_up(one), "malformed": malformed, "may_decide": one.account_id != account_of(request).pk}
    context |= {"words": request.POST.get("words", "")[:800], "picked": request.POST.get("decision", "")[:20]}
    return render(request, "training/follow_up.html", context, status=422 if malformed else 200)


@requires(Permission.LEARN)
@never_cache
@require_GET
def own_follow_up(request: HttpRequest, follow_up_id: uuid.UUID) -> HttpResponse:
    """The same figures, proposal and decision, for whom they are about."""
    one = queries.own_follow_up(follow_up_id, account_of(request).pk)
    return render(request, "training/follow_up.html", {**shown_follow_up(one), "is_own": True})


@requires(Permission.RUN_TRAINING)
@never_cache
@require_http_methods(["GET", "POST"])
def oral(request: HttpRequest, account_id: int, matter: str) -> HttpResponse:
    """The sheet of a role-play on one matter, to print, and its result."""
    malformed = None
    if request.method == "POST":
        try:
            actions.record_oral(
                account_id=account_id,
                centre=centre_of(request),
                matter=matter,
                minutes=whole(sent(request, "minutes"), "minutes"),
                is_passed=_passed(sent(request, "result")),
                words=sent(request, "words", most=800),
                by=account_of(request),
                now=timezone.now(),
                key=sent_key(request),
            )
            return redirect("training-person", account_id)
        except Malformed as error:
            malformed = error
    context = {
        "centre": settled(centre_of(request)).centre,
        "person": queries.person(account_id, centre_of(request)),
        "matter": catalogues.current().matter(matter),
        "scenes": queries.scenes(matter, settled(centre_of(request)).centre.day_of(timezone.now())),
        "today": settled(centre_of(request)).centre.day_of(timezone.now()),
        "malformed": malformed,
        "given": {name: request.POST.get(name, "")[:800] for name in ("minutes", "result", "words")},
    }
    return render(request, "training/oral.html", context, status=422 if malformed else 200)


@requires(Permission.RUN_TRAINING)
@never_cache
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """How this centre trains: every figure, and the next version of them."""
    malformed, centre = None, centre_of(request)
    if request.method == "POST":
        try:
            actions.set_rules(
                centre=centre,
                values={name: figure(sent(request, name), name) for name in LIMITS},
                reason=sent(request, "reason", most=400),
                now=timezone.now(),
                by=actor_of(request),
                key=sent_key(request),
            )
            return redirect("training-rules")
        except Malformed as error:
            malformed = error
    current = queries.rules_of(centre)
    fields = [
        (name, limit, request.POST.get(name, f"{float(value):g}")[:20])
        for name, limit in LIMITS.items()
        for value in [current.values()[name]]
    ]
    context = {
        **_places(request),
        "centre": settled(centre).centre,
        "rules": current,
        "fields": fields,
        "malformed": malformed,
    }
    context |= {"reason": request.POST.get("reason", "")[:400], "versions": queries.versions_of_rules(centre)}
    return render(request, "training/rules.html", context, status=422 if malformed else 200)


def shown_follow_up(one: FollowUp) -> dict[str, Any]:
    """What the page of a follow-up shows, to whoever reads it."""
    names = showing.Names(catalogues.current())
    figures, each = showing.measured(one.figures, names)
    return {
        "centre": settled(one.path.centre_id).centre,
        "one": one,
        "subject": names.category(one.path.category),
        "figures": figures,
        "each": each,
        "proposal": DECISIONS[FollowUp.Decision(one.proposal)],
        "decision": DECISIONS.get(FollowUp.Decision(one.decision)) if one.decision else None,
        "decisions": [(code.value, words) for code, words in DECISIONS.items()],
        "rules": queries.rules_then(one.path.centre_id, one.rules),
    }


def _places(request: HttpRequest) -> dict[str, Any]:
    """Which pages of training the top of a page leads to; a director has none of their own to learn from."""
    return {"may_run": True, "may_learn": account_of(request).may(Permission.LEARN, centre_of(request))}


def _person(request: HttpRequest, account_id: int) -> dict[str, Any]:
    centre = settled(centre_of(request)).centre
    found = queries.person(account_id, centre.code)
    names = showing.Names(catalogues.current())
    row = queries.cells_of(found, centre.day_of(timezone.now()))
    plan = queries.plan_of(account_id, centre.code)
    groups = showing.plan_groups(plan, names) if plan else []
    return {
        **_places(request),
        "centre": centre,
        "person": found,
        "row": row,
        "cells": showing.cells(row, names),
        "is_free": not is_governed(account_id),
        "is_self": account_id == account_of(request).pk,
        "may_undo": is_governed(account_id) and not found.qualifications.exists(),
        "categories": [(one.id, one.name) for one in names.catalogue.categories.values()],
        "matters": [(one.id, one.name) for one in names.catalogue.matters.values()],
        "held": [
            (one, names.category(one.name) if one.of == "category" else names.matter(one.name))
            for one in found.qualifications.order_by("-from_day", "name")[:40]
        ],
        "quizzes": [
            (
                one,
                names.category(one.category),
                names.matter(one.matter) if one.matter else None,
                showing.QUIZ_STATES[Quiz.State(one.state)],
            )
            for one in queries.quizzes_of(account_id)
        ],
        "follow_ups": [
            (
                one,
                names.category(one.path.category),
                DECISIONS.get(FollowUp.Decision(one.decision)) if one.decision else None,
            )
            for one in queries.follow_ups_of(account_id)
        ],
        "orals": [(one, names.matter(one.matter)) for one in queries.orals_of(account_id)],
        "plan": plan,
        "next": [line for group in groups for line in group.lines][:12],
    }


def _passed(raw: str) -> bool:
    if raw not in ("passed", "not"):
        raise Malformed("result-missing", "请选通过或没通过。", "Please choose passed or not.", field="result")
    return raw == "passed"
