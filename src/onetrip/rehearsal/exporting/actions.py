"""Writing a log of a period of a centre, and keeping on record that it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO

from django.db import transaction

from onetrip.centres.models import Centre
from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.rehearsal.exporting.shaping import Shaper
from onetrip.rehearsal.happenings import Order, happenings
from onetrip.simulation.logs.writing import write_ocel, write_xes


class Format(StrEnum):
    """What a log is written as."""

    XES = "xes"
    OCEL = "ocel"


@dataclass(frozen=True)
class Exported:
    """What was written."""

    events: int
    first: date
    last: date


def export(
    *,
    centre: str,
    first: date,
    last: date,
    form: Format,
    file: BinaryIO,
    language: str = "zh",
    staff_names: bool = False,
    now: datetime,
    by: str,
) -> Exported:
    """Write everything that happened to people from `first` to `last`, both counted, and record that it left the house.

    Residents, their numbers, cases and bookings stand there under pseudonyms of this one export; clerks too, unless
    `staff_names`. Raises NotFound for an unknown centre, Malformed for days in the wrong order.
    """
    place = Centre.objects.filter(code=centre).first()
    if place is None:
        raise NotFound("centre-unknown", f"没有 {centre} 这个中心。", f"There is no centre {centre}.")
    if last < first:
        raise Malformed(
            "days-reversed", "开始的日子晚于结束的日子。", "The first day comes after the last.", field="to"
        )
    shaper = Shaper(language=language, staff_names=staff_names)
    with transaction.atomic():
        if form is Format.XES:
            traces = shaper.traces(happenings(place, first, last, Order.WAY))
            name = f"{place.short_zh} {first}–{last}"
            written = write_xes(file, traces, name=name)
        else:
            written = write_ocel(file, shaper.touching(happenings(place, first, last, Order.TIME)), shaper.things())
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="event-log",
            thing_id=centre,
            verb="export",
            data={
                "from": first.isoformat(),
                "to": last.isoformat(),
                "format": form.value,
                "events": written,
                "staff_names": staff_names,
            },
        )
    return Exported(written, first, last)
