"""Sending what is due. A message is claimed, sent outside of any transaction, and its answer recorded: whatever is killed
in between, it is tried again when the claim has run out, under the same reference."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from onetrip.appointments import queries
from onetrip.appointments.calendar_file import calendar_file, method
from onetrip.appointments.message_words import Said, subject, words
from onetrip.appointments.models import Appointment, Attempt, Message
from onetrip.appointments.sending_times import next_try
from onetrip.appointments.showing import entry_of
from onetrip.ledger import events
from onetrip.notices.providers import registry
from onetrip.notices.providers.base import Letter, Outcome
from onetrip.people.contacts import stored
from onetrip.people.crypto import Undecipherable
from onetrip.rules import Text

CLAIM = timedelta(minutes=2)
"""How long one process may take over a message before another tries."""

_CLAIM = """
UPDATE appointments_message SET claimed_until = %(until)s, tries = tries + 1
WHERE id IN (
    SELECT id FROM appointments_message
    WHERE state = 'due' AND due_at <= %(now)s AND (claimed_until IS NULL OR claimed_until <= %(now)s)
    ORDER BY due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def deliver_due(*, now: datetime, by: str, most: int = 50) -> int:
    """Send up to `most` messages that are due; how many went out."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "until": now + CLAIM, "most": most})
        claimed = [row[0] for row in cursor.fetchall()]
    return sum(_deliver(message_id, now, by) for message_id in claimed)


def _deliver(message_id: uuid.UUID, now: datetime, by: str) -> bool:
    try:
        message = Message.objects.select_related("appointment__centre", "appointment__service").get(pk=message_id)
    except Undecipherable:
        # Written with another key: nobody can be told, and one such row must not hold up the others.
        Message.objects.filter(pk=message_id).update(state=Message.State.FAILED, ended_at=now, claimed_until=None)
        return False
    appointment = message.appointment
    if _is_stale(message, now):
        _end(message, Message.State.DROPPED, now)
        return False
    contact = stored(appointment.contact)
    provider = registry.provider(contact.way) if contact else None
    if contact is None or provider is None:
        _end(message, Message.State.FAILED, now)
        return False
    outcome = provider.send(_letter(message, contact.to, now))
    _note(message, provider.name, outcome, now, by)
    return outcome.succeeded


def _is_stale(message: Message, now: datetime) -> bool:
    """Whether nobody needs it any more: the booking was changed since, is over, or was used; or the doors are open, or
    shut, against what it says."""
    appointment = message.appointment
    if message.sequence != appointment.sequence:
        return True
    if message.kind == Message.Kind.CANCELLED:
        return False
    if appointment.state != Appointment.State.BOOKED or queries.is_over(appointment, now):
        return True
    return queries.is_open_then(appointment) == (message.kind == Message.Kind.CLOSED)


def _letter(message: Message, to: str, now: datetime) -> Letter:
    appointment = message.appointment
    centre = appointment.centre
    link = f"{settings.PUBLIC_ADDRESS}{reverse('booking', args=[appointment.token])}"
    rules = queries.rules_of(centre.code)
    said = Said(
        message.kind,
        appointment.day,
        appointment.starts,
        appointment.number,
        Text(centre.short_zh, centre.short_en),
        link if settings.PUBLIC_ADDRESS else "",
        centre.telephone,
        rules.late,
    )
    entry = entry_of(appointment, appointment.language, now)
    return Letter(
        to=to,
        subject=subject(said).in_language(appointment.language),
        words=words(said).in_language(appointment.language),
        reference=str(message.pk),
        calendar=calendar_file(entry),
        calendar_method=method(entry),
    )


def _note(message: Message, provider: str, outcome: Outcome, now: datetime, by: str) -> None:
    with transaction.atomic():
        Attempt.objects.create(
            message=message, at=now, provider=provider, succeeded=outcome.succeeded, answer=outcome.answer[:120]
        )
        again = None if outcome.succeeded or outcome.is_final else next_try(message.tries, now)
        if again is not None:
            Message.objects.filter(pk=message.pk, state=Message.State.DUE).update(due_at=again, claimed_until=None)
            return
        state = Message.State.SENT if outcome.succeeded else Message.State.FAILED
        if _end(message, state, now):
            events.record(
                now=now,
                centre=message.appointment.centre_id,
                actor=by,
                thing="message",
                thing_id=message.pk,
                verb="send" if outcome.succeeded else "fail",
                from_state=Message.State.DUE,
                to_state=state,
                data={"kind": message.kind, "number": message.appointment.number, "tries": message.tries},
            )


def _end(message: Message, state: str, now: datetime) -> bool:
    due = Message.objects.filter(pk=message.pk, state=Message.State.DUE)
    return bool(due.update(state=state, ended_at=now, claimed_until=None))
