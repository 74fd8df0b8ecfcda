"""A day of bookings only: nobody who comes is simply sent away."""

from __future__ import annotations

import uuid
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onetrip.appointments import actions, door
from onetrip.rules import Text
from tests.appointments.diary import Diary, somebody
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def only_bookings(diary: Diary, number: int = 60) -> None:
    actions.set_day(
        centre="LF", day=TODAY, mode="bookings-only", number=number, windows=None, reason=Text("限流", "Limited numbers"),
        now=diary.now, by="staff:d", key=uuid.uuid4(),
    )  # fmt: skip


def test_on_a_usual_day_the_door_costs_one_statement(diary: Diary) -> None:
    door.refuse_walk_in("LF", diary.now)
    with CaptureQueriesContext(connection) as asked:
        door.refuse_walk_in("LF", diary.now)
    assert len(asked) == 1


def test_a_walk_in_is_told_why_and_the_next_free_half_hour_of_today(diary: Diary) -> None:
    only_bookings(diary)
    with pytest.raises(door.BookingsOnly, match="bookings-only") as told:
        door.refuse_walk_in("LF", diary.now)
    assert told.value.following is not None
    assert (told.value.following.day, told.value.following.starts) == (TODAY, time(10))
    assert "限流" in told.value.text.zh
    assert "现在就能约上" in told.value.text.zh


def test_what_a_walk_in_is_told_can_be_taken_on_the_spot(diary: Diary) -> None:
    only_bookings(diary)
    with pytest.raises(door.BookingsOnly) as told:
        door.refuse_walk_in("LF", diary.now)
    place = told.value.following
    assert place is not None
    booked = diary.book(place.starts, place.day, channel="door", by="device:check-in-1")
    assert diary.check_in(booked).number == booked.number


def test_when_today_is_full_another_day_is_named_and_staff_still_give_one_today(diary: Diary) -> None:
    only_bookings(diary, number=4)  # one in each half hour from 8:30 to 10:00
    diary.book(time(10), TODAY, booker=somebody(1), channel="desk", by="staff:guide")
    found = door.door_of("LF", diary.now)
    assert (found.number, found.left, found.today) == (4, 0, None)
    assert found.following is not None
    assert found.following.day > TODAY
    given = diary.book(time(11), TODAY, channel="door", by="staff:guide", beyond_quota=True)
    assert given.beyond_quota
