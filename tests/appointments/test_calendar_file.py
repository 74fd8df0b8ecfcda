"""The calendar file, read back by the library's parser: one event through every change, its zone, its alarms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from onetrip.appointments.calendar_file import calendar_file
from onetrip.appointments.models import Appointment
from onetrip.appointments.showing import entry_of
from tests.appointments.diary import NINE, NINE_THIRTY, Diary

pytestmark = pytest.mark.django_db


def read(diary: Diary, appointment: Appointment, language: str = "zh") -> Calendar:
    fresh = Appointment.objects.select_related("centre").get(pk=appointment.pk)
    return Calendar.from_ical(calendar_file(entry_of(fresh, language, diary.now)))


def test_a_change_is_the_same_event_with_a_higher_sequence_and_a_cancellation_takes_it_out(diary: Diary) -> None:
    booked = diary.book()
    first = read(diary, booked)
    diary.change(booked, NINE_THIRTY)
    second = read(diary, booked)
    diary.cancel(booked)
    third = read(diary, booked)
    events = [each.walk("VEVENT")[0] for each in (first, second, third)]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert [str(each["method"]) for each in (first, second, third)] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert not third.walk("VALARM")
    assert all("organizer" in event for event in events)  # without it a calendar does not believe the cancellation


def test_the_hour_is_right_in_every_country(diary: Diary) -> None:
    calendar = read(diary, diary.book())
    (event,) = calendar.walk("VEVENT")
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event.decoded("dtstart").utcoffset() == timedelta(hours=8)
    assert event.decoded("dtstart").time().replace(tzinfo=None) == NINE
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Asia/Shanghai"


def test_two_alarms_a_day_and_an_hour_before(diary: Diary) -> None:
    alarms = read(diary, diary.book()).walk("VALARM")
    assert [alarm.decoded("trigger") for alarm in alarms] == [timedelta(days=-1), timedelta(hours=-1)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_shared_calendar_tells_nobody_what_for(diary: Diary, language: str) -> None:
    booked = diary.book(matters=["disability-certificate"])
    text = read(diary, booked, language).to_ical().decode()
    assert "残疾" not in text
    assert "isabil" not in text
    assert booked.number in text
    assert booked.token not in text
    assert "/b/" not in text


def test_lines_are_as_long_as_the_standard_allows(diary: Diary) -> None:
    fresh = Appointment.objects.select_related("centre").get(pk=diary.book().pk)
    body = calendar_file(entry_of(fresh, "zh", diary.now))
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
