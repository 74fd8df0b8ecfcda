"""What a run leaves on paper, as papers that printers of the house put out: its receipt, and what a print matter prints."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.urls import reverse

from onetrip.devices.models import PrintJob
from onetrip.devices.papers import Paper
from onetrip.kiosk.errands import queries, sources
from onetrip.kiosk.errands.actions.printing import no_paper
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.errands.sheets import receipt_sheet, record_sheet
from onetrip.kiosk.models import Errand
from onetrip.ledger.refusals import NotFound
from onetrip.prints import errand_pdf, errand_roll_pdf
from onetrip.prints.sheets import Language


def _run(job: PrintJob, now: datetime) -> Run:
    return run_of(queries.by_id(uuid.UUID(job.reference)), now)


def _address(run: Run, job: PrintJob) -> str:
    return f"{job.origin}{reverse('errand-receipt', args=[run.errand.token])}"


def _language(job: PrintJob) -> Language:
    return "en" if job.language == "en" else "zh"


def _receipt_roll(job: PrintJob, now: datetime) -> bytes:
    run = _run(job, now)
    return errand_roll_pdf(receipt_sheet(run, address=_address(run, job)), _language(job))


def _receipt_page(job: PrintJob, now: datetime) -> bytes:
    run = _run(job, now)
    return errand_pdf(receipt_sheet(run, address=_address(run, job)), _language(job))


def _record_page(job: PrintJob, now: datetime) -> bytes:
    """Asked of its source anew. Raises NotFound for a run that has nothing to print any more, Refused with its source away."""
    run = _run(job, now)
    if run.errand.state != Errand.State.PRINTED:
        raise NotFound("print-not-ready", "还不能打印。", "This is not ready to be printed.")
    told = sources.ask(run.matter.at_kiosk.source or "", run.holder, run.errand.form, run.day)
    sheet = record_sheet(run, told, address=_address(run, job), at=run.place.centre.local(now))
    return errand_pdf(sheet, _language(job))


def _record_fate(job: PrintJob, *, now: datetime, by: str) -> None:
    """A print that did not come out is ready to be printed as before; the printer has said so, nobody has to."""
    if job.state == PrintJob.State.FAILED:
        no_paper(errand_id=uuid.UUID(job.reference), now=now, by=by)


RECEIPT = Paper(roll=_receipt_roll, page=_receipt_page)
RECORD = Paper(page=_record_page, fate=_record_fate)
