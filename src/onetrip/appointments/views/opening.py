"""The director's calendar of opening: eight weeks with what is normal and what is not, and the page of a single day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.appointments import actions, queries
from onetrip.appointments.actions.unopened import fates_of, stranded_on
from onetrip.appointments.quotas import Mode
from onetrip.appointments.reading import read_day
from onetrip.appointments.views.director import MODE_WORDS
from onetrip.centres import queries as centres
from onetrip.centres.opening import DayOfOpening, days
from onetrip.centres.opening_actions import change_day, restore_day
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rules import Text
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission

WEEKS = 8
STRETCHES = 3
"""Stretches of opening that the form has room for."""


@dataclass(frozen=True)
class Cell:
    """A day of the calendar: its opening, how it takes people if that is unusual, and how many are booked."""

    opening: DayOfOpening
    mode: Text | None
    booked: int
    is_past: bool


@requires(Permission.PLAN_OPENING)
@never_cache
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The weeks from this Monday on."""
    place, now = settled(centre_of(request)), timezone.now()
    today = place.centre.day_of(now)
    monday = today - timedelta(days=today.weekday())
    setting = queries.setting(place.centre.code, monday, monday + timedelta(weeks=WEEKS))
    booked: Counter[date] = Counter()
    for (day, _, _), people in setting.booked.items():
        booked[day] += people
    usual = Mode(setting.rules.mode)
    cells = [
        Cell(
            each,
            MODE_WORDS[setting.mode(each.day)] if setting.mode(each.day) is not usual else None,
            booked[each.day],
            each.day < today,
        )
        for each in days(place.hours, place.calendar, monday, WEEKS * 7)
    ]
    context = {
        "centre": place.centre,
        "weeks": [cells[begin : begin + 7] for begin in range(0, len(cells), 7)],
        "today": today,
        "usual": MODE_WORDS[usual],
        "uncertain": not place.calendar.is_certain(cells[-1].opening.day),
    }
    return render(request, "appointments/director/calendar.html", context)


@requires(Permission.PLAN_OPENING)
@never_cache
@require_GET
def day(request: HttpRequest, day: str) -> HttpResponse:
    """One day: its hours, how it takes people, and who would stand before a shut door."""
    return _page(request, read_day(day))


@requires(Permission.PLAN_OPENING)
@require_POST
def change_hours(request: HttpRequest, day: str) -> HttpResponse:
    """Other hours for the day, or those of its week again; whoever is booked at a half hour that is shut now is told."""
    on, centre = read_day(day), centre_of(request)
    given: dict[str, Any] = {"centre": centre, "day": on, "now": timezone.now(), "by": actor_of(request)}
    try:
        if sent(request, "how") == "usual":
            restore_day(key=sent_key(request), **given)
        else:
            stretches = [] if sent(request, "how") == "closed" else _stretches(request)
            reason = Text(sent(request, "reason_zh", most=200), sent(request, "reason_en", most=200))
            change_day(stretches=stretches, reason=reason, key=sent_key(request), **given)
    except Refused as refused:
        return _page(request, on, refused=refused)
    actions.tell_who_booked(**given)
    return redirect("director-opening-day", day)


@requires(Permission.PLAN_OPENING)
@require_POST
def change_mode(request: HttpRequest, day: str) -> HttpResponse:
    """How the day takes people."""
    on = read_day(day)
    try:
        actions.set_day(
            centre=centre_of(request),
            day=on,
            mode=sent(request, "mode") or None,
            number=_number(request, "number"),
            windows=_number(request, "windows"),
            reason=Text(sent(request, "booking_reason_zh", most=200), sent(request, "booking_reason_en", most=200)),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return _page(request, on, refused=refused)
    return redirect("director-opening-day", day)


def _page(request: HttpRequest, on: date, *, refused: Refused | None = None) -> HttpResponse:
    place, now = settled(centre_of(request)), timezone.now()
    code = place.centre.code
    setting = queries.setting(code, on, on)
    opening = days(centres.opening_of(place.centre), place.calendar, on, 1)[0]
    stretches = [(each.opens, each.closes) for each in opening.stretches]
    said = setting.said_days.get(on)
    stranded, changed = fates_of(stranded_on(code, on)), centres.changed_day(code, on)
    context = {
        "centre": place.centre,
        "day": on,
        "is_past": on < place.centre.day_of(now),
        "opening": opening,
        "changed": changed,
        "changed_by": _staff_name(changed.said_by) if changed else "",
        "said_by": _staff_name(said.said_by) if said else "",
        "stretches": [stretches[place] if place < len(stretches) else (None, None) for place in range(STRETCHES)],
        "said": said if said and said.said_at else None,
        "mode": MODE_WORDS[setting.mode(on)],
        "modes": list(MODE_WORDS.items()),
        "usual": MODE_WORDS[Mode(setting.rules.mode)],
        "rules": setting.rules,
        "windows_usual": setting.windows if setting.rules.windows is None else setting.rules.windows,
        "booked": sum(setting.booked.values()),
        "quota": setting.day(setting.anything, on, now).quota,
        "stranded": stranded,
        "refused": refused,
        "typed": request.POST if refused else {},
        "before": reverse("director-opening-day", args=[(on - timedelta(days=1)).isoformat()]),
        "after": reverse("director-opening-day", args=[(on + timedelta(days=1)).isoformat()]),
    }
    return render(request, "appointments/director/day.html", context, status=refused.status if refused else 200)


def _stretches(request: HttpRequest) -> list[tuple[time, time]]:
    """The stretches of the form; a row left empty is none. Raises Malformed for half a row and for no time of day."""
    found = []
    for place in range(1, STRETCHES + 1):
        opens, closes = sent(request, f"opens_{place}"), sent(request, f"closes_{place}")
        if opens or closes:
            found.append((_clock(opens), _clock(closes)))
    if not found:
        raise Malformed(
            "stretches-missing",
            "请填开门和关门的时间；全天不开，选“不开门”。",
            "Please give when it opens and closes; for a day closed all day choose “closed”.",
            field="stretches",
        )
    return found


def _clock(raw: str) -> time:
    try:
        return datetime.strptime(raw[:5], "%H:%M").time()  # noqa: DTZ007 -- a time of day has no zone
    except ValueError as error:
        raise Malformed(
            "time-form", "时间像 8:30 这样写，开门、关门都要填。", "A time is written as 8:30; both are needed.",
            field="stretches",
        ) from error  # fmt: skip


def _number(request: HttpRequest, field: str) -> int | None:
    raw = sent(request, field)
    if not raw:
        return None
    if not raw.isdecimal() or len(raw) > 4:
        raise Malformed("number-form", "请填整数，或者不填。", "A whole number, or nothing.", field=field)
    return int(raw)


def _staff_name(actor: str) -> str:
    """The name of who is meant by an actor of an event (staff:director); the word itself for who is no account."""
    username = actor.removeprefix("staff:")
    return Account.objects.filter(username=username).values_list("name", flat=True).first() or username
