"""What can be asked about look-ups: those of one visit, and how the store does."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from onetrip.licences import registry
from onetrip.licences.breaker import State
from onetrip.licences.models import Lookup, StoreGate, StoreMinute

SHOWN_MINUTES = 60


def of_occasion(occasion: uuid.UUID, resident_id: uuid.UUID | None) -> Mapping[str, Lookup]:
    """By licence the latest look-up for a visit or a run, of this resident and of nobody else."""
    if resident_id is None:
        return {}
    rows = Lookup.objects.filter(occasion=occasion, resident_id=resident_id).order_by("pk")
    return {row.licence: row for row in rows}


def is_connected() -> bool:
    """Whether this house has a store to ask."""
    return registry.store() is not None


@dataclass(frozen=True)
class Minute:
    """Enquiries of one minute."""

    at: datetime
    answered: int
    failed: int


@dataclass(frozen=True)
class StoreNow:
    """How a store does. `minutes` are the last sixty, with those in which nobody asked; `waiting` look-ups that were accepted
    on and wait for an answer, the oldest since `waits_since`."""

    store: str
    state: State
    until: datetime | None
    failures: int
    answered_at: datetime | None
    failed_at: datetime | None
    trouble: str
    minutes: tuple[Minute, ...]
    milliseconds: int | None
    waiting: int
    waits_since: datetime | None

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.minutes)

    @property
    def failed(self) -> int:
        return sum(one.failed for one in self.minutes)

    @property
    def busy_minutes(self) -> int:
        """Minutes in which somebody asked."""
        return sum(bool(one.answered or one.failed) for one in self.minutes)

    @property
    def answers_a_minute(self) -> float | None:
        """Over the minutes in which somebody asked; None where nobody did."""
        return self.answered / self.busy_minutes if self.busy_minutes else None


def store_now(now: datetime) -> StoreNow | None:
    """How the store of this house does; None where none is connected."""
    store = registry.store()
    if store is None:
        return None
    gate = StoreGate.objects.filter(pk=store.name).first() or StoreGate(store=store.name)
    first = now.replace(second=0, microsecond=0) - timedelta(minutes=SHOWN_MINUTES - 1)
    rows = {row.minute: row for row in StoreMinute.objects.filter(store=store.name, minute__gte=first)}
    minutes = [first + timedelta(minutes=number) for number in range(SHOWN_MINUTES)]
    asked = sum(row.answered + row.failed for row in rows.values())
    waiting = Lookup.objects.filter(state=Lookup.State.WAITING)
    return StoreNow(
        store=store.name,
        state=State(gate.state),
        until=gate.until,
        failures=gate.failures,
        answered_at=gate.answered_at,
        failed_at=gate.failed_at,
        trouble=gate.trouble,
        minutes=tuple(
            Minute(at, rows[at].answered, rows[at].failed) if at in rows else Minute(at, 0, 0) for at in minutes
        ),
        milliseconds=round(sum(row.milliseconds for row in rows.values()) / asked) if asked else None,
        waiting=waiting.count(),
        waits_since=waiting.aggregate(since=Min("waits_since"))["since"],
    )
