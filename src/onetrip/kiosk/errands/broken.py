"""What of a kiosk's equipment is set up and does not work now: a matter that needs it is not begun there, and its page says
which other machine does it. What a machine never had is told by `offered`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from onetrip.bridge.states import PartKind
from onetrip.catalogue.book import Matter
from onetrip.centres.models import Device
from onetrip.centres.queries import kiosks
from onetrip.devices.models import Station
from onetrip.devices.queries import not_working
from onetrip.kiosk.errands.offered import instead, is_personal, kind_of
from onetrip.ledger.refusals import Refused
from onetrip.planning.capabilities import CAPABILITIES
from onetrip.rules import Text

_CAPABILITY = {
    PartKind.ESCPOS: "printer",
    PartKind.IPP: "a4_printer",
    PartKind.SCANNER: "scanner",
    PartKind.CARD_READER: "id_reader",
    PartKind.CAMERA: "camera",
}
"""The sorts of device, in the words of planning.capabilities."""


def refuse_if_broken(matter: Matter, kiosk: Device | None, now: datetime) -> None:
    """Raise Refused where the matter needs something of this kiosk that does not work now."""
    reason = out_of_order(matter, kiosk, now)
    if reason is not None:
        raise Refused("kiosk-out-of-order", reason.zh, reason.en)


def out_of_order(matter: Matter, kiosk: Device | None, now: datetime) -> Text | None:
    """Why the matter cannot be done at this kiosk now, and where it can; None: nothing is known to be in its way."""
    if kiosk is None:
        return None
    broken = _broken(kiosk.centre_id, now)
    needed = _needed(matter)
    missing = [CAPABILITIES[word] for word in CAPABILITIES if word in needed & broken.get(kiosk.number, frozenset())]
    if not missing:
        return None
    others = [
        str(one.number)
        for one in kiosks(kiosk.centre_id)
        if needed <= frozenset(one.capabilities) - broken.get(one.number, frozenset())
    ]
    where = instead(matter)
    if others:
        where = Text(f"可以用 {'、'.join(others)} 号机。", f"Kiosk {', '.join(others)} does it.")
    zh, en = "、".join(one.zh for one in missing), ", ".join(one.en for one in missing)
    return Text(f"这台机器的{zh}现在坏了，办不了“{matter.name.zh}”。{where.zh}", f"Out of order here: {en}. {where.en}")


def _needed(matter: Matter) -> frozenset[str]:
    """What the matter's file names, a page printer where a page is printed at once, and a card reader where a typed number
    is not enough because something personal is shown."""
    needed, kind = set(matter.needs_device), kind_of(matter)
    if kind in ("print", "query") and is_personal(matter):
        needed.add("id_reader")
    if kind == "print" and matter.at_kiosk.review is None:
        needed.add("a4_printer")
    return frozenset(needed)


def _broken(centre: str, now: datetime) -> Mapping[int, frozenset[str]]:
    """By the number of each kiosk what it should have and what does not work; two statements."""
    found = not_working(centre, Station.Kind.KIOSK, now)
    return {number: frozenset(_CAPABILITY[kind] for kind in kinds) for number, kinds in found.items()}
