"""Where the paper of a kiosk comes from: its own printer by a print job, else the machine's browser."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onetrip.bridge.states import PartKind, Reason
from onetrip.centres.models import Device
from onetrip.devices import actions as devices
from onetrip.devices import queries as printers
from onetrip.devices.models import PrintJob, Station
from onetrip.devices.queries import Printer
from onetrip.devices.words import reason_in_words
from onetrip.kiosk.offers import has
from onetrip.ledger.refusals import Refused
from onetrip.rules import Text


class How(StrEnum):
    """What became of the wish to print."""

    JOB = "job"
    PRINTED = "printed"
    FAILED = "failed"
    PERHAPS = "perhaps"
    TROUBLE = "trouble"
    BROWSER = "browser"
    NO_PRINTER = "no-printer"


@dataclass(frozen=True)
class Printing:
    """What became of it, and where no paper came out why, in words, as far as the printer has said."""

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
    printer = printer_of(kiosk, now, prints)
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


def fate_of(kind: str, reference: uuid.UUID) -> Printing | None:
    """What became of the last paper of this kind for this reference; None: none was asked of a printer."""
    job = printers.latest_job(kind, reference)
    if job is None:
        return None
    how = _FATES.get(PrintJob.State(job.state), How.JOB)
    return Printing(how, reason_in_words(Reason(job.reason)) if how is How.FAILED and job.reason else None)


def printer_of(kiosk: Device | None, now: datetime, prints: PartKind = PartKind.ESCPOS) -> Printer | None:
    """The printer of this sort that the kiosk's own bridge speaks of."""
    if kiosk is None:
        return None
    return printers.printer_at(kiosk.centre_id, Station.Kind.KIOSK, kiosk.number, now, prints=prints)


def refuse_in_trouble(kiosk: Device | None, now: datetime, prints: PartKind) -> None:
    """Raise Refused, with why, where the kiosk has no such printer, or one that would not print now."""
    printer = printer_of(kiosk, now, prints)
    if printer is None and not has(kiosk, _CAPABILITY[prints]):
        raise Refused(
            "no-printer",
            "这台机器没有这种打印机。东西给您留着，请换一台机器。",
            "This machine has no such printer. It is kept for you: please use another machine.",
        )
    if printer is not None and printer.trouble is not None:
        why = reason_in_words(printer.trouble)
        raise Refused(
            "printer-in-trouble",
            f"这台机器现在打不了：{why.zh}。东西给您留着，请换一台机器，或者过一会儿再来。",
            f"This machine cannot print now: {why.en}. It is kept for you: use another machine, or come back a little later.",
        )


_FATES = {
    PrintJob.State.PRINTED: How.PRINTED,
    PrintJob.State.FAILED: How.FAILED,
    PrintJob.State.UNKNOWN: How.PERHAPS,
}
_CAPABILITY = {PartKind.ESCPOS: "printer", PartKind.IPP: "a4_printer"}
