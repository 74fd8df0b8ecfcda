"""Where the paper of a kiosk comes from: its own printer by a print job, else the machine's browser."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onetrip.bridge.states import PartKind
from onetrip.centres.models import Device
from onetrip.devices import actions as devices
from onetrip.devices import queries as printers
from onetrip.devices.models import Station
from onetrip.devices.words import reason_in_words
from onetrip.kiosk.offers import has
from onetrip.rules import Text


class How(StrEnum):
    """What became of the wish to print."""

    JOB = "job"
    TROUBLE = "trouble"
    BROWSER = "browser"
    NO_PRINTER = "no-printer"


@dataclass(frozen=True)
class Printing:
    """What became of it, and for a printer in trouble why, in words."""

    how: How
    why: Text | None = None


def put_out(
    *,
    kiosk: Device | None,
    kind: str,
    reference: uuid.UUID,
    origin: str,
    language: str,
    key: uuid.UUID,
    now: datetime,
    by: str,
    prints: PartKind = PartKind.ESCPOS,
) -> Printing:
    """Have a paper of `kind` (a `PrintJob.Kind`) put out at this kiosk, once for each key.

    By its own printer of the sort `prints`, where its bridge speaks of one; else by the browser (Chromium with
    --kiosk-printing asks nobody). A machine without a printer, and one whose printer is in trouble, say so.
    """
    printer = None
    if kiosk is not None:
        printer = printers.printer_at(kiosk.centre_id, Station.Kind.KIOSK, kiosk.number, now, prints=prints)
    if printer is None:
        return Printing(How.BROWSER if has(kiosk, _CAPABILITY[prints]) else How.NO_PRINTER)
    if printer.trouble is not None:
        return Printing(How.TROUBLE, reason_in_words(printer.trouble))
    devices.ask_for(
        kind=kind,
        reference=str(reference),
        printer=printer,
        origin=origin,
        language=language,
        now=now,
        by=by,
        key=key,
    )
    return Printing(How.JOB)


_CAPABILITY = {PartKind.ESCPOS: "printer", PartKind.IPP: "a4_printer"}
