"""The priorities of a centre as they count now: the examples of the house, with the minutes the centre has set."""

from __future__ import annotations

import threading
import time as clock

from django.db.models import Max

from onetrip.lobby.models import PriorityWeight
from onetrip.lobby.priorities import SHIPPED, Priorities

_KEEP_SECONDS = 10.0
_lock = threading.Lock()
_kept: dict[str, tuple[float, Priorities]] = {}


def priorities_of(centre: str) -> Priorities:
    """The priorities of the centre with code `centre`, at most ten seconds old."""
    kept = _kept.get(centre)
    if kept and kept[0] > clock.monotonic():
        return kept[1]
    value = read_priorities(centre)
    with _lock:
        _kept[centre] = (clock.monotonic() + _KEEP_SECONDS, value)
    return value


def read_priorities(centre: str) -> Priorities:
    """The same, as it stands in the table at this moment."""
    version = _newest(centre)
    rows = PriorityWeight.objects.filter(centre_id=centre, version=version).values_list("code", "minutes")
    return SHIPPED.weighed(dict(rows), version) if version else SHIPPED


def history(centre: str) -> list[PriorityWeight]:
    """Every weight ever set in the centre, newest version first."""
    return list(PriorityWeight.objects.filter(centre_id=centre).order_by("-version", "code"))


def forget() -> None:
    """Drop what is kept in memory (after a change of weights, and between tests)."""
    with _lock:
        _kept.clear()


def _newest(centre: str) -> int:
    found: int | None = PriorityWeight.objects.filter(centre_id=centre).aggregate(newest=Max("version"))["newest"]
    return found or 0
