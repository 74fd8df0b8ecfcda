"""Many at once, on the real PostgreSQL: never more than the quota, never one person twice."""

from __future__ import annotations

import itertools
import uuid
from collections import Counter

import pytest

from onetrip.appointments.actions import AlreadyHere, Booker, CheckedIn
from onetrip.appointments.models import Appointment
from onetrip.appointments.wording import SlotFull
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from tests.appointments.diary import MOBILE, NINE, NINE_THIRTY, TOMORROW, Diary, open_diary, somebody
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def diary(transactional_db: None) -> Diary:
    return open_diary()


def test_eight_writers_never_book_more_than_the_quota(diary: Diary) -> None:
    serial = itertools.count(1)

    def three() -> list[object]:
        outcomes: list[object] = []
        for _ in range(3):
            try:
                outcomes.append(diary.book(booker=somebody(next(serial))))
            except SlotFull as full:
                outcomes.append(full)
        return outcomes

    outcomes = [outcome for each in together([three] * 8) for outcome in each]
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"Appointment": 4, "SlotFull": 20}
    assert Appointment.objects.filter(day=TOMORROW, starts=NINE).count() == 4
    numbers = sorted(Appointment.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers)


def test_eight_changes_into_one_half_hour_take_its_places_and_lose_none(diary: Diary) -> None:
    booked = [diary.book(starts, booker=somebody(n)) for n, starts in enumerate([NINE] * 4 + [NINE_THIRTY] * 4)]
    from datetime import time

    outcomes = together([lambda each=each: diary.change(each, time(10)) for each in booked])
    assert Counter(type(outcome).__name__ for outcome in outcomes) == {"Appointment": 4, "SlotFull": 4}
    assert Appointment.objects.filter(starts=time(10)).count() == 4
    assert Appointment.objects.filter(state="booked").count() == 8


def test_one_person_pressing_on_eight_phones_has_one_booking(diary: Diary) -> None:
    outcomes = together([lambda: diary.book(booker=Booker(contact=MOBILE))] * 8)
    assert sum(isinstance(outcome, Appointment) for outcome in outcomes) == 1
    assert {outcome.code for outcome in outcomes if isinstance(outcome, Refused)} == {"same-half-hour"}


def test_a_device_that_books_eight_half_hours_at_once_gets_two(diary: Diary) -> None:
    from datetime import time

    hours = [time(hour, minute) for hour in (9, 10, 11, 12) for minute in (0, 30)]
    outcomes = together([lambda at=at: diary.book(at, booker=Booker(device="a-phone")) for at in hours])
    assert sum(isinstance(outcome, Appointment) for outcome in outcomes) == 2


def test_one_request_sent_eight_times_books_once(diary: Diary) -> None:
    key = uuid.uuid4()
    outcomes = together([lambda: diary.book(key=key)] * 8)
    assert len({outcome.pk for outcome in outcomes}) == 1
    assert Event.objects.filter(verb="book").count() == 1


def test_of_eight_people_with_one_booking_one_is_checked_in_and_the_others_are_told(diary: Diary) -> None:
    booked = diary.book()
    diary.at("9:05")
    outcomes = together([lambda: diary.check_in(booked)] * 8)
    assert Counter(type(outcome) for outcome in outcomes) == {CheckedIn: 1, AlreadyHere: 7}
    assert Event.objects.filter(verb="check-in").count() == 1


def test_cancelling_while_checking_in_ends_in_one_of_the_two(diary: Diary) -> None:
    for serial in range(4):
        booked = diary.book(booker=somebody(serial))
        diary.at("8:55")
        outcomes = together([lambda one=booked: diary.check_in(one), lambda one=booked: diary.cancel(one)])
        assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
        booked.refresh_from_db()
        assert booked.state in ("arrived", "cancelled")
        diary.at("8:00")
