"""The director's rehearsals: the questions, each with its answer; the plan on paper; how far to trust it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.opening import hours_on
from onetrip.centres.queries import Settled, settled
from onetrip.duty.queries import rostered
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rehearsal import answers, asking
from onetrip.rehearsal.grounds import Grounds, grounds
from onetrip.rehearsal.models import KeptPlan
from onetrip.rehearsal.pictures import picture_of, trust_picture
from onetrip.rehearsal.running import Limit
from onetrip.rehearsal.telling import patience_drawn, told_of
from onetrip.rehearsal.trusting import trust
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission

MOST_KEPT = 20
LIMIT = Limit()
"""How sharp an answer on a page is to be, and how long it may take."""


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The questions, what they stand on, and the plans that were kept."""
    place, now = settled(centre_of(request)), timezone.now()
    context: dict[str, Any] = {"centre": place.centre, "questions": asking.QUESTIONS.values()}
    try:
        context["on"] = grounds(place.centre.code, now)
    except Refused as refused:
        context["refused"] = refused
    context["next_monday"] = next_monday(place, place.centre.day_of(now))
    context["kept"] = [
        (one, asking.QUESTIONS.get(one.question)) for one in KeptPlan.objects.filter(centre=place.centre)[:MOST_KEPT]
    ]
    return render(request, "rehearsal/start.html", context)


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """A question: its fields, and the answer once a day is named. Some seconds at most."""
    question = asking.question(code)
    place, now = settled(centre_of(request)), timezone.now()
    monday = next_monday(place, place.centre.day_of(now))
    context: dict[str, Any] = {"centre": place.centre, "question": question, "asked": asking.usual(code, monday)}
    try:
        on = context["on"] = grounds(place.centre.code, now)
        asked = context["asked"] = asking.read(code, request.GET.dict(), monday)
        if request.GET.get("day"):
            found = answers.answer(on, asked, LIMIT)
            context |= {"answer": found, "picture": picture_of(found.picture), "fields": asked.to_json()}
            context["replay"] = urlencode(replay_of(asked, found))
    except Refused as refused:
        context["refused"] = refused
        context["sent"] = request.GET.dict()
        status = refused.status if isinstance(refused, Malformed) else 200
        return render(request, "rehearsal/ask.html", context, status=status)
    return render(request, "rehearsal/ask.html", context)


def replay_of(asked: asking.Asked, found: answers.Answer) -> dict[str, str]:
    """The address of a day as the answer has it: its people, and its windows and appointments where it proposes some."""
    fields = {"day": asked.day.isoformat(), "times": f"{asked.times:g}", "promised": str(asked.promised)}
    fields |= {"seed": str(asked.seed)} | ({"reopening": "1"} if asked.reopening else {})
    if found.windows:
        fields["windows"] = ",".join(map(str, found.windows))
    if asked.question == "windows" and any(found.bookings):
        fields["bookings"] = ",".join(map(str, found.bookings))
    return fields


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def printed(request: HttpRequest) -> HttpResponse:
    """The plan of a day on one sheet of A4: windows, appointments, waits, who is needed, who is on the roster."""
    place, now = settled(centre_of(request)), timezone.now()
    on = grounds(place.centre.code, now)
    asked = asking.read("windows", request.GET.dict(), next_monday(place, place.centre.day_of(now)))
    found = answers.answer(on, asked, LIMIT)
    context = {
        "centre": place.centre,
        "on": on,
        "asked": asked,
        "answer": found,
        "picture": picture_of(found.picture),
        "lines": lines_of(on, asked, found),
        "most": max(found.windows),
        "appointments": sum(found.bookings),
        "on_roster": [one for one in rostered(place.centre.code, asked.day) if one.post == "window"],
    }
    return render(request, "rehearsal/print.html", context)


def lines_of(on: Grounds, asked: asking.Asked, found: answers.Answer) -> list[dict[str, Any]]:
    """The half hours of the sheet: clock, windows, appointments, people, minutes, and how many are on the roster then."""
    at = answers.setting(on, asked)
    roster = [one for one in rostered(on.place.centre.code, asked.day) if one.post == "window"]
    bookings = found.bookings or (0,) * len(found.windows)
    rows = zip(at.names, found.windows, bookings, found.people, found.waits, strict=True)
    lines = []
    for name, windows, booked, people, wait in rows:
        hour, _, minute = name.zh.partition(":")
        at_clock = (int(hour), int(minute))
        there = sum(
            (one.begins.hour, one.begins.minute) <= at_clock < (one.ends.hour, one.ends.minute) for one in roster
        )
        short = max(windows - there, 0) if roster else 0
        lines.append(
            {
                "clock": name.zh,
                "windows": windows,
                "booked": booked,
                "people": round(people),
                "wait": wait,
                "there": there,
                "short": short,
            }
        )
    return lines


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def how_far(request: HttpRequest) -> HttpResponse:
    """How far can you trust this: the back-test, and every number that was fitted."""
    place, now = settled(centre_of(request)), timezone.now()
    context: dict[str, Any] = {"centre": place.centre}
    try:
        on = grounds(place.centre.code, now)
    except Refused as refused:
        return render(request, "rehearsal/trust.html", context | {"refused": refused})
    found = trust(on)
    shares = {
        name: f"{value * 100:.0f}"
        for name, value in (
            ("mean", found.mean.value),
            ("low", found.mean.low),
            ("high", found.mean.high),
            ("p90", found.p90.value),
        )
    }
    context |= {
        "on": on,
        "trust": found,
        "shares": shares,
        "picture": trust_picture(found.days),
        "numbers": told_of(on),
        "patience": picture_of(patience) if (patience := patience_drawn(on)) else None,
    }
    return render(request, "rehearsal/trust.html", context)


def next_monday(place: Settled, today: date) -> date:
    """The next Monday on which the doors open, tomorrow at the earliest; within half a year, else simply the next one."""
    monday = today + timedelta(days=7 - today.weekday())
    for week in range(26):
        day = monday + timedelta(weeks=week)
        if hours_on(place.hours, place.calendar, day):
            return day
    return monday
