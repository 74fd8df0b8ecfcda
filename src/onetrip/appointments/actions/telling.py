"""The outbox: what is to be told is written with the change that makes it true, and sent afterwards, when it is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from onetrip.appointments.models import Appointment, Message, Rules
from onetrip.appointments.sending_times import reminder_at

LEAST_NOTICE = timedelta(hours=2)
"""No reminder within this of having booked: they have just done it (example)."""


def tell_booked(appointment: Appointment, rules: Rules, now: datetime) -> None:
    """A confirmation now and a reminder before, if they left a contact."""
    _write(appointment, Message.Kind.BOOKED, now)
    _remind(appointment, rules, now)


def tell_changed(appointment: Appointment, rules: Rules, now: datetime) -> None:
    """The new time now, and a reminder of that; what was still to be sent of the old one is dropped."""
    drop_due(appointment, now)
    _write(appointment, Message.Kind.CHANGED, now)
    _remind(appointment, rules, now)


def tell_cancelled(appointment: Appointment, now: datetime) -> None:
    """That it is cancelled; nothing else is sent of it."""
    drop_due(appointment, now)
    _write(appointment, Message.Kind.CANCELLED, now)


def tell_closed(appointment: Appointment, rules: Rules, now: datetime) -> bool:
    """That the doors are shut at their half hour, and how to choose another; False without a contact."""
    due = reminder_at(now, now, appointment.starts_at, rules.quiet_from, rules.quiet_until, appointment.centre.zone)
    return _write(appointment, Message.Kind.CLOSED, due or now)


def drop_due(appointment: Appointment, now: datetime) -> None:
    """Nothing more is sent of what was waiting to be sent."""
    Message.objects.filter(appointment=appointment, state=Message.State.DUE).update(
        state=Message.State.DROPPED, ended_at=now
    )


def _remind(appointment: Appointment, rules: Rules, now: datetime) -> None:
    wanted = appointment.starts_at - timedelta(hours=rules.remind_hours)
    due = reminder_at(wanted, now, appointment.starts_at, rules.quiet_from, rules.quiet_until, appointment.centre.zone)
    if due is not None and due - now >= LEAST_NOTICE:
        _write(appointment, Message.Kind.REMINDER, due)


def _write(appointment: Appointment, kind: Message.Kind, due: datetime) -> bool:
    if not appointment.contact:
        return False
    _, made = Message.objects.get_or_create(
        appointment=appointment, kind=kind, sequence=appointment.sequence, defaults={"due_at": due}
    )
    return made
