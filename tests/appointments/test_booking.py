"""Booking a half hour: by its quota, for one person once, by staff also where nobody else may."""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta

import pytest

from onetrip.appointments import actions, queries
from onetrip.appointments.actions import Booker
from onetrip.appointments.models import Appointment, Message
from onetrip.appointments.wording import SlotFull
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.rules import Text
from tests.appointments.diary import MOBILE, NINE, NINE_THIRTY, TOMORROW, Diary, somebody
from tests.factories import TODAY
from tests.insight.past import a_slip

pytestmark = pytest.mark.django_db


def refusal(code: str) -> pytest.RaisesExc:
    return pytest.RaisesExc(Refused, check=lambda refused: refused.code == code)


def test_a_booking_has_a_number_to_say_and_a_link_that_tells_nothing(diary: Diary) -> None:
    first, second = diary.book(booker=somebody(1)), diary.book(booker=somebody(2))
    assert (first.number, second.number) == ("B00001", "B00002")
    assert len(first.token) >= 24
    assert first.number not in first.token
    assert queries.by_token(first.token).pk == first.pk


def test_the_secret_link_and_the_contact_are_not_in_the_table_in_plain(diary: Diary) -> None:
    booked = diary.book(booker=Booker(contact=MOBILE))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM appointments_appointment a WHERE id = %s", [booked.pk])
        (row,) = cursor.fetchone()
    assert booked.token not in row
    assert MOBILE.to not in row
    events = str(list(Event.objects.values_list("data", flat=True)))
    assert booked.token not in events
    assert MOBILE.to not in events


def test_the_fifth_of_four_is_told_the_next_free_half_hour(diary: Diary) -> None:
    for serial in range(4):
        diary.book(booker=somebody(serial))
    with pytest.raises(SlotFull) as full:
        diary.book(booker=somebody(5))
    assert (full.value.day, full.value.starts) == (TOMORROW, time(8, 30))
    assert "8:30–9:00" in full.value.text.zh


def test_a_cancelled_place_is_free_again(diary: Diary) -> None:
    booked = [diary.book(booker=somebody(serial)) for serial in range(4)]
    diary.cancel(booked[0])
    assert diary.book(booker=somebody(9)).state == "booked"


def test_what_was_cancelled_by_mistake_is_had_back_while_its_place_is_free(diary: Diary) -> None:
    booked = [diary.book(booker=somebody(serial)) for serial in range(4)]
    diary.cancel(booked[0])
    diary.later(minutes=2)
    restored = diary.restore(booked[0])
    assert (restored.state, restored.number, restored.ended_at) == ("booked", booked[0].number, None)
    diary.cancel(restored)
    diary.book(booker=somebody(9))
    with pytest.raises(SlotFull):
        diary.restore(restored)


def test_what_was_cancelled_long_ago_or_booked_anew_is_not_had_back(diary: Diary) -> None:
    first = diary.book(booker=somebody(1))
    diary.cancel(first)
    diary.book(booker=somebody(1))
    with refusal("same-half-hour"):
        diary.restore(first)
    second = diary.book(booker=somebody(2))
    diary.cancel(second)
    diary.later(minutes=11)
    with refusal("cancelled-for-good"):
        diary.restore(second)


def test_a_double_click_books_once(diary: Diary) -> None:
    key = uuid.uuid4()
    assert diary.book(key=key).pk == diary.book(key=key).pk
    assert Appointment.objects.count() == 1
    assert Event.objects.filter(thing="appointment", verb="book").count() == 1


def test_one_person_has_one_booking_for_a_half_hour(diary: Diary) -> None:
    diary.book(booker=somebody(1))
    with refusal("same-half-hour"):
        diary.book(booker=somebody(1))
    assert diary.book(NINE_THIRTY, booker=somebody(1)).state == "booked"


def test_one_slip_has_one_open_booking_and_says_which(diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onetrip.appointments.actions.booking.matters_of", lambda slip: [])
    slip = a_slip(diary.centre, TODAY)
    booked = diary.book(booker=Booker(slip=slip))
    with pytest.raises(Refused, match="slip-booked") as refused:
        diary.book(NINE_THIRTY, booker=Booker(slip=slip))
    assert booked.number in refused.value.text.zh
    diary.cancel(booked)
    diary.book(NINE_THIRTY, booker=Booker(slip=slip))


@pytest.mark.parametrize("same", [Booker(contact=MOBILE), Booker(device="a-phone")])
def test_nobody_hoards_half_hours_by_contact_or_by_device(diary: Diary, same: Booker) -> None:
    diary.book(time(9), booker=same)
    diary.book(time(10), booker=same)
    with refusal("too-many-bookings"):
        diary.book(time(11), booker=same)


def test_who_books_and_cancels_all_day_is_asked_to_stop(diary: Diary) -> None:
    for hour in (9, 10, 11, 12):
        diary.cancel(diary.book(time(hour), booker=Booker(device="a-phone")))
    with refusal("too-many-today"):
        diary.book(time(13), booker=Booker(device="a-phone"))


def test_staff_may_book_for_a_whole_family(diary: Diary) -> None:
    for hour in (9, 10, 11):
        diary.book(time(hour), booker=Booker(contact=MOBILE), channel="telephone", by="staff:guide")


def test_staff_give_a_place_beyond_the_number_and_it_is_recorded(diary: Diary) -> None:
    for serial in range(4):
        diary.book(booker=somebody(serial))
    with pytest.raises(SlotFull):
        diary.book(channel="desk", by="staff:guide")
    given = diary.book(channel="desk", by="staff:guide", beyond_quota=True)
    assert given.beyond_quota
    assert Event.objects.get(thing_id=str(given.pk)).data["beyond"] is True


def test_a_resident_cannot_ask_to_be_beyond_the_number(diary: Diary) -> None:
    for serial in range(4):
        diary.book(booker=somebody(serial))
    with pytest.raises(SlotFull):
        diary.book(booker=somebody(7), beyond_quota=True)


@pytest.mark.parametrize(
    ("day", "starts", "code"),
    [
        (TODAY - timedelta(days=1), NINE, "slot-over"),
        (TODAY, time(9, 30), "slot-over"),  # it has just begun
        (TODAY, time(8, 30), "slot-over"),
        (TOMORROW, time(16, 30), "slot-closed"),
        (TOMORROW, time(9, 10), "slot-closed"),
        (date(2026, 11, 28), time(13), "slot-closed"),  # a Saturday afternoon
        (date(2027, 3, 1), NINE, "day-too-far"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(diary: Diary, day: date, starts: time, code: str) -> None:
    with refusal(code):
        diary.book(starts, day)


def test_staff_book_the_half_hour_that_runs_for_who_stands_before_them(diary: Diary) -> None:
    assert diary.book(time(9, 30), TODAY, channel="door", by="staff:guide").starts == time(9, 30)


def test_a_closed_day_takes_nobody_and_says_why(diary: Diary) -> None:
    from onetrip.centres.opening_actions import change_day

    change_day(
        centre="LF", day=TOMORROW, stretches=[], reason=Text("停电检修", "Power cut"), now=diary.now, by="staff:d",
        key=uuid.uuid4(),
    )  # fmt: skip
    with pytest.raises(Refused, match="slot-closed") as refused:
        diary.book()
    assert "停电检修" in refused.value.text.zh


def test_a_day_without_bookings_sends_everybody_straight_to_the_door(diary: Diary) -> None:
    set_day(diary, mode="open")
    with refusal("no-bookings"):
        diary.book()


def test_sixty_a_day_is_sixty_and_spread_over_the_day(diary: Diary) -> None:
    set_day(diary, mode="bookings-only", number=18)
    setting = queries.setting("LF", TOMORROW, TOMORROW)
    quotas = [each.number for each in setting.quotas(setting.anything, TOMORROW)]
    assert sum(quotas) == 18
    assert max(quotas) - min(quotas) == 1
    diary.book(time(8, 30), booker=somebody(1))
    diary.book(time(8, 30), booker=somebody(2))
    with pytest.raises(SlotFull):
        diary.book(time(8, 30), booker=somebody(3))


def test_a_quota_lowered_below_what_is_booked_throws_nobody_out(diary: Diary) -> None:
    for serial in range(4):
        diary.book(booker=somebody(serial))
    actions.set_quota(
        centre="LF",
        service="anything",
        day=TOMORROW,
        starts=NINE,
        number=2,
        now=diary.now,
        by="staff:d",
        key=uuid.uuid4(),
    )
    setting = queries.setting("LF", TOMORROW, TOMORROW)
    slot = setting.day(setting.anything, TOMORROW, diary.now).slot(NINE)
    assert slot is not None
    assert (slot.quota, slot.booked, slot.free) == (2, 4, 0)
    assert Appointment.objects.filter(state="booked").count() == 4
    with pytest.raises(SlotFull):
        diary.book(booker=somebody(8))


def test_what_was_said_of_one_day_counts_before_what_was_said_of_all(diary: Diary) -> None:
    for day, number in ((None, 7), (TOMORROW, 1)):
        actions.set_quota(
            centre="LF", service="anything", day=day, starts=NINE, number=number, now=diary.now, by="staff:d",
            key=uuid.uuid4(),
        )  # fmt: skip
    setting = queries.setting("LF", TODAY, date(2026, 11, 26))
    on = {day: setting.day(setting.anything, day, diary.now).slot(NINE).quota for day in (TOMORROW, date(2026, 11, 26))}
    assert on == {TOMORROW: 1, date(2026, 11, 26): 7}


def test_a_contact_gets_a_confirmation_and_a_reminder_and_nobody_else_does(diary: Diary) -> None:
    diary.book(booker=Booker(contact=MOBILE))
    diary.book(NINE_THIRTY, booker=Booker(device="x"))
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["booked", "reminder"]


def set_day(diary: Diary, **given: object) -> None:
    given = {"number": None, "windows": None, "reason": Text("高温", "Heat"), **given}
    actions.set_day(centre="LF", day=TOMORROW, now=diary.now, by="staff:d", key=uuid.uuid4(), **given)
