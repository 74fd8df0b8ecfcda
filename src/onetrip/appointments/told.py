"""Bookings as the API tells them."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from ninja import Schema

from onetrip.appointments.models import Appointment
from onetrip.appointments.queries import DayNow
from onetrip.appointments.wording import clock


class Words(Schema):
    """A sentence in both languages."""

    zh: str
    en: str


class SlotTold(Schema):
    """A half hour: places in all, and left."""

    starts: str
    quota: int
    free: int
    quiet: bool


class DayTold(Schema):
    """A day: `mode` open (come and draw a number), mixed or bookings-only; `reason` why it is unlike others."""

    day: date
    mode: str
    closed: bool
    free: int
    reason: Words | None
    slots: list[SlotTold]


class DaysTold(Schema):
    """The days that can be booked at a centre."""

    centre: str
    days: list[DayTold]


class BookingTold(Schema):
    """A booking, as the one who holds its token sees it. The token opens it: keep it secret."""

    number: str
    token: str
    centre: str
    day: date
    starts: str
    ends: str
    state: str
    matters: list[str]
    kept_until: datetime
    told_late: bool


class ExpectedTold(Schema):
    """Somebody expected, as staff see it."""

    id: uuid.UUID
    number: str
    starts: str
    state: str
    channel: str
    matters: list[str]
    arrived_at: datetime | None
    told_late: bool


class ExpectedAll(Schema):
    """Everybody expected on a day."""

    day: date
    bookings: list[ExpectedTold]


def day_told(day: DayNow) -> dict[str, Any]:
    """A day as the API tells it."""
    reason = day.reason
    return {
        "day": day.day,
        "mode": str(day.mode),
        "closed": day.is_closed,
        "free": day.free,
        "reason": {"zh": reason.zh, "en": reason.en} if reason else None,
        "slots": [
            {"starts": clock(slot.starts), "quota": slot.quota, "free": slot.free, "quiet": slot.is_quiet}
            for slot in day.slots
        ],
    }


def booking_told(appointment: Appointment, kept_until: datetime) -> dict[str, Any]:
    """A booking for who holds its token."""
    return {
        "number": appointment.number,
        "token": appointment.token,
        "centre": appointment.centre_id,
        "day": appointment.day,
        "starts": clock(appointment.starts),
        "ends": clock(appointment.centre.local(appointment.ends_at).time()),
        "state": appointment.state,
        "matters": list(appointment.matters),
        "kept_until": kept_until,
        "told_late": appointment.told_late_at is not None,
    }


def expected_told(appointment: Appointment) -> dict[str, Any]:
    """A booking for staff: neither token nor contact."""
    return {
        "id": appointment.pk,
        "number": appointment.number,
        "starts": clock(appointment.starts),
        "state": appointment.state,
        "channel": appointment.channel,
        "matters": list(appointment.matters),
        "arrived_at": appointment.arrived_at,
        "told_late": appointment.told_late_at is not None,
    }
