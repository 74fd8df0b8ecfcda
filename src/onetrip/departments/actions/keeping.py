"""What is forgotten when its time is over: nonces, answers, deliveries that ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from onetrip.departments.answering import KEPT
from onetrip.departments.models import Answer, Delivery, Nonce, ResultFile
from onetrip.departments.signing import FAR
from onetrip.storage.collections import RESULTS

DELIVERIES_KEPT = timedelta(days=30)
"""After this a delivery that ended is forgotten (example); the change itself can always be read again from the feed."""

ORPHAN = timedelta(hours=1)
"""A file that no row knows is deleted after so long: its request was cut off between the file and the row."""


def tidy(*, now: datetime) -> int:
    """Forget it; how many rows went."""
    gone = 0
    gone += Nonce.objects.filter(at__lt=now - 2 * FAR).delete()[0]
    gone += Answer.objects.filter(at__lt=now - KEPT).delete()[0]
    gone += Delivery.objects.exclude(state=Delivery.State.DUE).filter(ended_at__lt=now - DELIVERIES_KEPT).delete()[0]
    return gone


def sweep(*, now: datetime) -> int:
    """Delete files of results that no row knows; how many. Raises Away."""
    return RESULTS.sweep(
        lambda ids: set(ResultFile.objects.filter(pk__in=ids).values_list("pk", flat=True)), before=now - ORPHAN
    )
