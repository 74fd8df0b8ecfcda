"""What the clock does for bookings, every minute: reminders, those who did not come."""

from __future__ import annotations

from datetime import datetime

from onetrip.appointments.actions.checking_in import mark_missed
from onetrip.appointments.actions.delivering import deliver_due
from onetrip.appointments.actions.forgetting import forget_contacts
from onetrip.appointments.actions.unopened import tell_of_changed_days


def tend(*, now: datetime, by: str) -> tuple[int, int]:
    """Tell whom a changed day concerns, send what is due, record who did not come, forget what is of no use any more:
    (messages sent, people missed). Safe to run twice at once."""
    tell_of_changed_days(now=now, by=by)
    missed = mark_missed(now=now, by=by)
    sent = deliver_due(now=now, by=by)
    forget_contacts(now=now, by=by)
    return sent, missed
