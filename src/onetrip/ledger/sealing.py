"""The hash chain over events, one per centre: whoever changes or removes a sealed event breaks every seal after it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from onetrip.ledger.models import Event, Seal

_START = "0" * 64


@dataclass(frozen=True)
class Break:
    """Where a chain no longer agrees with its events."""

    centre: str
    position: int
    event_id: int
    reason: str


def digest(previous: str, event: Event) -> str:
    """SHA-256, hexadecimal, over the previous digest and the event's content in canonical JSON."""
    content = [
        event.pk,
        event.at.isoformat(),
        event.centre,
        event.actor,
        event.thing,
        event.thing_id,
        event.verb,
        event.from_state,
        event.to_state,
        event.data,
        event.public,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((previous + text).encode()).hexdigest()


def seal(centre: str, *, most: int = 10_000) -> int:
    """Seal up to `most` committed events of `centre` that have no seal yet; returns how many.

    Events are sealed in the order of their ids among those visible; one that commits late is sealed later, so the chain
    is in sealing order, and none is ever left out. An advisory lock keeps two sealers of one centre apart.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seal:{centre}"])
        last = Seal.objects.filter(centre=centre).order_by("-position").first()
        position, previous = (last.position, last.digest) if last else (0, _START)
        unsealed = Event.objects.filter(centre=centre).extra(
            where=["NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.event_id = ledger_event.id)"]
        )
        seals = []
        for event in unsealed.order_by("pk")[:most]:
            position += 1
            previous = digest(previous, event)
            seals.append(Seal(event_id=event.pk, centre=centre, position=position, digest=previous))
        Seal.objects.bulk_create(seals)
        return len(seals)


def breaks(centre: str) -> Iterator[Break]:
    """Walk the chain of `centre` and yield where it disagrees with the events as they are now; nothing when it is whole."""
    previous, expected = _START, 0
    for a_seal in Seal.objects.filter(centre=centre).order_by("position").iterator():
        expected += 1
        if a_seal.position != expected:
            yield Break(centre, expected, a_seal.event_id, "a seal is missing")
            expected = a_seal.position
        event = Event.objects.filter(pk=a_seal.event_id).first()
        if event is None:
            yield Break(centre, a_seal.position, a_seal.event_id, "the event is missing")
        elif digest(previous, event) != a_seal.digest:
            yield Break(centre, a_seal.position, a_seal.event_id, "the event was changed")
        previous = a_seal.digest
