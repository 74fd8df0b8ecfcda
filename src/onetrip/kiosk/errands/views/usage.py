"""The director's page of the self-service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.kiosk.errands import daily
from onetrip.kiosk.errands.figures import FEW, GOAL, PERIODS, Figures, figures
from onetrip.rules import Text
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission

MOST_MATTERS = 15
_WIDTH, _HEIGHT, _LABELS = 720, 150, 130


@dataclass(frozen=True)
class Mark:
    """A bar of a picture, in the units of its viewBox."""

    x: float
    y: float
    width: float
    height: float
    label: Text
    count: int


@requires(Permission.SEE_FIGURES)
@never_cache
@require_GET
def self_service(request: HttpRequest) -> HttpResponse:
    """Share, hours, where it is given up, matters."""
    period = request.GET.get("days", "30")
    period = period if period in PERIODS else "30"
    centre = settled(centre_of(request)).centre
    last = centre.day_of(timezone.now())
    first = last - timedelta(days=int(period) - 1)
    found = figures(daily.together(daily.by_day(centre, first, last, last).values()), first, last)
    catalogue = catalogues.current()
    named = {matter.id: matter.name for matter in catalogue.matters.values()}
    context: dict[str, Any] = {
        "figures": found,
        "centre": centre,
        "period": period,
        "periods": PERIODS.items(),
        "share": None if found.share is None else round(100 * found.share, 1),
        "goal": round(100 * GOAL),
        "few": FEW,
        "share_width": round(_WIDTH * (found.share or 0), 1),
        "goal_x": round(_WIDTH * GOAL, 1),
        "hours": hour_marks(found.hours),
        "left": left_marks(found),
        "left_height": 34 * len(found.left),
        "matters": [(named.get(one.matter, Text(one.matter, one.matter)), one) for one in found.matters[:MOST_MATTERS]],
        "more": max(0, len(found.matters) - MOST_MATTERS),
    }
    return render(request, "kiosk/errands/usage.html", context)


def hour_marks(hours: Sequence[int]) -> list[Mark]:
    """A column an hour, the highest as high as the picture."""
    most, pitch = max([*hours, 1]), _WIDTH / 24
    marks = []
    for hour, count in enumerate(hours):
        height = round(_HEIGHT * count / most, 1)
        label = Text(f"{hour} 点", f"{hour}:00")
        marks.append(
            Mark(round(hour * pitch + 3, 1), round(_HEIGHT - height, 1), round(pitch - 6, 1), height, label, count)
        )
    return marks


def left_marks(found: Figures) -> list[Mark]:
    """A lying bar for each step at which people left, the most first."""
    most = max([one.count for one in found.left] or [1])
    room = _WIDTH - _LABELS - 60
    return [
        Mark(_LABELS, place * 34.0, round(room * one.count / most, 1), 24, one.name, one.count)
        for place, one in enumerate(found.left)
    ]
