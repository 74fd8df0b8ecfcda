"""Each rule that the database keeps, broken once: the code may be wrong, the tables may not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import time

import pytest
from django.db import IntegrityError, transaction

from onetrip.appointments.models import Appointment, BookingDay, Message, Rules, SaidQuota, Service
from tests.appointments.diary import MOBILE, NINE, NINE_THIRTY, TOMORROW, Booker, Diary, somebody
from tests.factories import NOW, TODAY
from tests.insight.past import a_slip

pytestmark = pytest.mark.django_db


def breaks(constraint: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed()


def of(appointment: Appointment):
    return Appointment.objects.filter(pk=appointment.pk)


def test_no_number_twice_in_a_centre(diary: Diary) -> None:
    first, second = diary.book(booker=somebody(1)), diary.book(booker=somebody(2))
    breaks("appointment_number_once", lambda: of(second).update(number=first.number))


def test_no_code_that_opens_two(diary: Diary) -> None:
    first, second = diary.book(booker=somebody(1)), diary.book(booker=somebody(2))
    breaks("token_hash", lambda: of(second).update(token_hash=first.token_hash))


def test_no_person_twice_in_one_half_hour(diary: Diary) -> None:
    diary.book(booker=somebody(1))
    second = diary.book(NINE_THIRTY, booker=somebody(1))
    breaks("appointment_one_of_a_person_per_half_hour", lambda: of(second).update(starts=NINE))


def test_no_two_open_bookings_with_one_slip(diary: Diary) -> None:
    slip = a_slip(diary.centre, TODAY)
    first, second = diary.book(booker=somebody(1)), diary.book(booker=somebody(2))
    of(first).update(slip=slip)
    breaks("appointment_one_open_per_slip", lambda: of(second).update(slip=slip))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("appointment_state_known", {"state": "lost", "ended_at": NOW}),
        ("appointment_on_the_half_hour", {"starts": time(9, 10)}),
        ("appointment_arrived_at_some_time", {"state": "arrived"}),
        ("appointment_ended_at_some_time", {"state": "cancelled"}),
        ("appointment_ended_at_some_time", {"ended_at": NOW}),
    ],
)
def test_no_booking_that_cannot_be(diary: Diary, constraint: str, change: dict[str, object]) -> None:
    booked = diary.book()
    breaks(constraint, lambda: of(booked).update(**change))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("rules_mode_known", {"mode": "sometimes"}),
        ("rules_days_ahead", {"days_ahead": 0}),
        ("rules_let_somebody_book", {"most_upcoming": 0}),
        ("rules_minutes_sane", {"late": 500}),
    ],
)
def test_no_rules_by_which_nothing_could_be_booked(diary: Diary, constraint: str, change: dict[str, object]) -> None:
    breaks(constraint, lambda: Rules.objects.create(centre=diary.centre, **change))


@pytest.mark.parametrize(
    ("constraint", "given"),
    [
        ("service_once", {"kind": "anything"}),
        ("service_says_of_what", {"kind": "matter"}),
        ("service_says_of_what", {"kind": "anything", "of": "card"}),
        ("service_share_is_a_share", {"kind": "matter", "of": "card", "share": 101}),
        ("service_takes_time", {"kind": "matter", "of": "card", "minutes": 0}),
    ],
)
def test_no_service_of_nothing(diary: Diary, constraint: str, given: dict[str, object]) -> None:
    breaks(constraint, lambda: Service.objects.create(centre=diary.centre, **given))


def test_no_two_words_about_one_half_hour(diary: Diary) -> None:
    service = Service.objects.get()
    said = {"service": service, "starts": NINE, "number": 3, "said_by": "x", "said_at": NOW}
    for day in (None, TOMORROW):
        SaidQuota.objects.create(day=day, **said)
        breaks("said_quota_once", lambda day=day: SaidQuota.objects.create(day=day, **said))


def test_no_two_rows_of_one_day_and_no_mode_that_nobody_knows(diary: Diary) -> None:
    BookingDay.objects.create(centre=diary.centre, day=TOMORROW)
    breaks("booking_day_once", lambda: BookingDay.objects.create(centre=diary.centre, day=TOMORROW))
    breaks("booking_day_mode_known", lambda: BookingDay.objects.create(centre=diary.centre, day=TODAY, mode="perhaps"))


def test_no_message_twice_of_one_change_and_none_in_between(diary: Diary) -> None:
    diary.book(booker=Booker(contact=MOBILE))
    first = Message.objects.get(kind="booked")
    again = Message(appointment=first.appointment, kind="booked", sequence=first.sequence, due_at=NOW)
    breaks("message_once_per_change", again.save)
    one = Message.objects.filter(pk=first.pk)
    breaks("message_state_known", lambda: one.update(state="perhaps", ended_at=NOW))
    breaks("message_ended_at_some_time", lambda: one.update(state="sent"))
    assert uuid.UUID(str(first.pk))
