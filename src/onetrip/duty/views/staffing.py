"""Who is on the roster, and which shifts there are."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.queries import settled
from onetrip.duty import actions, planning
from onetrip.duty.forms import sent_day, sent_number, sent_time_or_none
from onetrip.duty.house import house
from onetrip.duty.problems import patterns_of
from onetrip.ledger.refusals import Malformed
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

FULL_TIME = 40
"""Hours a week that the form offers first (example)."""


@requires(Permission.PLAN_DUTY)
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody on the roster with posts and hours, and the shifts of the centre."""
    centre, now = settled(centre_of(request)).centre, timezone.now()
    today = centre.day_of(now)
    context = {
        "centre": centre,
        "today": today,
        "people": planning.people(centre.code, today),
        "others": planning.not_on_it(centre.code, today),
        "patterns": patterns_of(centre.code),
        "posts": house().posts,
        "full_time": FULL_TIME,
        "house": house(),
    }
    return render(request, "duty/people.html", context)


@requires(Permission.PLAN_DUTY)
@require_POST
def put_on(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roster."""
    actions.put_on_roster(
        centre=centre_of(request),
        account_id=sent_number(request, "who"),
        posts=request.POST.getlist("posts"),
        minutes_a_week=60 * sent_number(request, "hours"),
        from_day=sent_day(request, "from"),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty-people")


@requires(Permission.PLAN_DUTY)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Somebody's last day on the roster."""
    actions.end_contract(
        centre=centre_of(request),
        account_id=sent_number(request, "who"),
        last=sent_day(request, "last"),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty-people")


@requires(Permission.PLAN_DUTY)
@require_POST
def example(request: HttpRequest) -> HttpResponse:
    """Begin with the example's shifts, and everybody who has a role at a post."""
    sent_key(request)  # what is there already stays
    centre, now = settled(centre_of(request)).centre, timezone.now()
    monday = centre.day_of(now) - timedelta(days=centre.day_of(now).weekday())
    actions.start_with_the_example(
        centre=centre.code, minutes_a_week=60 * FULL_TIME, now=now, by=actor_of(request), day=monday
    )
    return redirect("duty-people")


@requires(Permission.PLAN_DUTY)
@require_POST
def set_pattern(request: HttpRequest) -> HttpResponse:
    """A new shift, or another version of one."""
    begins, ends = sent_time_or_none(request, "begins"), sent_time_or_none(request, "ends")
    lunch_from, lunch_until = sent_time_or_none(request, "lunch_from"), sent_time_or_none(request, "lunch_until")
    if begins is None or ends is None or (lunch_from is None) != (lunch_until is None):
        raise Malformed(
            "pattern-times-missing",
            "请写上班和下班的时间；午饭要么两头都写，要么都不写。",
            "Please give both times of the shift; of the lunch give both or neither.",
            field="begins",
        )
    actions.set_pattern(
        centre=centre_of(request),
        code=sent(request, "code", most=12),
        name_zh=sent(request, "name_zh", most=20),
        name_en=sent(request, "name_en", most=40),
        begins=begins,
        ends=ends,
        lunch=(lunch_from, lunch_until) if lunch_from and lunch_until else None,
        on_working_days=sent(request, "days") == "working",
        is_late=bool(sent(request, "late")),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty-people")


@requires(Permission.PLAN_DUTY)
@require_POST
def retire_pattern(request: HttpRequest) -> HttpResponse:
    """A shift is offered no more."""
    actions.retire_pattern(
        centre=centre_of(request),
        code=sent(request, "code", most=12),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty-people")
