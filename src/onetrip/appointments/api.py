"""Booking over HTTP: the same actions as the pages, as JSON. Whoever holds the token of a booking may change it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from onetrip.advice.queries import slip_by_number, slip_by_token
from onetrip.appointments import actions, brakes, queries
from onetrip.appointments.actions import Booker
from onetrip.appointments.expected_queries import expected_on
from onetrip.appointments.fairness import last_moment
from onetrip.appointments.models import Appointment
from onetrip.appointments.reading import read_centre, read_starts
from onetrip.appointments.told import (
    BookingTold,
    DaysTold,
    ExpectedAll,
    booking_told,
    day_told,
    expected_told,
)
from onetrip.appointments.visitors import device_of, open_booking
from onetrip.centres.elsewhere import refuse_elsewhere
from onetrip.centres.queries import settled
from onetrip.ledger.api import Key, RefusalTold
from onetrip.ledger.visitors import place_of
from onetrip.ledger.words import is_id
from onetrip.notices.providers import registry
from onetrip.people.contacts import LONGEST, read_contact
from onetrip.staff.access import ONLY_ITS_OWNER, May, actor_of, centre_of
from onetrip.staff.permissions import Permission

router = Router(tags=["appointments"])

_ANYONE = May(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
_DESK = May(Permission.CONSULT_AT_DESK)
REFUSALS = {frozenset({400, 401, 403, 404, 409, 413, 415, 422, 429}): RefusalTold}
"""What every operation may answer besides what it does; 429 for who guesses codes or books by machine."""

_BOOKING: dict[Any, Any] = {200: BookingTold, **REFUSALS}
RESIDENT = "resident"


class Wish(Schema):
    """What to book: a half hour of a day, at a centre (the usual one if left out), with a slip's token or one matter, and
    a mobile number if wanted."""

    day: date
    starts: str = Field(max_length=5, examples=["9:30"])
    centre: str = Field("", max_length=16)
    slip: str | None = Field(None, max_length=40)
    matter: str = Field("", max_length=80)
    contact: str = Field("", max_length=LONGEST)
    language: Literal["zh", "en"] = "zh"


class StaffWish(Schema):
    """What staff book for somebody: `slip` is a slip's number here; `beyond` also where the half hour is full."""

    day: date
    starts: str = Field(max_length=5, examples=["9:30"])
    channel: Literal["telephone", "desk", "door"] = "desk"
    slip: str = Field("", max_length=40)
    contact: str = Field("", max_length=LONGEST)
    language: Literal["zh", "en"] = "zh"
    beyond: bool = False


class OtherTime(Schema):
    """Another half hour."""

    day: date
    starts: str = Field(max_length=5, examples=["9:30"])


@router.get("/days", auth=_ANYONE, response={200: DaysTold, **REFUSALS}, operation_id="booking_days")
def days(request: HttpRequest, centre: str = "", matter: str = "") -> dict[str, Any]:
    """The days that can be booked from today on, with their half hours. Reads only, takes no key."""
    now = timezone.now()
    code = read_centre(centre or centre_of(request))
    place = settled(code)
    refuse_elsewhere(place.centre)
    today = place.centre.day_of(now)
    last = queries.last_day_of(queries.rules_of(code), today, place.calendar)
    setting = queries.setting(code, today, last)
    offer = queries.offer_of(setting, [matter] if is_id(matter) else [])
    shown = [
        setting.day(offer, on, now, quiet=expected_on(code, on, now).quiet)
        for on in (today + timedelta(days=number) for number in range((last - today).days + 1))
    ]
    return {"centre": code, "days": [day_told(each) for each in shown]}


@router.post("/bookings", auth=_ANYONE, response=_BOOKING, operation_id="book")
def book(request: HttpRequest, wish: Wish, key: Key) -> dict[str, Any]:
    """Book a half hour; the answer holds the token that opens the booking."""
    now = timezone.now()
    slip = slip_by_token(wish.slip) if wish.slip else None
    code = read_centre(wish.centre or (slip.centre_id if slip else centre_of(request)))
    refuse_elsewhere(settled(code).centre)
    contact = read_contact(wish.contact, email=registry.sends("email"))
    starts = read_starts(wish.starts)
    brakes.count(brakes.BOOKINGS, place_of(request), now)
    appointment = actions.book(
        centre=code,
        day=wish.day,
        starts=starts,
        channel="phone",
        booker=Booker(slip, contact, device_of(request)),
        matters=[wish.matter] if is_id(wish.matter) else [],
        language=wish.language,
        now=now,
        by=RESIDENT,
        key=key,
    )
    return _told(appointment)


@router.get("/bookings/{token}", auth=_ANYONE, response=_BOOKING, operation_id="booking")
def booking(request: HttpRequest, token: str) -> dict[str, Any]:
    """The booking that this token opens."""
    return _told(open_booking(request, token))


@router.post("/bookings/{token}/change", auth=_ANYONE, response=_BOOKING, operation_id="change_booking")
def change(request: HttpRequest, token: str, time: OtherTime, key: Key) -> dict[str, Any]:
    """Another half hour; where it is full the old one stays."""
    found = open_booking(request, token)
    starts = read_starts(time.starts)
    changed = actions.change(
        appointment_id=found.pk, day=time.day, starts=starts, now=timezone.now(), by=RESIDENT, key=key
    )
    return _told(changed)


@router.post("/bookings/{token}/late", auth=_ANYONE, response=_BOOKING, operation_id="late_for_booking")
def late(request: HttpRequest, token: str, key: Key) -> dict[str, Any]:
    """On the way, and late: the place is kept longer."""
    found = open_booking(request, token)
    return _told(actions.say_late(appointment_id=found.pk, now=timezone.now(), by=RESIDENT, key=key))


@router.post("/bookings/{token}/cancel", auth=_ANYONE, response=_BOOKING, operation_id="cancel_booking")
def cancel(request: HttpRequest, token: str, key: Key) -> dict[str, Any]:
    """Give it up."""
    found = open_booking(request, token)
    return _told(actions.cancel(appointment_id=found.pk, now=timezone.now(), by=RESIDENT, key=key))


@router.get("/expected", auth=_DESK, response={200: ExpectedAll, **REFUSALS}, operation_id="expected")
def expected(request: HttpRequest, day: date | None = None) -> dict[str, Any]:
    """Everybody expected in the centre on a day, today if left out."""
    centre = settled(centre_of(request)).centre
    on = day or centre.day_of(timezone.now())
    return {"day": on, "bookings": [expected_told(each) for each in queries.of_day(centre.code, on)]}


@router.post("/desk/bookings", auth=_DESK, response=_BOOKING, operation_id="book_at_desk")
def book_at_desk(request: HttpRequest, wish: StaffWish, key: Key) -> dict[str, Any]:
    """Book for somebody who stands at the desk or is on the telephone."""
    centre = centre_of(request)
    appointment = actions.book(
        centre=centre,
        day=wish.day,
        starts=read_starts(wish.starts),
        channel=wish.channel,
        booker=Booker(
            slip_by_number(centre=centre, number=wish.slip) if wish.slip else None,
            read_contact(wish.contact, email=registry.sends("email")),
        ),
        language=wish.language,
        beyond_quota=wish.beyond,
        now=timezone.now(),
        by=actor_of(request),
        key=key,
    )
    return _told(appointment)


@router.post("/desk/bookings/{uuid:booking}/undo-check-in", auth=_DESK, response=_BOOKING, operation_id="undo_check_in")
def undo_check_in(request: HttpRequest, booking: uuid.UUID, key: Key) -> dict[str, Any]:
    """The wrong booking was checked in."""
    return _told(
        actions.undo_check_in(
            centre=centre_of(request), appointment_id=booking, now=timezone.now(), by=actor_of(request), key=key
        )
    )


def _told(appointment: Appointment) -> dict[str, Any]:
    manners = queries.rules_of(appointment.centre_id).manners
    told = appointment.told_late_at is not None
    return booking_told(appointment, last_moment(appointment.starts_at, manners, told_late=told))
