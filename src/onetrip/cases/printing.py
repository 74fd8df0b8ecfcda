"""Receipts and records of cases as papers that printers of the house put out."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial

from onetrip.cases import queries
from onetrip.cases.models import Receipt, Record
from onetrip.cases.records.issuing import record_of_receipt
from onetrip.cases.records.papers import Layout, pdf_of
from onetrip.devices.models import PrintJob
from onetrip.devices.papers import Paper
from onetrip.ledger.refusals import NotFound
from onetrip.prints.sheets import Language


def _of_receipt(layout: Layout, job: PrintJob, now: datetime) -> bytes:
    receipt = Receipt.objects.filter(pk=job.reference).first()
    if receipt is None:
        raise NotFound("receipt-unknown", "没有这张回执。", "There is no such receipt.")
    return pdf_of(record_of_receipt(receipt), language=_language(job), layout=layout, origin=job.origin, now=now)


def _of_record(layout: Layout, job: PrintJob, now: datetime) -> bytes:
    return pdf_of(_record(job.reference), language=_language(job), layout=layout, origin=job.origin, now=now)


def _language(job: PrintJob) -> Language:
    return "en" if job.language == "en" else "zh"


def _record(key: str) -> Record:
    """The record of a case, or a refusal at a window, by its key, which only the pages of those who work on it name."""
    try:
        found = Record.objects.filter(pk=uuid.UUID(key), receipt=None, notice=None).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("record-unknown", "没有这份文书。", "There is no such record.")
    return found


PAPER = Paper(
    roll=partial(_of_receipt, "roll"),
    page=partial(_of_receipt, "a5"),
    find=lambda token: str(queries.receipt_by_token(token).pk),
)
"""Printed from what was accepted, however often."""

RECORD = Paper(roll=partial(_of_record, "roll"), page=partial(_of_record, "a5"), find=lambda key: str(_record(key).pk))
"""Printed as it was given, however often."""
