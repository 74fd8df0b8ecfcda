"""Somebody is booked for a half hour: by themselves, or by staff at the desk, on the telephone, at the door."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NoReturn

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from onetrip.advice import queries as advice
from onetrip.advice.models import Slip
from onetrip.appointments import queries
from onetrip.appointments.actions.slots_taking import take_place
from onetrip.appointments.actions.telling import tell_booked
from onetrip.appointments.models import Appointment, Rules
from onetrip.appointments.wording import same_half_hour, slip_booked, too_many, too_many_today
from onetrip.ledger import events, requests
from onetrip.people.contacts import Contact
from onetrip.people.crypto import keyed_hash
from onetrip.walls.scope import everywhere

STAFF_CHANNELS = (Appointment.Channel.DESK, Appointment.Channel.TELEPHONE, Appointment.Channel.DOOR)

_NEXT = """
INSERT INTO appointments_bookingcounter AS counter (centre_id, last) VALUES (%s, 1)
ON CONFLICT (centre_id) DO UPDATE SET last = counter.last + 1 RETURNING last
"""


@dataclass(frozen=True)
class Booker:
    """Who books, as far as that is known: a slip, a contact, the device it was done on (a random word), or nothing."""

    slip: Slip | None = None
    contact: Contact | None = None
    device: str = ""

    @property
    def contact_hash(self) -> bytes | None:
        """By what bookings with the same contact are found."""
        return keyed_hash("booking-contact", self.contact.to) if self.contact else None

    @property
    def device_hash(self) -> bytes | None:
        """By what bookings from the same device are found."""
        return keyed_hash("booking-device", self.device) if self.device else None

    @property
    def person_hash(self) -> bytes | None:
        """Who comes: the resident of the slip, else the slip, else the contact, else the device; None: nobody can say."""
        if self.slip is not None:
            who = f"resident {self.slip.resident_id}" if self.slip.resident_id else f"slip {self.slip.pk}"
        elif self.contact is not None:
            who = f"contact {self.contact.to}"
        elif self.device:
            who = f"device {self.device}"
        else:
            return None
        return keyed_hash("booking-person", who)


def book(
    *,
    centre: str,
    day: date,
    starts: time,
    channel: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    booker: Booker = Booker(),
    matters: Sequence[str] = (),
    language: str = "zh",
    beyond_quota: bool = False,
) -> Appointment:
    """Book the half hour from `starts` on `day` (both on the centre's clock) in the centre with code `centre`.

    The matters of a slip come along. Never more are booked than the quota, except by staff who say `beyond_quota`, which
    is recorded. Raises SlotFull with the next free half hour, and Refused in words for a time that is over, closed, too
    far ahead, for a second booking of one person in one half hour or with one slip, and for somebody who hoards.
    """
    by_staff = channel in STAFF_CHANNELS
    wanted = list(matters) or (matters_of(booker.slip) if booker.slip else [])
    try:
        with transaction.atomic():
            earlier = requests.claim(key, action=f"book {centre}", actor=by, now=now)
            if earlier is not None:
                return Appointment.objects.select_related("centre", "service", "slip").get(pk=earlier["appointment"])
            _queue_behind(booker)
            _refuse_second(booker, day, starts)
            setting, service, beyond = take_place(
                centre, wanted, day, starts, now, by_staff=by_staff, beyond=beyond_quota and by_staff
            )
            if not by_staff:
                _refuse_hoarding(booker, setting.rules, now)
            token = secrets.token_urlsafe(18)
            appointment = Appointment.objects.create(
                centre=setting.place.centre,
                service=service,
                day=day,
                starts=starts,
                number=queries.number_of(_next_serial(centre)),
                token=token,
                token_hash=queries.hash_token(token),
                matters=wanted,
                slip=booker.slip,
                resident_id=booker.slip.resident_id if booker.slip else None,
                contact=booker.contact.to if booker.contact else None,
                contact_hash=booker.contact_hash,
                device_hash=booker.device_hash,
                booker_hash=booker.person_hash,
                channel=channel,
                language=language,
                beyond_quota=beyond,
                booked_at=now,
                booked_by=by,
            )
            events.record(
                now=now,
                centre=centre,
                actor=by,
                thing="appointment",
                thing_id=appointment.pk,
                verb="book",
                to_state=appointment.state,
                data={
                    "number": appointment.number,
                    "day": day.isoformat(),
                    "starts": f"{starts:%H:%M}",
                    "channel": channel,
                    "service": service.code,
                    "slip": booker.slip is not None,
                    "beyond": beyond,
                },
                public={"changed": True} if day == setting.place.centre.day_of(now) else None,
                answering=(key, {"appointment": str(appointment.pk)}),
            )
            tell_booked(appointment, setting.rules, now)
    except IntegrityError as error:
        _refuse_in_words(error, booker)
    return appointment


def matters_of(slip: Slip) -> list[str]:
    """What somebody with this slip comes for: the matters that were asked for and that a window does."""
    plan = advice.read(slip).plan
    return [item.matter for item in plan.items if item.wanted and "window" in item.channels]


def _queue_behind(booker: Booker) -> None:
    """Requests of one booker come one after the other, or two at once would both find that there is room for one more."""
    hashes = {found for found in (booker.contact_hash, booker.device_hash, booker.person_hash) if found}
    with connection.cursor() as cursor:
        for each in sorted(hashes):  # always in one order: nobody waits for somebody who waits for them
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"booker:{each.hex()}"])


_AT_ANY_CENTRE = "one person books for one place at a time, at whichever centre"


def _refuse_second(booker: Booker, day: date, starts: time) -> None:
    with everywhere(_AT_ANY_CENTRE):
        if booker.slip is not None:
            other = Appointment.objects.filter(slip=booker.slip, state=Appointment.State.BOOKED).first()
            if other is not None:
                raise slip_booked(other.number)
        person = booker.person_hash
        if person is not None:
            at_once = Appointment.objects.filter(booker_hash=person, day=day, starts=starts)
            if at_once.filter(state__in=(Appointment.State.BOOKED, Appointment.State.ARRIVED)).exists():
                raise same_half_hour()


def _refuse_hoarding(booker: Booker, rules: Rules, now: datetime) -> None:
    """By contact and by device; somebody who gave neither has no third way to be counted."""
    same = Q()
    if booker.contact_hash:
        same |= Q(contact_hash=booker.contact_hash)
    if booker.device_hash:
        same |= Q(device_hash=booker.device_hash)
    if not same:
        return
    today = rules.centre.day_of(now)
    theirs = Appointment.objects.filter(same)
    midnight = datetime.combine(today, time(), tzinfo=rules.centre.zone)
    with everywhere(_AT_ANY_CENTRE):
        upcoming = theirs.filter(state=Appointment.State.BOOKED, day__gte=today).count()
        if upcoming >= rules.most_upcoming:
            raise too_many(upcoming)
        if theirs.filter(booked_at__gte=midnight).count() >= rules.most_a_day:
            raise too_many_today(rules.most_a_day)


def _next_serial(centre: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [centre])
        (last,) = cursor.fetchone()
    return int(last)


def _refuse_in_words(error: IntegrityError, booker: Booker) -> NoReturn:
    """What the tables would not take, because somebody else was faster by a moment."""
    if "appointment_one_of_a_person_per_half_hour" in str(error):
        raise same_half_hour() from error
    if "appointment_one_open_per_slip" in str(error):
        other = Appointment.objects.filter(slip=booker.slip, state=Appointment.State.BOOKED).first()
        raise slip_booked(other.number if other else "") from error
    raise error
