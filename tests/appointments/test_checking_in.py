"""Whoever comes is taken: early, late, twice, on the wrong day; what differs is where they stand."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from onetrip.appointments import actions
from onetrip.appointments.fairness import Punctuality
from onetrip.appointments.models import Appointment, Message
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from tests.appointments.diary import MOBILE, NINE, TOMORROW, Diary, somebody
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("clock", "how"),
    [
        ("8:31", Punctuality.EARLY),
        ("8:50", Punctuality.ON_TIME),
        ("9:15", Punctuality.ON_TIME),
        ("9:40", Punctuality.LATE),
    ],
)
def test_whenever_somebody_comes_on_their_day_they_are_taken(diary: Diary, clock: str, how: Punctuality) -> None:
    booked = diary.book()
    diary.at(clock)
    found = diary.check_in(booked)
    assert (found.punctuality, found.number, found.appointment_at) == (how, booked.number, booked.starts_at)
    assert Appointment.objects.get(pk=booked.pk).counts_since == found.counts_since


def test_the_second_with_one_booking_is_told_when_it_was_used(diary: Diary) -> None:
    booked = diary.book()
    diary.at("8:55")
    diary.check_in(booked)
    ticket = uuid.uuid4()
    actions.note_ticket(appointment_id=booked.pk, ticket=ticket)
    diary.at("9:10")
    with pytest.raises(actions.AlreadyHere, match="already-here") as told:
        diary.check_in(booked)
    assert "8:55" in told.value.text.zh
    assert told.value.ticket == ticket


def test_a_repeat_of_the_same_request_is_the_same_check_in(diary: Diary) -> None:
    booked, key = diary.book(), uuid.uuid4()
    diary.at("8:55")
    assert diary.check_in(booked, key=key) == diary.check_in(booked, key=key)
    assert Event.objects.filter(verb="check-in").count() == 1


def test_another_day_and_another_centre_are_told_and_the_booking_stays(diary: Diary) -> None:
    booked = diary.book()
    with pytest.raises(Refused, match="booking-other-day"):
        diary.check_in(booked)
    make_centre("PX")
    diary.at("9:00")
    with pytest.raises(Refused, match="booking-elsewhere"):
        diary.check_in(booked, centre="PX")
    booked.refresh_from_db()
    assert booked.state == "booked"


def test_who_cancelled_is_sent_to_the_ordinary_line(diary: Diary) -> None:
    booked = diary.book()
    diary.cancel(booked)
    diary.at("9:00")
    with pytest.raises(Refused, match="booking-cancelled") as told:
        diary.check_in(booked)
    assert "取个现场号" in told.value.text.zh


def test_who_did_not_come_is_recorded_and_may_still_come_that_day(diary: Diary) -> None:
    booked = diary.book()
    diary.at("9:15")
    assert actions.mark_missed(now=diary.now, by="system:clock") == 0
    diary.at("9:16")
    assert actions.mark_missed(now=diary.now, by="system:clock") == 1
    assert actions.mark_missed(now=diary.now, by="system:clock") == 0
    assert Event.objects.filter(verb="miss", thing_id=str(booked.pk)).count() == 1
    diary.at("10:00")
    found = diary.check_in(booked)
    assert found.punctuality is Punctuality.LATE
    assert found.counts_since == diary.now - timedelta(minutes=10)


def test_a_booking_that_cannot_be_deciphered_holds_up_nobody_elses_record(diary: Diary) -> None:
    spoilt, sound = diary.book(), diary.book()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appointments_appointment SET token = '\\x00', contact = '\\x00' WHERE id = %s", [spoilt.pk]
        )
    diary.at("9:16")
    assert actions.mark_missed(now=diary.now, by="system:clock") == 2
    assert set(Event.objects.filter(verb="miss").values_list("thing_id", flat=True)) == {str(spoilt.pk), str(sound.pk)}


def test_who_told_us_is_not_recorded_as_missing_while_the_place_is_kept(diary: Diary) -> None:
    booked = diary.book()
    diary.at("8:40")
    actions.say_late(appointment_id=booked.pk, now=diary.now, by="resident", key=uuid.uuid4())
    diary.at("9:30")
    assert actions.mark_missed(now=diary.now, by="system:clock") == 0
    diary.at("9:31")
    assert actions.mark_missed(now=diary.now, by="system:clock") == 1


def test_saying_late_long_before_or_long_after_is_answered_in_words(diary: Diary) -> None:
    booked = diary.book()
    for clock, code in (("6:00", "late-too-early"), ("9:16", "slot-over")):
        diary.at(clock)
        with pytest.raises(Refused, match=code):
            actions.say_late(appointment_id=booked.pk, now=diary.now, by="resident", key=uuid.uuid4())


def test_the_wrong_booking_checked_in_can_be_taken_back(diary: Diary) -> None:
    booked = diary.book()
    diary.at("8:55")
    diary.check_in(booked)
    actions.undo_check_in(centre="LF", appointment_id=booked.pk, now=diary.now, by="staff:guide", key=uuid.uuid4())
    booked.refresh_from_db()
    assert (booked.state, booked.arrived_at, booked.counts_since, booked.ticket) == ("booked", None, None, None)
    diary.check_in(booked)


def test_no_reminder_goes_to_somebody_who_is_here(diary: Diary) -> None:
    booked = diary.book(day=TOMORROW + timedelta(days=1), booker=somebody(3))
    assert Message.objects.filter(kind="reminder", state="due").count() == 1
    diary.at("9:00", TOMORROW + timedelta(days=1))
    diary.check_in(booked)
    assert set(Message.objects.values_list("state", flat=True)) == {"dropped"}


def test_changing_keeps_number_and_link_and_frees_the_old_place(diary: Diary) -> None:
    booked = [diary.book(booker=somebody(serial)) for serial in range(4)]
    changed = diary.change(booked[0], NINE.replace(hour=10))
    assert (changed.number, changed.token, changed.sequence) == (booked[0].number, booked[0].token, 1)
    diary.book(booker=somebody(9))


def test_a_full_half_hour_leaves_the_old_one_as_it_was(diary: Diary) -> None:
    for serial in range(4):
        diary.book(NINE.replace(hour=10), booker=somebody(serial))
    mine = diary.book(booker=somebody(8))
    with pytest.raises(Refused, match="slot-full"):
        diary.change(mine, NINE.replace(hour=10))
    mine.refresh_from_db()
    assert (mine.starts, mine.sequence) == (NINE, 0)


def test_on_a_full_day_of_bookings_only_one_may_still_change_the_hour(diary: Diary) -> None:
    from onetrip.rules import Text

    actions.set_day(
        centre="LF", day=TOMORROW, mode="bookings-only", number=2, windows=None, reason=Text("限流", "Limited"),
        now=diary.now, by="staff:d", key=uuid.uuid4(),
    )  # fmt: skip
    first = diary.book(NINE.replace(hour=8, minute=30), booker=somebody(1))
    second = diary.book(NINE, booker=somebody(2))
    diary.cancel(first)
    assert diary.change(second, NINE.replace(hour=8, minute=30)).starts.hour == 8


def test_back_after_cancelling_changes_nothing_and_says_so(diary: Diary) -> None:
    booked = diary.book(booker=somebody(1))
    diary.cancel(booked)
    assert diary.cancel(booked).state == "cancelled"
    with pytest.raises(Refused, match="change-not-allowed"):
        diary.change(booked, NINE.replace(hour=10))
    assert Event.objects.filter(verb="cancel").count() == 1
    assert MOBILE.masked == "138****0001"
