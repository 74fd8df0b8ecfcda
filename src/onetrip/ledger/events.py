"""Writing and reading the append-only events from which times, displays, audit and figures derive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from onetrip.ledger.models import Event


def record(
    *,
    now: datetime,
    centre: str,
    actor: str,
    thing: str,
    thing_id: object,
    verb: str,
    from_state: str = "",
    to_state: str = "",
    data: dict[str, Any] | None = None,
    public: dict[str, Any] | None = None,
) -> Event:
    """Append one event inside the caller's transaction.

    `data` is for the record (no ID numbers, no names). `public` goes out by NOTIFY to every listening screen of the
    centre once the transaction commits: leave it None when no screen has to change.
    Raises RuntimeError outside a transaction: an event without its change, or the reverse, would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its change")
    return Event.objects.create(
        at=now,
        centre=centre,
        actor=actor,
        thing=thing,
        thing_id=str(thing_id),
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        data=data or {},
        public=public,
    )
