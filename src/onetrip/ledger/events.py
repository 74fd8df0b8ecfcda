"""Writing and reading the append-only events from which times, displays, audit and figures derive."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from psycopg.types.json import Jsonb

from onetrip.ledger.models import Event
from onetrip.ledger.rows import insert

_ANSWER = "WITH answered AS (UPDATE ledger_requestkey SET result = %s WHERE key = %s) "


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
    answering: tuple[uuid.UUID, dict[str, Any]] | None = None,
) -> Event:
    """Append one event inside the caller's transaction.

    `data` is for the record (no ID numbers, no names). `public` goes out by NOTIFY to every listening screen of the
    centre once the transaction commits: leave it None when no screen has to change. `answering`, a request's key with
    its result, does what `requests.answer` does, in the same statement.
    Raises RuntimeError outside a transaction: an event without its change, or the reverse, would be a lie.
    """
    _refuse_outside_transaction()
    event = Event(
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
    if answering is None:
        insert(event)
    else:
        key, result = answering
        insert(event, first=_ANSWER, before=[Jsonb(result), key])
    return event


@dataclass(frozen=True)
class Draft:
    """One of several events that belong to one change, before it is recorded; the fields are those of `record`."""

    thing: str
    thing_id: object
    verb: str
    from_state: str = ""
    to_state: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    public: dict[str, Any] | None = None


def record_all(*, now: datetime, centre: str, actor: str, drafts: Sequence[Draft]) -> None:
    """Append several events of one change in one statement, in their order; as `record` otherwise."""
    _refuse_outside_transaction()
    insert(
        *(
            Event(
                at=now,
                centre=centre,
                actor=actor,
                thing=draft.thing,
                thing_id=str(draft.thing_id),
                verb=draft.verb,
                from_state=draft.from_state,
                to_state=draft.to_state,
                data=draft.data,
                public=draft.public,
            )
            for draft in drafts
        )
    )


def _refuse_outside_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its change")


def newest(thing: str, verb: str) -> Event | None:
    """The newest event of a `thing` that few events are of, such as backups; None when there is none."""
    return Event.objects.filter(thing=thing, verb=verb).order_by("-id").first()
