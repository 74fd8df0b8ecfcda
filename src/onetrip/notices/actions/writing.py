"""The outbox: what a resident is to be told is written with the change that makes it true, and sent afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from onetrip.ledger import rows
from onetrip.notices.kinds import kind as kind_of
from onetrip.notices.models import Notice
from onetrip.notices.providers import registry
from onetrip.rules import Text


@dataclass(frozen=True)
class About:
    """The thing that a message is about: a word for it, its id, and the number by which it is named aloud."""

    thing: str
    id: uuid.UUID
    number: str


def tell(
    *,
    kind: str,
    about: About,
    resident_id: uuid.UUID | None,
    centre: str,
    values: Mapping[str, Text],
    link: str,
    now: datetime,
    occasion: str = "",
) -> None:
    """Write down that a resident is to be told something, in the caller's transaction; one statement.

    For one thing, kind and `occasion` it is written once, whoever asks again. Nothing is written where nobody is known to be
    told, or where the house sends no messages at all. `link` is a path of the house. Raises RuntimeError outside of a
    transaction, KeyError for a kind that does not exist or a value that it needs.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message is written in the transaction of its change")
    if resident_id is None or not registry.ways():
        return
    said = kind_of(kind)
    # {look} is made when it is sent: the address of the house may have changed until then.
    filled = {name: values[name] for name in said.fields if name != "look"}
    notice = Notice(
        centre_id=centre,
        resident_id=resident_id,
        kind=kind,
        about=about.thing,
        about_id=about.id,
        occasion=occasion,
        number=about.number,
        values={name: {"zh": value.zh, "en": value.en} for name, value in filled.items()},
        link=link,
        must_arrive=said.must_arrive,
        is_urgent=said.urgent,
        written_at=now,
        due_at=now,
    )
    rows.insert(notice, on_conflict="ON CONFLICT DO NOTHING")


def drop(*, about_id: uuid.UUID, now: datetime, kinds: Collection[str] | None = None) -> int:
    """Nothing more is sent of what still waits to be sent about a thing, of these kinds or of all; how many. In the caller's
    transaction; a message that is on its way out in this moment goes."""
    waiting = Q(about_id=about_id, state=Notice.State.DUE)
    if kinds is not None:
        waiting &= Q(kind__in=kinds)
    return Notice.objects.filter(waiting).update(state=Notice.State.DROPPED, ended_at=now)
