"""Who would sit there: a plan of windows matched with the people of the day; nothing is written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.queries import settled
from onetrip.duty.forecasting import time_of
from onetrip.duty.matching import Matched, match
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rehearsal import answers, asking
from onetrip.rehearsal.answers.answer import Bar, Drawn, clock_of
from onetrip.rehearsal.grounds import grounds
from onetrip.rehearsal.pictures import picture_of
from onetrip.rehearsal.replaying import counts_in, minutes_of
from onetrip.rehearsal.views.pages import next_monday
from onetrip.rules import Text
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The windows that the address names, or the usual ones, with people; some seconds at most."""
    place, now = settled(centre_of(request)), timezone.now()
    sent = request.GET.dict()
    context: dict[str, Any] = {"centre": place.centre, "sent": sent}
    try:
        on = grounds(place.centre.code, now)
        monday = next_monday(place, place.centre.day_of(now))
        asked = context["asked"] = asking.read("windows", sent if sent.get("day") else {}, monday)
        at = answers.setting(on, asked)
        windows = counts_in(sent, "windows", len(at.usual), on.windows) or at.usual
    except Refused as refused:
        status = refused.status if isinstance(refused, Malformed) else 200
        return render(request, "rehearsal/roster.html", context | {"refused": refused}, status=status)
    first = minutes_of(at.names[0].zh) // 30
    found = match(place.centre.code, asked.day, {first + slot: count for slot, count in enumerate(windows)}, now)
    context |= {
        "matched": found,
        "sentence": sentence_of(found),
        "picture": picture_of(_drawn(found)),
        "on_both": sum(one.is_rostered for one in found.seats),
        "hours": sum(windows) / 2,
    }
    return render(request, "rehearsal/roster.html", context)


def sentence_of(found: Matched) -> Text:
    """Whether the plan can be staffed, where not, and how sure that is."""
    people = sum(one.post == "window" for one in found.seats)
    if not found.seats:
        return Text(
            "这一天没有人能上班：没有合同、都请了假，或者没有能上的班次。",
            "Nobody can work on that day: no contracts, all on leave, or no shift that fits.",
        )
    zh, en = (
        ("已证明没有更好的排法", "proved: nobody could be placed better")
        if found.is_proved
        else (f"时间到了，最多还能好 {found.gap:.0%}", f"time ran out; it might be better by {found.gap:.0%} at most")
    )
    if not found.missing:
        return Text(
            f"{people} 位上窗口，每个半小时的窗口都有人（{zh}）。",
            f"{people} people at the windows, and every window of the plan is staffed ({en}).",
        )
    gaps = "，".join(f"{_clock(half)} 差 {gap} 位" for half, gap in sorted(found.missing.items()))
    gaps_en = ", ".join(f"{gap} at {_clock(half)}" for half, gap in sorted(found.missing.items()))
    return Text(
        f"{people} 位上窗口，还差：{gaps}（{zh}）。",
        f"{people} people at the windows; missing are {gaps_en} ({en}).",
    )


def _clock(half: int) -> str:
    at = time_of(half)
    return clock_of(at.hour * 60 + at.minute)


def _drawn(found: Matched) -> Drawn:
    bars = tuple(
        Bar(
            Text(_clock(half), _clock(half)),
            float(found.there.get(half, 0)),
            line=float(count),
            is_answer=half in found.missing,
        )
        for half, count in sorted(found.wanted.items())
    )
    return Drawn(
        bars,
        Text("窗口上的人（深色：不够）", "people at windows (dark: too few)"),
        Text("方案要开的窗口", "windows of the plan"),
        same_scale=True,
    )
