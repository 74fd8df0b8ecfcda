"""The last day with numbers, as a replay of its priorities needs it."""

from __future__ import annotations

from datetime import date, timedelta

from onetrip.centres.models import Centre
from onetrip.lobby.models import Ticket
from onetrip.lobby.replaying import Came

LOOK_BACK = 30
"""Days within which the last day with numbers is looked for: a long holiday has half as many."""

LEAST = 5
"""Fewer called numbers make no day to compare by."""


def last_day(centre: Centre, before: date) -> tuple[date, list[Came]] | None:
    """The last day before `before` on which numbers were called, with everybody called; None where there is none."""
    called = Ticket.objects.filter(
        centre=centre, day__lt=before, day__gte=before - timedelta(days=LOOK_BACK), first_called_at__isnull=False
    )
    day = called.order_by("-day").values_list("day", flat=True).first()
    if day is None:
        return None
    rows = called.filter(day=day).order_by("drawn_at", "serial")
    people = [
        Came(order, drawn, first_called, reason, booked_for is not None, counts_since)
        for order, (drawn, first_called, reason, booked_for, counts_since) in enumerate(
            rows.values_list("drawn_at", "first_called_at", "reason", "appointment_at", "counts_since")
        )
        if first_called is not None
    ]
    return (day, people) if len(people) >= LEAST else None
