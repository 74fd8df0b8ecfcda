"""What residents are like, as this house last learnt it; read once in a while, and the same object until it is learnt anew."""

from __future__ import annotations

import threading
import time as clock
from datetime import datetime, timedelta

from onetrip.advice.models import AskingPrior
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.queries import newest_number
from onetrip.planning import NOTHING_KNOWN, Prior
from onetrip.planning.priors import from_stored

CHECK_SECONDS = 60.0
"""How long what was learnt last is taken for granted before one cheap query looks for something newer."""

LEARNT_EVERY = timedelta(days=1)

_MOST_KEPT = 8

_lock = threading.Lock()
_looked: tuple[float, datetime | None] | None = None
_kept: dict[tuple[datetime, int], Prior] = {}


def prior(catalogue: Catalogue) -> Prior:
    """The prior learnt last, read by a catalogue's vocabulary; before anything was learnt, the one that knows nothing."""
    learnt_at = _learnt_at()
    if learnt_at is None:
        return NOTHING_KNOWN
    key = learnt_at, catalogue.number
    found = _kept.get(key)
    if found is None:
        with _lock:
            found = _kept.get(key) or _read(key, catalogue)
    return found


def are_stale(now: datetime) -> bool:
    """Whether there is a catalogue, and what residents are like was learnt more than a day ago, or never."""
    newest = AskingPrior.objects.values_list("learnt_at", flat=True).first()
    return newest_number() > 0 and (newest is None or newest < now - LEARNT_EVERY)


def forget() -> None:
    """Drop what is kept in memory (after learning, and between tests)."""
    global _looked
    with _lock:
        _looked = None
        _kept.clear()


def _learnt_at() -> datetime | None:
    global _looked
    if _looked is None or _looked[0] <= clock.monotonic():
        newest = AskingPrior.objects.values_list("learnt_at", flat=True).first()
        _looked = clock.monotonic() + CHECK_SECONDS, newest
    return _looked[1]


def _read(key: tuple[datetime, int], catalogue: Catalogue) -> Prior:
    stored = AskingPrior.objects.filter(learnt_at=key[0]).values_list("shares", flat=True).first()
    if stored is None:
        return NOTHING_KNOWN
    while len(_kept) >= _MOST_KEPT:
        del _kept[next(iter(_kept))]
    _kept[key] = from_stored(stored, catalogue.book.vocabulary)
    return _kept[key]
