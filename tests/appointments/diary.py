"""A centre that takes bookings, and its verbs with their usual arguments filled in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from onetrip.appointments import actions
from onetrip.appointments.actions import Booker
from onetrip.appointments.models import Appointment, Service
from onetrip.centres.models import Centre
from onetrip.people.contacts import Contact
from tests.factories import NOW, make_centre

TOMORROW = date(2026, 11, 25)
NINE = time(9)
NINE_THIRTY = time(9, 30)
MOBILE = Contact("sms", "13800000001")


@dataclass
class Diary:
    """`now` stands still until a test moves it: a Tuesday, half past nine in Shanghai."""

    centre: Centre
    now: datetime = field(default=NOW)

    def book(self, starts: time = NINE, day: date = TOMORROW, **given: object) -> Appointment:
        given = {"channel": "phone", "by": "resident", "key": uuid.uuid4(), **given}
        return actions.book(centre=self.centre.code, day=day, starts=starts, now=self.now, **given)

    def change(self, appointment: Appointment, starts: time, day: date = TOMORROW, **given: object) -> Appointment:
        given = {"by": "resident", "key": uuid.uuid4(), **given}
        return actions.change(appointment_id=appointment.pk, day=day, starts=starts, now=self.now, **given)

    def cancel(self, appointment: Appointment, **given: object) -> Appointment:
        given = {"by": "resident", "key": uuid.uuid4(), **given}
        return actions.cancel(appointment_id=appointment.pk, now=self.now, **given)

    def restore(self, appointment: Appointment, **given: object) -> Appointment:
        given = {"by": "resident", "key": uuid.uuid4(), **given}
        return actions.restore(appointment_id=appointment.pk, now=self.now, **given)

    def check_in(self, appointment: Appointment, **given: object) -> actions.CheckedIn:
        given = {"by": "device:check-in-1", "key": uuid.uuid4(), "centre": self.centre.code, **given}
        return actions.check_in(appointment_id=appointment.pk, now=self.now, **given)

    def at(self, clock: str, day: date = TOMORROW) -> datetime:
        """Move the clock to this time of the centre's day."""
        hour, minute = clock.split(":")
        self.now = datetime.combine(day, time(int(hour), int(minute)), tzinfo=self.centre.zone)
        return self.now

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


def somebody(serial: int) -> Booker:
    """A person who left a mobile number that is theirs alone."""
    return Booker(contact=Contact("sms", f"138{serial:08d}"))


def open_diary(code: str = "LF", *, windows: int = 3, share: int = 50, minutes: int = 10) -> Diary:
    """A centre with a quota: 3 windows × 50 % × 30 ÷ 10 = 4 a half hour."""
    centre = make_centre(code, windows=windows)
    Service.objects.create(centre=centre, kind="anything", share=share, minutes=minutes)
    return Diary(centre)
