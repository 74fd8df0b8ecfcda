"""The state of the line, and the conflicts that wait for a person."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.models import Centre
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.nodes import actions, queries
from onetrip.nodes.choices import KINDS, choices_of
from onetrip.nodes.models import Conflict, Here
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

MOST_OPEN = 50
"""Open conflicts shown at once; after a long cut there may be many."""
MOST_DECIDED = 50
"""Decided conflicts shown below the open ones, latest first."""


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """The line up or down since when, what waits, and the conflicts to decide."""
    return render(request, "nodes/state.html", _state(request))


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def state_part(request: HttpRequest) -> HttpResponse:
    """What moves on that page, for a refresh in place."""
    return render(request, "nodes/state_part.html", _state(request))


@requires(Permission.SIGNED_IN)
@never_cache
@require_GET
def notice(request: HttpRequest) -> HttpResponse:
    """One line on the pages of the staff while the line to the city is down; nothing while it is up."""
    return render(request, "nodes/notice.html", {"since": queries.line_down(now=timezone.now())})


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def conflict(request: HttpRequest, conflict_id: uuid.UUID) -> HttpResponse:
    """One conflict: the two facts side by side, and what can be decided."""
    return _conflict_page(request, conflict_id)


@requires(Permission.HANDLE_RECTIFICATION)
@require_POST
def decide(request: HttpRequest, conflict_id: uuid.UUID) -> HttpResponse:
    """Decide it."""
    try:
        actions.decide(
            conflict_id=conflict_id,
            choice=request.POST.get("choice", "")[:16],
            note=sent(request, "note", most=400),
            centre=_only(request),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        if malformed.field not in {"choice", "note"}:
            raise
        return _conflict_page(request, conflict_id, malformed=malformed)
    return redirect("conflict", conflict_id)


def _only(request: HttpRequest) -> str | None:
    """The centre whose conflicts somebody sees; None, all of them, for whoever is responsible everywhere."""
    centre = centre_of(request)
    everywhere = account_of(request).may(Permission.SEE_FIGURES, "*")
    return None if everywhere else centre


def _state(request: HttpRequest) -> dict[str, Any]:
    now, only = timezone.now(), _only(request)
    here = queries.here()
    return {
        "now": now,
        "here": here,
        "at_centre": here is not None and here.role == Here.Role.CENTRE,
        "line": queries.line(now=now),
        "nodes": queries.nodes(now=now, centre=only) if here and here.role == Here.Role.CITY else [],
        **_conflicts(only),
    }


def _conflicts(only: str | None) -> dict[str, Any]:
    """The conflicts of a page, the names on them asked for once."""
    waiting = queries.conflicts(centre=only)
    still_open, decided = list(waiting[:MOST_OPEN]), list(queries.conflicts(centre=only, decided=True)[:MOST_DECIDED])
    names = _names([*still_open, *decided])
    number = waiting.count() if len(still_open) == MOST_OPEN else len(still_open)
    return {
        "open": [_shown(one, names) for one in still_open],
        "open_number": number,
        "more_open": number - len(still_open),
        "decided": [_shown(one, names) for one in decided],
    }


def _conflict_page(request: HttpRequest, conflict_id: uuid.UUID, *, malformed: Malformed | None = None) -> HttpResponse:
    only = _only(request)
    one = Conflict.objects.filter(pk=conflict_id).first()
    if one is None or (only is not None and only not in (one.centre, one.other)):
        raise NotFound("conflict-unknown", "没有这条冲突。", "There is no such conflict.")
    here = queries.here()
    context = {
        **_shown(one, _names([one])),
        "choices": choices_of(one),
        "can_decide": one.decided_at is None
        and (here is None or here.role == Here.Role.CITY)
        and account_of(request).may(Permission.HANDLE_RECTIFICATION, centre_of(request)),
        "waits_for_city": one.decided_at is None and here is not None and here.role == Here.Role.CENTRE,
        "malformed": malformed,
        "chosen": request.POST.get("choice", ""),
        "note": request.POST.get("note", ""),
        "aside": one.withheld.count(),
    }
    return render(request, "nodes/conflict.html", context, status=422 if malformed else 200)


def _shown(one: Conflict, names: _Names) -> dict[str, Any]:
    """A conflict as the pages say it."""
    decision = next((choice for choice in choices_of(one) if choice.code == one.decision), None)
    return {
        "one": one,
        "kind": KINDS[one.kind],
        "sides": [_side(one.left, names), _side(one.right, names)],
        "decision": decision,
        "by": names.people.get(one.decided_by, Text(one.decided_by, one.decided_by)) if one.decided_by else None,
    }


@dataclass(frozen=True)
class _Names:
    """How centres are called, by their code, and who decided, by what stands in the record."""

    centres: dict[str, Text]
    people: dict[str, Text]


def _names(conflicts: list[Conflict]) -> _Names:
    codes = {str(fact.get("centre") or "") for one in conflicts for fact in (one.left, one.right)}
    by = {one.decided_by.removeprefix("staff:") for one in conflicts if one.decided_by}
    accounts = Account.objects.filter(username__in=by) if by else []
    return _Names(
        {code: Text(one.short_zh, one.short_en) for code, one in Centre.objects.in_bulk(codes - {""}).items()},
        {one.actor: Text(one.name, one.name_en or one.name) for one in accounts},
    )


def _side(fact: dict[str, Any], names: _Names) -> dict[str, Any]:
    return {
        "who": names.centres.get(str(fact.get("centre") or ""), Text("市里", "The city")),
        "at": parse_datetime(str(fact.get("at") or "")) if fact.get("at") else None,
        "until": parse_datetime(str(fact["until"])) if fact.get("until") else None,
        "words": Text(str(fact.get("zh", "")), str(fact.get("en", ""))),
    }
