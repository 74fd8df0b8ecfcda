"""Who is parked, who was sent where, and what a guide sees of one number."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from onetrip.centres.models import Centre
from onetrip.lobby import reasons
from onetrip.lobby.models import Ticket, number_of
from onetrip.rules import Text


@dataclass(frozen=True)
class Parked:
    """A number on hold: why, in which words, from which window (None: from the hall)."""

    id: uuid.UUID
    number: str
    why: Text
    words: str
    window: int | None
    matters: int


def parked(centre: Centre, now: datetime) -> list[Parked]:
    """The numbers on hold today, by their place in the queue."""
    held = Ticket.objects.filter(centre=centre, day=centre.day_of(now), state=Ticket.State.HELD)
    found = held.order_by("queue_at", "serial").values_list(
        "id", "prefix", "serial", "sent_why", "sent_words", "sent_from", "visit__wanted"
    )
    return [
        Parked(pk, number_of(prefix, serial), why_of(why), words, window, len(wanted))
        for pk, prefix, serial, why, words, window, wanted in found
    ]


def why_of(code: str) -> Text:
    """The reason in words; nothing for none."""
    return reasons.ALL.get(code, Text("", ""))
