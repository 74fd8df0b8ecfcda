"""Rosters: proposed by the system, decided by people."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.duty import actions, planning
from onetrip.duty.forms import (
    MOST_LINES,
    sent_day,
    sent_moment_or_none,
    sent_number,
    sent_overtime,
    sent_person_and_day,
)
from onetrip.duty.house import house
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

MOST_WORDS = 400


@requires(Permission.PLAN_DUTY)
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The rosters, the way to propose one, and what waits for an answer."""
    centre, now = settled(centre_of(request)).centre, timezone.now()
    today = centre.day_of(now)
    rosters = planning.rosters(centre.code)
    out = max((each.last for each in rosters if each.state == "published"), default=today - timedelta(days=1))
    after = max(out, today - timedelta(days=1)) + timedelta(days=1)
    waits = planning.waiting(centre.code, now)
    shown, own = waits.overtime[:MOST_LINES], account_of(request).pk
    context = {
        "centre": centre,
        "today": today,
        "rosters": rosters,
        "next_monday": after + timedelta(days=-after.weekday() % 7),
        "waiting": waits,
        "overtime": shown,
        "more_overtime": len(waits.overtime) - len(shown),
        "at_once": [one for one, account in shown if account.pk != own],
        "people": len(planning.people(centre.code, today)),
        "posts": house().posts,
    }
    return render(request, "duty/plan.html", context)


@requires(Permission.PLAN_DUTY)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a roster: a few seconds at most."""
    made = actions.propose(
        centre=centre_of(request),
        first=sent_day(request, "first"),
        weeks=sent_number(request, "weeks"),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty-roster", made.pk)


@requires(Permission.PLAN_DUTY)
@never_cache
@require_GET
def roster(request: HttpRequest, roster_id: uuid.UUID) -> HttpResponse:
    """A roster: who works when, the cover, the points; change it, publish it."""
    centre, now = settled(centre_of(request)).centre, timezone.now()
    shown = planning.sheet(centre.code, roster_id, now)
    day = _day_asked(request, shown.roster.first, shown.roster.last)
    wishes, swaps = planning.wishes_and_swaps(centre.code, shown.roster)
    context = {
        "centre": centre,
        "sheet": shown,
        "posts": house().posts,
        "day": day,
        "pictures": planning.day_pictures(centre.code, roster_id, day, now) if day else [],
        "wishes": wishes,
        "swaps": swaps,
        "can_change": shown.roster.state in ("draft", "published"),
    }
    return render(request, "duty/roster.html", context)


@requires(Permission.PLAN_DUTY)
@require_POST
def change(request: HttpRequest, roster_id: uuid.UUID) -> HttpResponse:
    """Somebody works another shift that day, or none."""
    day = sent_day(request, "day")
    code, _, post = sent(request, "place").partition("@")
    actions.change(
        centre=centre_of(request),
        roster_id=roster_id,
        account_id=sent_number(request, "who"),
        day=day,
        code=code,
        post=post,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    answer = redirect("duty-roster", roster_id)
    answer["Location"] += f"?day={day.isoformat()}"
    return answer


@requires(Permission.PLAN_DUTY)
@require_POST
def publish(request: HttpRequest, roster_id: uuid.UUID) -> HttpResponse:
    """This is what counts."""
    actions.publish(
        centre=centre_of(request), roster_id=roster_id, now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return redirect("duty-roster", roster_id)


@requires(Permission.PLAN_DUTY)
@require_POST
def drop(request: HttpRequest, roster_id: uuid.UUID) -> HttpResponse:
    """The draft is not used."""
    sent_key(request)  # dropped once is dropped
    actions.drop(centre=centre_of(request), roster_id=roster_id, now=timezone.now(), by=actor_of(request))
    return redirect("duty-plan")


@requires(Permission.PLAN_DUTY)
@never_cache
@require_GET
def printed(request: HttpRequest, roster_id: uuid.UUID) -> HttpResponse:
    """A sheet for the wall: A4, landscape."""
    centre = settled(centre_of(request)).centre
    context = {
        "centre": centre,
        "sheet": planning.sheet(centre.code, roster_id, timezone.now()),
        "posts": house().posts,
    }
    return render(request, "duty/print.html", context)


@requires(Permission.PLAN_DUTY)
@require_POST
def decide_leave(request: HttpRequest, leave_id: int) -> HttpResponse:
    """Grant or refuse leave."""
    actions.decide_leave(
        centre=centre_of(request),
        leave_id=leave_id,
        granted=sent(request, "answer") == "grant",
        words=sent(request, "words", most=MOST_WORDS),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty-plan")


@requires(Permission.PLAN_DUTY)
@require_POST
def decide_overtime(request: HttpRequest) -> HttpResponse:
    """Confirm or refuse overtime."""
    actions.decide_overtime(
        centre=centre_of(request),
        account_id=sent_number(request, "who"),
        day=sent_day(request, "day"),
        confirmed=sent(request, "answer") == "confirm",
        words=sent(request, "words", most=MOST_WORDS),
        now=timezone.now(),
        by=actor_of(request),
        decider=account_of(request).pk,
        key=sent_key(request),
    )
    return redirect("duty-plan")


@requires(Permission.PLAN_DUTY)
@require_POST
def confirm_overtime(request: HttpRequest) -> HttpResponse:
    """Confirm all the overtime that the page showed."""
    actions.confirm_overtime(
        centre=centre_of(request),
        shown=sent_overtime(request, "shown"),
        now=timezone.now(),
        by=actor_of(request),
        decider=account_of(request).pk,
        key=sent_key(request),
    )
    return redirect("duty-plan")


@requires(Permission.PLAN_DUTY)
@require_POST
def attendance(request: HttpRequest) -> HttpResponse:
    """Put down by hand who came when."""
    centre, (account_id, day) = settled(centre_of(request)).centre, sent_person_and_day(request, "whose")
    actions.put_down_attendance(
        centre=centre.code,
        account_id=account_id,
        day=day,
        came=sent_moment_or_none(request, "came", day, centre.zone),
        left=sent_moment_or_none(request, "left", day, centre.zone),
        reason=sent(request, "reason", most=MOST_WORDS),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty-plan")


def _day_asked(request: HttpRequest, first: date, last: date) -> date | None:
    """The day in the address; the first of the roster for none, or one that is not in it."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return first
    return asked if first <= asked <= last else first
