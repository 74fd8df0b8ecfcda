"""The slip as one of the papers that printers of the house put out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.urls import reverse

from onetrip.advice import queries
from onetrip.advice.models import Slip
from onetrip.advice.sheet import sheet_of
from onetrip.centres.queries import settled
from onetrip.devices.models import PrintJob
from onetrip.devices.papers import Paper
from onetrip.ledger.refusals import NotFound
from onetrip.prints import slip_pdf, slip_roll_pdf
from onetrip.prints.sheets import Language, SlipSheet
from onetrip.walls.scope import everywhere


def _made(made_by: Callable[[SlipSheet, Language], bytes], job: PrintJob, now: datetime) -> bytes:  # noqa: ARG001 -- the interface
    with everywhere(queries.HONOURED):
        slip = Slip.objects.filter(pk=job.reference).first()
        if slip is None:
            raise NotFound("slip-unknown", "没有这张小贴士。", "There is no such slip.")
        sheet = sheet_of(
            queries.read(slip),
            place=settled(slip.centre_id),
            address=f"{job.origin}{reverse('slip', args=[slip.token])}",
            demonstration=settings.DEMONSTRATION,
        )
    return made_by(sheet, "en" if job.language == "en" else "zh")


PAPER = Paper(
    roll=partial(_made, slip_roll_pdf),
    page=partial(_made, slip_pdf),
    find=lambda token: str(queries.slip_by_token(token).pk),
)
"""Printed from the slip as it was issued, however often: the promise does not change with its paper."""
