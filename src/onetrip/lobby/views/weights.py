"""How many minutes priorities count, with what other minutes would have meant for the last day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby import actions, effect_chart
from onetrip.lobby.actions.weighing import read_minutes
from onetrip.lobby.priorities import MOST_MINUTES, SHIPPED, Priorities
from onetrip.lobby.replaying import BOOKED, effects
from onetrip.lobby.weights import history, read_priorities
from onetrip.lobby.yesterday import last_day
from onetrip.rules import Text
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

NOBODY_FIRST = Text("没有优先的", "No priority")
BY_BOOKING = Text("预约的", "By appointment")
_ONCE = {one.code: one.name for one in SHIPPED.all} | {"appointment": BY_BOOKING}
"""How priorities are called, also one that is none any more and stands in the history."""


@requires(Permission.RUN_HALL)
@never_cache
@require_GET
def weights(request: HttpRequest) -> HttpResponse:
    """The page; minutes in the query (as the form sends them while they are tried) are compared with those in force."""
    return _page(request, request.GET)


@requires(Permission.RUN_HALL)
@never_cache
@require_GET
def effect(request: HttpRequest) -> HttpResponse:
    """The picture alone, while minutes are typed."""
    return render(request, "lobby/parts/effect.html", _context(request, request.GET))


@requires(Permission.RUN_HALL)
@never_cache
@require_POST
def set_weights(request: HttpRequest) -> HttpResponse:
    """Let other minutes count from now on."""
    centre = centre_of(request)
    onto = sent(request, "onto", most=6)
    try:
        actions.set_weights(
            centre=centre,
            minutes=read_minutes(read_priorities(centre), {one.code: sent(request, one.code) for one in SHIPPED.all}),
            onto=int(onto) if onto.isdecimal() else -1,
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return _page(request, request.POST, refused)
    return redirect("weights")


def _page(request: HttpRequest, given: Any, refused: Refused | None = None) -> HttpResponse:
    context = _context(request, given) | {"refused": refused, "wrong": getattr(refused, "field", None)}
    return render(request, "lobby/weights.html", context, status=refused.status if refused else 200)


def _context(request: HttpRequest, given: Any) -> dict[str, Any]:
    centre = settled(centre_of(request)).centre
    in_force = read_priorities(centre.code)
    tried, unreadable = _tried(in_force, given)
    found = last_day(centre, centre.day_of(timezone.now()))
    names = {"": NOBODY_FIRST, **{one.code: one.name for one in in_force.all}, BOOKED: BY_BOOKING}
    compared = effects(found[1], in_force, tried) if found else []
    return {
        "centre": centre,
        "in_force": in_force,
        "rows": [
            (one, given.get(one.code, tried.minutes(one.code)), SHIPPED.minutes(one.code)) for one in in_force.all
        ],
        "changed": tried != in_force,
        "unreadable": unreadable,
        "most": MOST_MINUTES,
        "day": found[0] if found else None,
        "people": len(found[1]) if found else 0,
        "effects": [(names.get(one.group, NOBODY_FIRST), one) for one in compared],
        "chart": effect_chart.chart(compared),
        "names": names,
        "history": _history(centre.code),
    }


def _tried(in_force: Priorities, given: Any) -> tuple[Priorities, bool]:
    """The minutes to compare with; those in force where what was typed cannot be read (yet)."""
    sent_all = {one.code: str(given.get(one.code, one.minutes)) for one in in_force.all}
    try:
        return in_force.weighed(read_minutes(in_force, sent_all), in_force.version), False
    except Malformed:
        return in_force, True


def _history(centre: str) -> list[dict[str, Any]]:
    """The last versions, newest first: when, by whom, and the minutes."""
    versions: dict[int, dict[str, Any]] = {}
    for row in history(centre):
        version = versions.setdefault(
            row.version,
            {"version": row.version, "at": row.set_at, "by": row.set_by.removeprefix("staff:"), "minutes": []},
        )
        version["minutes"].append((_ONCE.get(row.code, Text(row.code, row.code)), row.minutes))
    return list(versions.values())[:6]
