"""What each centre last learned of its waits; read once in a while, and the same object until it is learned anew."""

from __future__ import annotations

import threading
import time as clock
from dataclasses import dataclass
from datetime import datetime, timedelta

from onetrip.centres.models import Centre
from onetrip.lobby.eta.learner import Learner, from_stored
from onetrip.lobby.models import LearnedWaits

CHECK_SECONDS = 60.0
"""How long what was learned last is taken for granted before one cheap query looks for something newer."""

LEARNT_EVERY = timedelta(days=1)
OLDEST = timedelta(days=30)
"""What was learned longer ago is not told from: halls change."""

_lock = threading.Lock()
_looked: dict[str, tuple[float, Remembered | None]] = {}


@dataclass(frozen=True)
class Remembered:
    """A learner and the moment it was learned, which is its version."""

    learnt_at: datetime
    learner: Learner


def learned(centre: str, now: datetime) -> Remembered | None:
    """What the centre with code `centre` learned last; None before that, or when it is too old."""
    looked = _looked.get(centre)
    if looked is None or looked[0] <= clock.monotonic():
        with _lock:
            looked = (clock.monotonic() + CHECK_SECONDS, _newest(centre, looked[1] if looked else None))
            _looked[centre] = looked
    found = looked[1]
    return found if found is not None and found.learnt_at > now - OLDEST else None


def stale_centres(now: datetime) -> list[str]:
    """The centres that have not tried to learn for a day."""
    tried = LearnedWaits.objects.filter(learnt_at__gt=now - LEARNT_EVERY).values_list("centre_id", flat=True)
    return list(Centre.objects.exclude(code__in=list(tried)).order_by("code").values_list("code", flat=True))


def forget() -> None:
    """Drop what is kept in memory (after learning, and between tests)."""
    with _lock:
        _looked.clear()


def _newest(centre: str, known: Remembered | None) -> Remembered | None:
    rows = LearnedWaits.objects.filter(centre_id=centre, told__isnull=False).order_by("-learnt_at")
    learnt_at = rows.values_list("learnt_at", flat=True).first()
    if learnt_at is None:
        return None
    if known is not None and known.learnt_at == learnt_at:
        return known
    told = rows.filter(learnt_at=learnt_at).values_list("told", flat=True).first()
    return Remembered(learnt_at, from_stored(told)) if told else None
