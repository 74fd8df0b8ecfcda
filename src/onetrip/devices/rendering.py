"""From a job to the bytes that its printer wants."""

from __future__ import annotations

import logging
from datetime import datetime

from onetrip.bridge.states import PartKind, Reason
from onetrip.devices.models import PrintJob
from onetrip.devices.papers import paper_of
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.prints.raster import escpos

log = logging.getLogger("onetrip.devices")

ESCPOS, PDF = "escpos", "pdf"


class NoPaper(Exception):
    """A paper cannot be made, and why: that is never the printer's fault."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def format_of(job: PrintJob) -> str:
    """What the printer of this job wants: "escpos" or "pdf"."""
    return ESCPOS if job.printer.kind == PartKind.ESCPOS else PDF


def render(job: PrintJob, now: datetime) -> bytes:
    """The paper of this job, made anew. Raises NoPaper, whatever went wrong in the room that makes it."""
    try:
        return _made(job, now)
    except NotFound as gone:
        raise NoPaper(Reason.NOT_RENDERED) from gone
    except Refused as no:
        raise NoPaper(Reason.SOURCE_AWAY) from no
    except Exception as error:
        # Its kind alone: what it says may be what stood on the paper.
        log.error("a paper of kind %s could not be made: %s", job.kind, type(error).__name__)
        raise NoPaper(Reason.NOT_MADE) from error


def _made(job: PrintJob, now: datetime) -> bytes:
    paper = paper_of(job.kind)
    made = paper.roll if job.printer.kind == PartKind.ESCPOS else paper.page
    if made is None:
        raise NotFound("paper-unknown", "这台打印机印不了这种纸。", "This printer cannot print such a paper.")
    page = made(job, now)
    return escpos(page) if job.printer.kind == PartKind.ESCPOS else page
