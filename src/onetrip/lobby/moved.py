"""A number that was given up for one in another centre, as staff and residents are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onetrip.centres.models import Centre
from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket
from onetrip.rules import Text


@dataclass(frozen=True)
class Moved:
    """`went_to`: the centre in which whoever had this number drew another one. `left`: centre and number of those that
    were given up for this one."""

    went_to: Text | None = None
    left: tuple[tuple[Text, str], ...] = ()


def moved(ticket: Ticket) -> Moved:
    """From the events of the ticket; only a slip makes two numbers known as one person's, so without one nothing is asked."""
    if ticket.visit.slip_id is None:
        return Moved()
    told: dict[str, Any] = {}
    for data in _told(ticket):
        told |= data
    left = [entry.split(" ", 1) for entry in told.get("left", ())]
    codes = {code for code, _ in left} | {told.get("went_to", "")}
    names = {one.code: Text(one.short_zh, one.short_en) for one in Centre.objects.filter(pk__in=codes)}
    return Moved(
        names.get(told.get("went_to", "")), tuple((names[code], number) for code, number in left if code in names)
    )


def _told(ticket: Ticket) -> list[dict[str, Any]]:
    of_ticket = Event.objects.filter(thing="ticket", thing_id=str(ticket.pk))
    return list(of_ticket.filter(data__has_any_keys=["went_to", "left"]).order_by("pk").values_list("data", flat=True))
