"""From a job to the bytes that its printer wants."""

from __future__ import annotations

from datetime import datetime

from onetrip.bridge.states import PartKind
from onetrip.devices.models import PrintJob
from onetrip.devices.papers import paper_of
from onetrip.ledger.refusals import NotFound
from onetrip.prints.raster import escpos

ESCPOS, PDF = "escpos", "pdf"


def format_of(job: PrintJob) -> str:
    """What the printer of this job wants: "escpos" or "pdf"."""
    return ESCPOS if job.printer.kind == PartKind.ESCPOS else PDF


def render(job: PrintJob, now: datetime) -> bytes:
    """The paper of this job, made anew. Raises NotFound for what does not exist any more or does not go there."""
    paper = paper_of(job.kind)
    made = paper.roll if job.printer.kind == PartKind.ESCPOS else paper.page
    if made is None:
        raise NotFound("paper-unknown", "这台打印机印不了这种纸。", "This printer cannot print such a paper.")
    page = made(job, now)
    return escpos(page) if job.printer.kind == PartKind.ESCPOS else page
