"""The receipt as one of the papers that printers of the house put out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings

from onetrip.cases import queries
from onetrip.cases.models import Receipt
from onetrip.cases.sheets import receipt_sheet
from onetrip.centres.queries import settled
from onetrip.devices.models import PrintJob
from onetrip.devices.papers import Paper
from onetrip.ledger.refusals import NotFound
from onetrip.prints import receipt_pdf, receipt_roll_pdf
from onetrip.prints.sheets import Language, ReceiptSheet
from onetrip.ratings.models import Invitation


def _made(made_by: Callable[[ReceiptSheet, Language], bytes], job: PrintJob, now: datetime) -> bytes:  # noqa: ARG001 -- the interface
    receipt = Receipt.objects.select_related("visit__resident", "visit__slip").filter(pk=job.reference).first()
    if receipt is None:
        raise NotFound("receipt-unknown", "没有这张回执。", "There is no such receipt.")
    invitation: Invitation | None = getattr(receipt.visit, "invitation", None)
    sheet = receipt_sheet(
        receipt,
        place=settled(receipt.centre_id),
        address=f"{job.origin}/r/{receipt.token}",
        window=invitation.window if invitation else None,
        demonstration=settings.DEMONSTRATION,
    )
    return made_by(sheet, "en" if job.language == "en" else "zh")


PAPER = Paper(
    roll=partial(_made, receipt_roll_pdf),
    page=partial(_made, receipt_pdf),
    find=lambda token: str(queries.receipt_by_token(token).pk),
)
"""Printed from what was accepted, however often."""
