"""What this machine can do for somebody, and where else it is done; what is asked for most."""

from __future__ import annotations

import threading
import time as clock
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from onetrip.advice import queries as advice
from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import CHANNELS
from onetrip.centres.models import Centre, Device
from onetrip.planning.capabilities import CAPABILITIES, lacking
from onetrip.rules import Text

EVENTS_FIRST = ("growing-old", "illness", "moving-in", "out-of-work", "birth", "hardship", "retiring")
"""The life events that stand on the first page while the catalogue has them; the others are one press away."""

MOST_FREQUENT = 4
_KEEP_SECONDS = 60.0
_lock = threading.Lock()
_kept: dict[tuple[str, int], tuple[float, list[Matter]]] = {}


@dataclass(frozen=True)
class Offer:
    """What a machine can do about a matter: `here` to do it at once; else `lacks`, or `elsewhere`, says why not and where."""

    matter: Matter
    here: bool
    lacks: tuple[Text, ...]
    elsewhere: tuple[Text, ...]
    other_machines: tuple[int, ...] = ()

    @property
    def can_be_planned(self) -> bool:
        """Whether there is something to find out beforehand: what to bring, or whether one is entitled."""
        return not self.matter.terms.automatic


def offer_of(matter: Matter, kiosk: Device | None, others: Iterable[Device] = ()) -> Offer:
    """What `kiosk` can do about a matter (None: a screen of the staff, which lacks nothing); `others` are the machines of
    the same hall, of which those that could do it are named."""
    at_a_kiosk = "kiosk" in matter.terms.channels and matter.terms.kind != "not_here"
    missing = lacking(kiosk.capabilities, matter.needs_device) if kiosk is not None else ()
    return Offer(
        matter=matter,
        here=at_a_kiosk and not missing,
        lacks=tuple(CAPABILITIES.get(word, Text(word, word)) for word in missing) if at_a_kiosk else (),
        elsewhere=tuple(CHANNELS[channel] for channel in matter.terms.channels if channel != "kiosk"),
        other_machines=tuple(
            other.number for other in others if missing and not lacking(other.capabilities, matter.needs_device)
        ),
    )


def has(kiosk: Device | None, capability: str) -> bool:
    """Whether the machine has it; the screen of the staff is taken to."""
    return kiosk is None or capability in kiosk.capabilities


def asked_most(centre: Centre, catalogue: Catalogue, now: datetime) -> list[Matter]:
    """What the centre's consultations asked for most; the same for everybody, and counted once a minute."""
    known = (centre.pk, catalogue.number)
    kept = _kept.get(known)
    if kept is not None and kept[0] > clock.monotonic():
        return kept[1]
    found = [asked.matter for asked in advice.asked_most(centre, catalogue, now=now)[:MOST_FREQUENT]]
    with _lock:
        _kept.clear()
        _kept[known] = (clock.monotonic() + _KEEP_SECONDS, found)
    return found


def forget() -> None:
    """Drop what is kept in memory (between tests)."""
    with _lock:
        _kept.clear()
