"""The page of the map: a week of the centre's own events, drawn and as a table."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.rehearsal.happenings import Order, happenings
from onetrip.rehearsal.mapping.drawing import picture_of
from onetrip.rehearsal.mapping.places import BY_KEY
from onetrip.rehearsal.mapping.ways import Passed, Ways, ways_of
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission

WEEK = timedelta(days=7)


@requires(Permission.REHEARSE)
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Which way round people went in a week, from Monday on; the last whole week where none is asked for."""
    centre = settled(centre_of(request)).centre
    today = centre.day_of(timezone.now())
    monday = _monday(_asked(request.GET.get("week", "")) or today - WEEK)
    ways = ways_in(centre, monday, monday + WEEK - timedelta(days=1))
    context = {
        "centre": centre,
        "ways": ways,
        "rows": [(BY_KEY[edge.source].name, BY_KEY[edge.target].name, edge) for edge in ways.edges],
        "whole": [([BY_KEY[key].name for key in keys], count) for keys, count in ways.whole],
        "picture": picture_of(ways) if ways.people else None,
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "before": monday - WEEK,
        "after": monday + WEEK if monday + WEEK <= today else None,
    }
    return render(request, "rehearsal/map.html", context)


def ways_in(centre: Centre, first: date, last: date) -> Ways:
    """The ways of some days, both counted."""
    with transaction.atomic():
        passed = (
            Passed(one.way, one.at, one.thing, one.verb, one.to_state)
            for one in happenings(centre, first, last, Order.WAY)
        )
        return ways_of(passed)


def _asked(text: str) -> date | None:
    """A day of the address; None for what is none, as for a day far from all."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
