"""The outbox: what is to be told is written with the change that makes it true, and sent afterwards, when it is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from onetrip.appointments.models import Appointment, Message, Rules
from onetrip.appointments.sending_times import reminder_at
from onetrip.notices.providers import registry
from onetrip.people.contacts import stored

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


def tell_reopened(appointment: Appointment, rules: Rules, now: datetime) -> None:
    """That the doors are open at their half hour after all. `appointment` has got a new `sequence` by it: what is told
    from here on is news again."""
    due = reminder_at(now, now, appointment.starts_at, rules.quiet_from, rules.quiet_until, appointment.centre.zone)
    _write(appointment, Message.Kind.REOPENED, due or now)
    _remind(appointment, rules, now)


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
    contact = stored(appointment.contact)
    if contact is None or not registry.sends(contact.way):
        return False
    message, made = Message.objects.get_or_create(
        appointment=appointment, kind=kind, sequence=appointment.sequence, defaults={"due_at": due}
    )
    if made or message.state != Message.State.DROPPED:
        return made
    # Needed once more: it was dropped before anybody got it.
    message.state, message.due_at, message.ended_at = Message.State.DUE, due, None
    message.save(update_fields=["state", "due_at", "ended_at"])
    return True
