"""The operator's page of the store of licences; in a demonstration, with the moods of the simulated one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.licences import queries, registry, wording
from onetrip.licences.breaker import State
from onetrip.licences.contrib.http import HttpStore
from onetrip.licences.contrib.simulated import NAME, mood, set_mood
from onetrip.licences.contrib.simulated.moods import MOODS, Mood
from onetrip.licences.queries import StoreNow
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission

WIDTH, HEIGHT, LABELS = 900, 150, 22
"""The picture of the last hour, in the units of its viewBox."""


@dataclass(frozen=True)
class Column:
    """One minute of the picture: answered at the bottom, without an answer on top."""

    x: float
    width: float
    answered_y: float
    answered_height: float
    failed_y: float
    failed_height: float


@requires(Permission.OPEN_THE_DAY)
@never_cache
@require_GET
def store(request: HttpRequest) -> HttpResponse:
    """How the store does: the breaker, answers a minute, the last trouble in words, what waits for an answer."""
    return render(request, "licences/store.html", _context(request))


@requires(Permission.OPEN_THE_DAY)
@never_cache
@require_GET
def store_now(request: HttpRequest) -> HttpResponse:
    """What moves on the page."""
    return render(request, "licences/parts/now.html", _context(request))


@requires(Permission.OPEN_THE_DAY)
@require_POST
def change_mood(request: HttpRequest) -> HttpResponse:
    """Have the simulated store behave otherwise, to see what becomes of it. There is none but in a demonstration."""
    way = _simulated()
    if way is None:
        raise NotFound("no-simulated-store", "这里没有演示用的证照库。", "There is no simulated store here.")
    try:
        wanted = Mood(request.POST.get("mood", ""))
    except ValueError as error:
        raise Malformed("mood-unknown", "没有这种表现。", "There is no such mood.", field="mood") from error
    try:
        set_mood(way, wanted)
    except OSError as error:
        raise Refused("store-gone", "演示用的证照库没有开着。", "The simulated store is not running.") from error
    return redirect("licence-store")


def _context(request: HttpRequest) -> dict[str, Any]:
    centre, now = settled(centre_of(request)).centre, timezone.now()
    seen = queries.store_now(now)
    context: dict[str, Any] = {"centre": centre, "seen": seen, "now": now}
    if seen is None:
        return context
    way = _simulated()
    return context | {
        "is_well": seen.state is State.CLOSED,
        "state": wording.state_of_store(seen.state, seen.until and centre.local(seen.until), centre.local(now)),
        "trouble": wording.trouble(seen.trouble) if seen.trouble else None,
        "columns": _columns(seen),
        "most": _most(seen),
        "width": WIDTH,
        "height": HEIGHT,
        "floor": HEIGHT - LABELS,
        "hours": _labels(seen, centre.local),
        "moods": MOODS.items() if way else (),
        "mood": mood(way) if way else None,
    }


def _simulated() -> HttpStore | None:
    way = registry.store()
    return way if settings.DEMONSTRATION and isinstance(way, HttpStore) and way.name == NAME else None


def _most(seen: StoreNow) -> int:
    return max((one.answered + one.failed for one in seen.minutes), default=0)


def _columns(seen: StoreNow) -> list[Column]:
    step, floor, most = WIDTH / len(seen.minutes), HEIGHT - LABELS, max(_most(seen), 1)
    columns = []
    for place, one in enumerate(seen.minutes):
        answered, failed = (round((floor - 8) * count / most, 1) for count in (one.answered, one.failed))
        if answered or failed:
            x = round(place * step + 1, 1)
            columns.append(
                Column(x, round(step - 2, 1), floor - answered, answered, round(floor - answered - failed, 1), failed)
            )
    return columns


def _labels(seen: StoreNow, local: Any) -> list[tuple[float, datetime]]:
    step = WIDTH / len(seen.minutes)
    return [
        (round(place * step, 1), local(one.at)) for place, one in enumerate(seen.minutes) if one.at.minute % 15 == 0
    ]
