"""Who may ask a store, and how it has done: the breaker and the counts of minutes, in the database for all processes.

In transactions of their own, never in that of what the answer is for: a store that fails is known to everybody at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from onetrip.licences import breaker as breakers
from onetrip.licences.breaker import Breaker, State
from onetrip.licences.models import StoreGate, StoreMinute
from onetrip.licences.retrying import Asked


def admit(store: str, now: datetime) -> bool:
    """Whether the store may be asked now; of several processes after a rest, one may."""
    with transaction.atomic():
        row = _locked(store)
        before = _breaker(row)
        after, admitted = breakers.admit(before, now)
        if after != before:
            _write(row, after)
    return admitted


def is_trying(store: str) -> bool:
    """Whether the one that was admitted is to find out for all others."""
    return StoreGate.objects.filter(pk=store, state=State.HALF_OPEN).exists()


def note(store: str, asked: Sequence[Asked], now: datetime) -> None:
    """What came of enquiries that were admitted together."""
    if not asked:
        return
    with transaction.atomic():
        row = _locked(store)
        state = _breaker(row)
        for one in asked:
            if one.trouble is None:
                state, row.answered_at = breakers.answered(state), now
                continue
            rest = None if one.retry_after is None else timedelta(seconds=one.retry_after)
            state = breakers.failed(state, now, retry_after=rest)
            row.failed_at, row.trouble = now, one.trouble.value
        _write(row, state)
        _count(store, asked, now)


def rests_until(store: str, now: datetime) -> datetime | None:
    """The end of the rest in which nobody asks; None while somebody may."""
    row = StoreGate.objects.filter(pk=store).first()
    if row is None or breakers.admit(_breaker(row), now)[1]:
        return None
    return row.until


def _locked(store: str) -> StoreGate:
    StoreGate.objects.bulk_create([StoreGate(store=store)], ignore_conflicts=True)
    return StoreGate.objects.select_for_update().get(pk=store)


def _breaker(row: StoreGate) -> Breaker:
    return Breaker(State(row.state), row.failures, row.openings, row.until)


def _write(row: StoreGate, state: Breaker) -> None:
    row.state, row.failures, row.openings, row.until = state.state.value, state.failures, state.openings, state.until
    row.save()


def _count(store: str, asked: Sequence[Asked], now: datetime) -> None:
    minute = now.replace(second=0, microsecond=0)
    answered = sum(one.trouble is None for one in asked)
    row, _ = StoreMinute.objects.get_or_create(store=store, minute=minute)
    StoreMinute.objects.filter(pk=row.pk).update(
        answered=F("answered") + answered,
        failed=F("failed") + len(asked) - answered,
        milliseconds=F("milliseconds") + round(1000 * sum(one.seconds for one in asked)),
    )
