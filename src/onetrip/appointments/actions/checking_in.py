"""Somebody with a booking is here; and those who did not come."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from onetrip.appointments import queries
from onetrip.appointments.actions.rows import held, record
from onetrip.appointments.actions.telling import drop_due
from onetrip.appointments.fairness import Punctuality, Standing, last_moment, standing
from onetrip.appointments.lifecycle import APPOINTMENT
from onetrip.appointments.models import Appointment
from onetrip.appointments.wording import clock, when
from onetrip.centres.elsewhere import run_elsewhere
from onetrip.ledger import requests
from onetrip.ledger.refusals import Refused


@dataclass(frozen=True)
class CheckedIn:
    """What the hall needs of somebody with a booking: who and what for, and since when they count as waiting.

    `appointment_at` is their half hour; `counts_since` orders the line (see `fairness`).
    """

    appointment_id: uuid.UUID
    number: str
    appointment_at: datetime
    counts_since: datetime
    punctuality: Punctuality
    slip_id: uuid.UUID | None
    resident_id: uuid.UUID | None
    matters: tuple[str, ...]
    ticket: uuid.UUID | None


class AlreadyHere(Refused):
    """The booking was used at `at`, for the number `ticket` (its id), if the hall has said which."""

    def __init__(self, appointment: Appointment) -> None:
        at = clock(appointment.centre.local(appointment.arrived_at or appointment.booked_at).time())
        super().__init__(
            "already-here",
            f"预约 {appointment.number} 在 {at} 已经报到过了，那个号有效，不用再取。要是您没取过，直接取个现场号，或请前台看看。",
            f"Booking {appointment.number} was used at {at}; the number drawn then is valid. If that was not you, draw a "
            "number without a booking, or ask the front desk.",
        )
        self.ticket, self.at = appointment.ticket, appointment.arrived_at


def check_in(*, centre: str, appointment_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> CheckedIn:
    """The one who booked is in the hall of `centre`. A repeat with the same `key` gives the same answer.

    Early, on time or too late, everybody is taken; what differs is since when they count as waiting. Raises AlreadyHere
    for the second who comes with one booking, and Refused (with what to do instead) for another day, another centre and
    a booking that was cancelled.
    """
    with transaction.atomic():
        appointment = held(appointment_id)
        earlier = requests.claim(key, action=f"check-in {appointment_id}", actor=by, now=now, result={})
        if earlier is not None and appointment.state == Appointment.State.ARRIVED:
            return _told(appointment)
        _refuse_elsewhere(appointment, centre, now)
        before = appointment.state
        if before == Appointment.State.ARRIVED:
            raise AlreadyHere(appointment)
        if before == Appointment.State.CANCELLED:
            raise _cancelled(appointment)
        state = APPOINTMENT.move("check-in", before, appointment.number)
        found = _standing(appointment, now)
        Appointment.objects.filter(pk=appointment_id).update(
            state=state, arrived_at=now, counts_since=found.counts_since, ended_at=None
        )
        arrived = held(appointment_id)
        drop_due(arrived, now)
        record(arrived, "check-in", before, now, by)
    return _told(arrived)


def note_ticket(*, appointment_id: uuid.UUID, ticket: uuid.UUID) -> None:
    """Which number was drawn for a booking that has been checked in; part of drawing it, in the same transaction."""
    Appointment.objects.filter(pk=appointment_id, state=Appointment.State.ARRIVED).update(ticket=ticket)


def undo_check_in(*, centre: str, appointment_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Appointment:
    """The wrong booking was checked in: it is still to come. Its number in the hall is the hall's to take back."""
    with transaction.atomic():
        appointment = held(appointment_id)
        if appointment.centre_id != centre:
            raise queries.unknown()
        if requests.claim(key, action=f"undo-check-in {appointment_id}", actor=by, now=now, result={}) is not None:
            return appointment
        before = appointment.state
        state = APPOINTMENT.move("undo-check-in", before, appointment.number)
        Appointment.objects.filter(pk=appointment_id).update(
            state=state, arrived_at=None, counts_since=None, ticket=None
        )
        undone = held(appointment_id)
        record(undone, "undo-check-in", before, now, by)
    return undone


def mark_missed(*, now: datetime, by: str, most: int = 200) -> int:
    """Record who did not come: their place was kept as long as the rules say. How many.

    They may still come on that day, and are then somebody who is late. Who was booked before a shut door did not stay
    away: the house has cancelled on them.
    """
    waiting = (
        # Without what was encrypted: a row that cannot be deciphered must not hold up the others.
        Appointment.objects.select_related("centre")
        .only("centre", "day", "starts", "number", "state", "sequence", "told_late_at")
        .filter(state=Appointment.State.BOOKED, day__lte=(now + timedelta(days=1)).date())
        .exclude(centre_id__in=run_elsewhere())
        .order_by("day", "starts")[:most]
    )
    missed, manners = 0, {}
    for each in waiting:
        if each.centre_id not in manners:
            manners[each.centre_id] = queries.rules_of(each.centre_id).manners
        if now <= last_moment(each.starts_at, manners[each.centre_id], told_late=each.told_late_at is not None):
            continue
        missed += _end(each, now, by)
    return missed


def _end(appointment: Appointment, now: datetime, by: str) -> bool:
    """Whether it was they who did not come."""
    came_in_vain = not queries.is_open_then(appointment)
    state = Appointment.State.CANCELLED if came_in_vain else Appointment.State.MISSED
    with transaction.atomic():
        same = Appointment.objects.filter(
            pk=appointment.pk, state=Appointment.State.BOOKED, sequence=appointment.sequence
        )
        if not same.update(state=state, ended_at=now):
            return False
        appointment.state = state
        drop_due(appointment, now)
        record(appointment, "cancel" if came_in_vain else "miss", Appointment.State.BOOKED, now, by)
    return not came_in_vain


def _standing(appointment: Appointment, now: datetime) -> Standing:
    manners = queries.rules_of(appointment.centre_id).manners
    return standing(appointment.starts_at, now, manners, told_late=appointment.told_late_at is not None)


def _told(appointment: Appointment) -> CheckedIn:
    arrived = appointment.arrived_at or appointment.booked_at
    return CheckedIn(
        appointment_id=appointment.pk,
        number=appointment.number,
        appointment_at=appointment.starts_at,
        counts_since=appointment.counts_since or arrived,
        punctuality=_standing(appointment, arrived).punctuality,
        slip_id=appointment.slip_id,
        resident_id=appointment.resident_id,
        matters=tuple(appointment.matters),
        ticket=appointment.ticket,
    )


def _refuse_elsewhere(appointment: Appointment, centre: str, now: datetime) -> None:
    booked = when(appointment.day, appointment.starts)
    if appointment.centre_id != centre:
        place = appointment.centre
        raise Refused(
            "booking-elsewhere",
            f"您约的是 {place.short_zh}，{booked.zh}。不想跑的话，在这里取个现场号也能办。",
            f"Your booking is at {place.short_en}, {booked.en}. To be served here instead, draw a number without it.",
        )
    if appointment.day != appointment.centre.day_of(now):
        raise Refused(
            "booking-other-day",
            f"您约的是 {booked.zh}，不是今天。今天就想办，取个现场号；预约不用了，请取消，把位置让给别人。",
            f"Your booking is for {booked.en}, not for today. To be served today draw a number without it; if you do not "
            "need the booking any more, please cancel it.",
        )


def _cancelled(appointment: Appointment) -> Refused:
    return Refused(
        "booking-cancelled",
        f"预约 {appointment.number} 已经取消了。取个现场号，照样能办。",
        f"Booking {appointment.number} was cancelled. Draw a number without it and you will be served.",
    )
