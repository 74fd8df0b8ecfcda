"""A day is closed, and opened again after all: who is booked hears what is true on the day on which they read it."""

from __future__ import annotations

import uuid
from datetime import time

import pytest
from pytest_django import Settings

from onetrip.appointments import actions, queries
from onetrip.appointments.actions import Booker
from onetrip.appointments.actions.unopened import fates_of, stranded_on
from onetrip.appointments.models import Appointment, Message
from onetrip.centres import queries as centres
from onetrip.centres.opening_actions import change_day, restore_day
from onetrip.ledger.refusals import Refused
from onetrip.notices.providers.contrib import simulated_sms
from onetrip.rules import Text
from tests.appointments.diary import MOBILE, NINE, TOMORROW, Diary, somebody

pytestmark = pytest.mark.django_db


def shut(diary: Diary, stretches: list[tuple[time, time]] | None = None) -> None:
    """By whatever way: nobody is told by the change itself."""
    change_day(
        centre="LF", day=TOMORROW, stretches=stretches or [], reason=Text("停电", "Power cut"), now=diary.now,
        by="staff:d", key=uuid.uuid4(),
    )  # fmt: skip


def open_again(diary: Diary) -> None:
    restore_day(centre="LF", day=TOMORROW, now=diary.now, by="staff:d", key=uuid.uuid4())


def minute(diary: Diary) -> list[str]:
    """What goes out when the clock looks once."""
    simulated_sms.forget()
    diary.later(minutes=1)
    actions.tend(now=diary.now, by="system:clock")
    return [letter.words for letter in simulated_sms.sent]


@pytest.fixture
def booked(diary: Diary) -> Appointment:
    """Somebody booked for tomorrow at nine, who has got the confirmation; it is half past nine today."""
    found = diary.book(booker=Booker(contact=MOBILE))
    assert "约好了" in minute(diary)[0]
    return found


def test_the_clock_tells_of_a_day_that_was_closed_in_any_way_and_only_once(diary: Diary, booked: Appointment) -> None:
    shut(diary)
    assert ["不开门" in words for words in minute(diary)] == [True]
    assert minute(diary) == []


def test_no_reminder_follows_the_word_that_the_day_is_closed(diary: Diary, booked: Appointment) -> None:
    shut(diary)
    minute(diary)
    diary.at("14:00", booked.day.replace(day=24))  # the reminder was due at one
    assert minute(diary) == []
    assert Message.objects.get(kind="reminder").state == Message.State.DROPPED


def test_closed_by_mistake_in_the_evening_and_opened_again_nobody_is_told_it_is_closed(
    diary: Diary, booked: Appointment
) -> None:
    diary.at("21:30", booked.day.replace(day=24))
    minute(diary)
    shut(diary)
    assert minute(diary) == []  # the night is quiet
    open_again(diary)
    diary.at("8:00")
    assert minute(diary) == []


def test_who_was_told_it_is_closed_hears_that_it_is_open_after_all_and_of_a_second_closing(
    diary: Diary, booked: Appointment
) -> None:
    shut(diary)
    assert "不开门" in minute(diary)[0]
    open_again(diary)
    assert ["又照常开门" in words for words in minute(diary)] == [True]
    assert minute(diary) == []
    shut(diary)
    assert ["不开门" in words for words in minute(diary)] == [True]
    assert Appointment.objects.get().state == Appointment.State.BOOKED


def test_a_word_that_reaches_nobody_names_who_has_to_be_found(diary: Diary, settings: Settings) -> None:
    reached = diary.book(booker=Booker(contact=MOBILE))
    quiet = diary.book(booker=Booker(device="x"))
    shut(diary)
    minute(diary)
    settings.MESSAGE_PROVIDERS = {}
    late = Appointment.objects.get(pk=reached.pk)
    fates = fates_of(stranded_on("LF", TOMORROW))
    assert ([each.pk for each in fates.told], [each.pk for each in fates.to_find]) == ([late.pk], [quiet.pk])


def test_where_nothing_is_sent_no_message_is_promised(diary: Diary, settings: Settings) -> None:
    settings.MESSAGE_PROVIDERS = {}
    diary.book(booker=Booker(contact=MOBILE))
    assert not Message.objects.exists()
    shut(diary)
    assert minute(diary) == []
    assert len(fates_of(stranded_on("LF", TOMORROW)).to_find) == 1


def test_a_day_closed_a_moment_ago_by_another_process_is_not_booked(
    diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = centres.settled("LF")
    shut(diary)
    monkeypatch.setattr("onetrip.appointments.queries.settled", lambda code: kept)
    monkeypatch.setattr("onetrip.appointments.actions.slots_taking.settled", lambda code: kept)
    with pytest.raises(Refused) as refused:
        diary.book()
    assert refused.value.code == "slot-closed"


def test_who_met_a_shut_door_is_not_somebody_who_did_not_come(diary: Diary, booked: Appointment) -> None:
    other = diary.book(time(14), booker=somebody(2))
    shut(diary, [(time(13), time(16, 30))])
    diary.at("16:00")
    minute(diary)
    state = dict(Appointment.objects.values_list("pk", "state"))
    assert (state[booked.pk], state[other.pk]) == ("cancelled", "missed")


def test_a_month_after_its_day_a_booking_knows_nobodys_number(diary: Diary, booked: Appointment) -> None:
    diary.later(days=30)
    minute(diary)
    assert Appointment.objects.get().contact == MOBILE.to
    diary.later(days=3)
    minute(diary)
    forgotten = Appointment.objects.get()
    assert (forgotten.contact, forgotten.contact_hash, forgotten.device_hash, forgotten.booker_hash) == (None,) * 4
    assert minute(diary) == []


@pytest.mark.parametrize(("ahead", "last"), [(1, 25), (3, 27), (4, 30)])
def test_so_many_working_days_ahead_leave_out_the_days_off(diary: Diary, ahead: int, last: int) -> None:
    """The 24th is a Tuesday: the fourth working day after it is the Monday."""
    actions.set_rules(centre="LF", changes={"working_days_ahead": ahead}, now=diary.now, by="staff:d", key=uuid.uuid4())
    assert queries.last_day(queries.setting("LF", TOMORROW, TOMORROW), diary.now).day == last
    assert diary.book(NINE, TOMORROW.replace(day=last)).day.day == last
    with pytest.raises(Refused) as refused:
        diary.book(NINE, TOMORROW.replace(month=12, day=1))
    assert refused.value.code == "day-too-far"
