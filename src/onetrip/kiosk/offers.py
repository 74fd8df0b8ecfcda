"""What this machine can do for somebody, and where else it is done; what is asked for most."""

from __future__ import annotations

import threading
import time as clock
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from onetrip.advice import queries as advice
from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import CHANNELS
from onetrip.centres.models import Centre, Device
from onetrip.kiosk.errands.offered import Hindrance, hindrance, lacks, not_offered
from onetrip.planning.capabilities import CAPABILITIES
from onetrip.rules import Text

EVENTS_FIRST = ("growing-old", "illness", "moving-in", "out-of-work", "birth", "hardship", "retiring")
"""The life events that stand on the first page while the catalogue has them; the others are one press away."""

MOST_FREQUENT = 4
_KEEP_SECONDS = 60.0
_lock = threading.Lock()
_kept: dict[tuple[str, int], tuple[float, list[Matter]]] = {}


@dataclass(frozen=True)
class Offer:
    """What a machine can do about a matter: `here` to do it at once; else why not, with where, in a sentence (`reason`),
    what the machine `lacks` for it, and the other ways there are (`elsewhere`, `other_machines`). `is_of_kiosks`: it is
    done at kiosks, if not here and now."""

    matter: Matter
    here: bool
    reason: Text | None
    is_of_kiosks: bool
    lacks: tuple[Text, ...]
    elsewhere: tuple[Text, ...]
    other_machines: tuple[int, ...] = ()

    @property
    def can_be_planned(self) -> bool:
        """Whether there is something to find out beforehand: what to bring, or whether one is entitled."""
        return not self.matter.terms.automatic


def offer_of(matter: Matter, kiosk: Device | None, day: date, others: Iterable[Device] = ()) -> Offer:
    """What `kiosk` can do about a matter on `day` (None: a screen of the staff, which lacks nothing); `others` are the
    machines of the same hall, of which those that could do it are named where this one lacks something."""
    why = hindrance(matter, kiosk, day)
    missing = lacks(kiosk, matter) if why is Hindrance.DEVICE_MISSING else ()
    return Offer(
        matter=matter,
        here=why is None,
        reason=not_offered(matter, kiosk, day),
        is_of_kiosks=why is not Hindrance.NOT_AT_KIOSKS,
        lacks=tuple(CAPABILITIES.get(word, Text(word, word)) for word in missing),
        elsewhere=tuple(CHANNELS[channel] for channel in matter.terms.channels if channel != "kiosk"),
        other_machines=tuple(other.number for other in others if missing and not lacks(other, matter)),
    )


def begun_here(matters: Iterable[Matter | None], kiosk: Device | None, day: date) -> dict[str, str]:
    """Where each of the matters that this machine can do begins."""
    return {
        matter.id: reverse("errand-start", args=[matter.id])
        for matter in matters
        if matter is not None and hindrance(matter, kiosk, day) is None
    }


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
