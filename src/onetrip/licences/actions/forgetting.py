"""What the store said goes after some minutes; that somebody looked stays on record."""

from __future__ import annotations

from datetime import datetime, timedelta

from onetrip.licences.models import Lookup, StoreMinute

MINUTES_KEPT = timedelta(days=2)


def forget_old(*, now: datetime) -> int:
    """Delete the content of answers whose time is over, and the counts of minutes long past; how many answers went."""
    StoreMinute.objects.filter(minute__lt=now - MINUTES_KEPT).delete()
    return Lookup.objects.filter(held_until__lte=now).update(held=None, held_until=None)
