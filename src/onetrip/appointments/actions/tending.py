"""What the clock does for bookings, every minute: reminders, those who did not come, counts of no use any more."""

from __future__ import annotations

from datetime import datetime

from onetrip.appointments import brakes
from onetrip.appointments.actions.checking_in import mark_missed
from onetrip.appointments.actions.delivering import deliver_due


def tend(*, now: datetime, by: str) -> tuple[int, int]:
    """Send what is due and record who did not come: (messages sent, people missed). Safe to run twice at once."""
    missed = mark_missed(now=now, by=by)
    sent = deliver_due(now=now, by=by)
    brakes.forget_old(now)
    return sent, missed
