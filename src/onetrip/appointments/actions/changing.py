"""A booking is changed, cancelled, kept after all, or somebody says that they will be late."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from onetrip.appointments import queries
from onetrip.appointments.actions.rows import held, record
from onetrip.appointments.actions.slots_taking import take_place
from onetrip.appointments.actions.telling import drop_due, tell_booked, tell_cancelled, tell_changed
from onetrip.appointments.fairness import last_moment
from onetrip.appointments.lifecycle import APPOINTMENT
from onetrip.appointments.models import Appointment
from onetrip.appointments.wording import cancelled_for_good, day_over, same_half_hour, slip_booked
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Refused

LATE_FROM = timedelta(hours=2)
"""How long before their half hour somebody may say that they will be late; before that there is time to change it."""

RESTORED_WITHIN = timedelta(minutes=10)
"""How long a cancelled booking can be had back by one press, if nobody has taken its place (example)."""


def change(
    *,
    appointment_id: uuid.UUID,
    day: date,
    starts: time,
    now: datetime,
    by: str,
    key: uuid.UUID,
    by_staff: bool = False,
) -> Appointment:
    """Another half hour; number and link stay. The old place is free again in the same moment. Changing to the half hour
    it has does nothing.

    Raises SlotFull with the next free one and then keeps the old; Refused when it was cancelled or used.
    """
    with _one_booking_each(), transaction.atomic():
        appointment = held(appointment_id)
        if requests.claim(key, action=f"change {appointment_id}", actor=by, now=now, result={}) is not None:
            return appointment
        state = APPOINTMENT.move("change", appointment.state, appointment.number)
        before = (appointment.day, appointment.starts)
        if before == (day, starts) and appointment.state == state:
            return appointment
        centre = appointment.centre_id
        setting, service, _ = take_place(
            centre, appointment.matters, day, starts, now, by_staff=by_staff, moving=appointment
        )
        Appointment.objects.filter(pk=appointment_id).update(
            day=day, starts=starts, service=service, state=state, sequence=F("sequence") + 1, ended_at=None,
            told_late_at=None, beyond_quota=False,
        )  # fmt: skip
        changed = held(appointment_id)
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="appointment",
            thing_id=appointment_id,
            verb="change",
            from_state=appointment.state,
            to_state=state,
            data={
                "number": appointment.number,
                "from": f"{before[0]} {before[1]:%H:%M}",
                "to": f"{day} {starts:%H:%M}",
            },
            public={"changed": True} if setting.place.centre.day_of(now) in (before[0], day) else None,
        )
        tell_changed(changed, setting.rules, now)
    return changed


def cancel(*, appointment_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Appointment:
    """The booking is given up and its place free again. Cancelling twice does nothing; one that was used is refused."""
    with transaction.atomic():
        appointment = held(appointment_id)
        if requests.claim(key, action=f"cancel {appointment_id}", actor=by, now=now, result={}) is not None:
            return appointment
        if appointment.state == Appointment.State.CANCELLED:
            return appointment
        state = APPOINTMENT.move("cancel", appointment.state, appointment.number)
        Appointment.objects.filter(pk=appointment_id).update(state=state, ended_at=now, sequence=F("sequence") + 1)
        cancelled = held(appointment_id)
        record(cancelled, "cancel", appointment.state, now, by)
        tell_cancelled(cancelled, now)
    return cancelled


def may_be_restored(appointment: Appointment, now: datetime) -> bool:
    """Whether it was cancelled a moment ago, and its half hour has not begun."""
    if appointment.state != Appointment.State.CANCELLED or appointment.ended_at is None:
        return False
    return now < appointment.starts_at and now - appointment.ended_at <= RESTORED_WITHIN


def restore(*, appointment_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Appointment:
    """It was cancelled by mistake a moment ago: the same half hour, number and link again.

    Raises SlotFull when somebody has taken the place, Refused when it was cancelled too long ago. Restoring twice does
    nothing.
    """
    with _one_booking_each(), transaction.atomic():
        appointment = held(appointment_id)
        if requests.claim(key, action=f"restore {appointment_id}", actor=by, now=now, result={}) is not None:
            return appointment
        if appointment.state == Appointment.State.BOOKED:
            return appointment
        state = APPOINTMENT.move("restore", appointment.state, appointment.number)
        if not may_be_restored(appointment, now):
            raise cancelled_for_good()
        setting, _, _ = take_place(
            appointment.centre_id, appointment.matters, appointment.day, appointment.starts, now,
            by_staff=False, beyond=appointment.beyond_quota,
        )  # fmt: skip
        Appointment.objects.filter(pk=appointment_id).update(state=state, ended_at=None, sequence=F("sequence") + 1)
        restored = held(appointment_id)
        record(restored, "restore", appointment.state, now, by)
        drop_due(restored, now)
        tell_booked(restored, setting.rules, now)
    return restored


def say_late(*, appointment_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Appointment:
    """They are on their way and will be late: their place is kept longer. Said twice it counts once.

    Raises Refused long before their half hour (there is time to change it) and when the place is given up already.
    """
    with transaction.atomic():
        appointment = held(appointment_id)
        if requests.claim(key, action=f"say-late {appointment_id}", actor=by, now=now, result={}) is not None:
            return appointment
        APPOINTMENT.move("say-late", appointment.state, appointment.number)
        if appointment.told_late_at is not None:
            return appointment
        if now < appointment.starts_at - LATE_FROM:
            raise Refused(
                "late-too-early",
                "离预约时间还早，改个时间更好：点“改时间”就行。",
                "There is plenty of time: better choose another half hour, by “Change the time”.",
            )
        if now > last_moment(appointment.starts_at, queries.rules_of(appointment.centre_id).manners):
            raise day_over()
        Appointment.objects.filter(pk=appointment_id).update(told_late_at=now)
        late = held(appointment_id)
        record(late, "say-late", appointment.state, now, by)
    return late


@contextmanager
def _one_booking_each() -> Iterator[None]:
    """What the database forbids, in words: two bookings of one person in a half hour, two open ones of one slip."""
    try:
        yield
    except IntegrityError as error:
        if "appointment_one_of_a_person_per_half_hour" in str(error):
            raise same_half_hour() from error
        if "appointment_one_open_per_slip" in str(error):
            raise slip_booked("") from error
        raise
