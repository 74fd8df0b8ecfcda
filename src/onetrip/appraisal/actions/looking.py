"""Every look at a sheet that is not one's own goes on record, and its owner is told how often."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from onetrip.appraisal.models import Look
from onetrip.ledger import events


def note_look(*, centre: str, month: date, account_id: int | None, by_id: int, now: datetime, by: str) -> None:
    """Somebody looks at a sheet, or with `account_id` None at the list of everybody. One's own is nobody's business."""
    if account_id == by_id:
        return
    with transaction.atomic():
        Look.objects.create(centre_id=centre, month=month.replace(day=1), account_id=account_id, by_id=by_id, at=now)
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="appraisal",
            thing_id=account_id or "list",
            verb="look",
            data={"month": month.isoformat()[:7]},
        )
