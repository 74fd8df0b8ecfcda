"""A licence unmasked: for a purpose in words, on record as every look at a full number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from onetrip.ledger.refusals import Refused
from onetrip.licences.models import Lookup
from onetrip.people.actions import view_plain
from onetrip.people.purposes import For


@dataclass(frozen=True)
class Plain:
    """A licence as the store has it."""

    number: str
    issuer: str
    issued_on: date
    valid_until: date | None


def show_plain(*, lookup: Lookup, purpose: For, by: str, centre: str, now: datetime) -> Plain:
    """Give out a licence unmasked. Raises Refused where what was said is not kept any more."""
    view_plain(resident_id=lookup.resident_id, purpose=purpose, by=by, centre=centre, now=now)
    held = lookup.held if lookup.held_until is not None and lookup.held_until > now else None
    if held is None:
        raise Refused(
            "licence-forgotten",
            "查到的内容只留十几分钟，已经删了。要看，请再查一次。",
            "What was found is kept for some minutes only and is gone. To see it, look it up again.",
        )
    return Plain(held["number"], held["issuer"], date.fromisoformat(held["issued_on"]), lookup.valid_until)
