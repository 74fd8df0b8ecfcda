"""Somebody with a booking at the door: checked in and in the line, or neither; and days on which only they are taken."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.appointments import actions as appointments
from onetrip.appointments.actions import Booker
from onetrip.appointments.models import Appointment, Rules
from onetrip.lobby import actions, queries
from onetrip.lobby.models import Ticket
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.rules import Text
from tests.appointments.diary import Diary
from tests.factories import NOW, TODAY, make_account, published_catalogue, synthetic_number
from tests.insight.past import a_slip
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 24, 2, tzinfo=NOW.tzinfo)
"""Ten o'clock in Shanghai."""


@pytest.fixture
def diary(hall: Hall) -> Diary:
    return Diary(hall.centre)


@pytest.fixture
def booked(diary: Diary) -> Appointment:
    """Somebody booked for ten o'clock, at half past nine."""
    return diary.book(time(10), TODAY)


@pytest.fixture(autouse=True)
def at_half_past_nine(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def arrive(booked: Appointment, minutes: float = 0, **given: object) -> Ticket:
    """The one who booked comes so many minutes after ten."""
    given = {"key": uuid.uuid4(), "by": "device:check-in-1", "centre": "LF", **given}
    return actions.arrive_booked(appointment_id=booked.pk, now=TEN + timedelta(minutes=minutes), **given)


@pytest.mark.parametrize("minutes", [-29, -16, -5, 0, 12])
def test_the_line_counts_a_booking_as_its_own_rule_does(booked: Appointment, minutes: int) -> None:
    ticket = arrive(booked, minutes)
    booked.refresh_from_db()
    assert ticket.number == "Y001"
    assert (booked.state, booked.ticket) == ("arrived", ticket.pk)
    assert ticket.queue_at == ticket.counts_since == booked.counts_since


@pytest.mark.parametrize("minutes", [-29, 0, 12, 40])
def test_the_guide_reads_the_half_hour_that_was_booked_whenever_they_come(
    hall: Hall, booked: Appointment, minutes: int
) -> None:
    ticket = arrive(booked, minutes)
    assert ticket.appointment_at == TEN
    with time_machine.travel(ticket.drawn_at, tick=False):
        queries.forget()
        page = machine("guide").get("/hall/line").content.decode()
    assert "约了 10:00" in page


def test_a_longer_head_start_of_bookings_counts_in_the_hall(hall: Hall, booked: Appointment) -> None:
    Rules.objects.update_or_create(centre=hall.centre, defaults={"head_start": 45})
    assert arrive(booked).queue_at == TEN - timedelta(minutes=45)


def test_who_is_too_late_has_a_credit_and_who_told_us_has_the_place(diary: Diary, booked: Appointment) -> None:
    other = diary.book(time(10), TODAY)
    diary.at("9:50", TODAY)
    appointments.say_late(appointment_id=other.pk, now=diary.now, by="resident", key=uuid.uuid4())
    late, told = arrive(booked, 25), arrive(other, 26)
    assert late.queue_at == TEN + timedelta(minutes=15)
    assert told.queue_at == TEN + timedelta(minutes=6)


def test_somebody_elses_booking_goes_back_to_its_owner_and_the_number_stays_without_it(diary: Diary) -> None:
    published_catalogue()
    owner = know(identity=read_number(synthetic_number(date(1940, 1, 2)), day=TODAY), now=NOW)
    booked = diary.book(time(10), TODAY, matters=["elder-card"])
    Appointment.objects.update(resident=owner)
    ticket = arrive(booked)
    assert (ticket.reason, ticket.visit.resident_id, ticket.visit.wanted) == ("elder", owner.pk, ["elder-card"])
    with time_machine.travel(ticket.drawn_at, tick=False):
        guide = machine("guide")
        assert "预约是别人的" in guide.get(f"/hall/?ticket={ticket.pk}").content.decode()
        guide.post(f"/hall/tickets/{ticket.pk}/booking", {"idempotency_key": str(uuid.uuid4())})
        assert "预约是别人的" not in guide.get(f"/hall/?ticket={ticket.pk}").content.decode()
    ticket.refresh_from_db()
    booked.refresh_from_db()
    assert (booked.state, booked.ticket, booked.arrived_at) == ("booked", None, None)
    assert (ticket.appointment, ticket.reason, ticket.queue_at) == (None, "", ticket.waits_since)
    assert (ticket.visit.resident_id, ticket.visit.wanted) == (None, [])
    assert arrive(booked, 1).number == "Y002"


def test_the_same_booking_again_gives_the_same_number(booked: Appointment) -> None:
    first = arrive(booked)
    assert arrive(booked, 3).pk == first.pk
    assert Ticket.objects.count() == 1
    key = uuid.uuid4()
    assert arrive(booked, key=key).pk == arrive(booked, key=key).pk


def test_when_the_visit_is_over_the_second_is_told(hall: Hall, booked: Appointment) -> None:
    hall.in_hall("leave", arrive(booked))
    with pytest.raises(appointments.AlreadyHere):
        arrive(booked, 30)


def test_a_power_cut_between_checking_in_and_drawing_leaves_neither(
    booked: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr("onetrip.lobby.actions.booked.arrive", cut)
        with pytest.raises(KeyboardInterrupt):
            arrive(booked)
    booked.refresh_from_db()
    assert (booked.state, Ticket.objects.count()) == ("booked", 0)
    assert arrive(booked).number == "Y001"


def machine(role: str = "device") -> Client:
    client = Client()
    client.force_login(make_account(role))
    return client


def scan(client: Client, what: str = "") -> str:
    answer = client.post("/hall/arrivals", {"scan": what, "idempotency_key": str(uuid.uuid4())}, follow=True)
    return answer.content.decode()


def test_the_code_of_a_booking_draws_at_the_machine_and_the_number_only_at_the_guides(booked: Appointment) -> None:
    published_catalogue()
    assert "请扫预约的方块码" in scan(machine(), booked.number)
    assert not Ticket.objects.exists()
    assert "Y001" in scan(machine("guide"), booked.number)
    assert "Y001" in scan(machine(), f"https://onetrip.example/b/{booked.token}")
    assert Ticket.objects.count() == 1


def test_the_slip_or_the_id_card_of_who_is_expected_finds_the_booking(
    diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_catalogue()
    monkeypatch.setattr("onetrip.appointments.actions.booking.matters_of", lambda slip: [])
    monkeypatch.setattr("onetrip.lobby.actions.arriving.wanted_by", lambda slip: ())
    number = synthetic_number()
    slip = a_slip(diary.centre, TODAY)
    slip.resident = know(identity=read_number(number, day=TODAY), now=NOW)
    slip.save()
    booked = diary.book(time(10), TODAY, booker=Booker(slip=slip))
    assert "Y001" in scan(machine(), number)
    booked.refresh_from_db()
    assert booked.state == "arrived"


def test_on_a_day_of_bookings_only_a_walk_in_books_on_the_spot_and_the_guide_still_gives_numbers(diary: Diary) -> None:
    published_catalogue()
    appointments.set_day(
        centre="LF", day=TODAY, mode="bookings-only", number=60, windows=None, reason=Text("限流", "Limited numbers"),
        now=NOW, by="staff:d", key=uuid.uuid4(),
    )  # fmt: skip
    door = machine()
    page = scan(door)
    assert "今天只办预约的（限流）" in page
    assert "就约这个时间" in page
    assert not Ticket.objects.exists()
    page = door.post("/hall/book-next", {"idempotency_key": str(uuid.uuid4())}, follow=True).content.decode()
    taken = Appointment.objects.get()
    assert (taken.day, taken.starts, taken.channel) == (TODAY, time(10), "door")
    assert taken.number in page
    assert "Y001" in scan(door, f"/b/{taken.token}")
    assert "A001" in scan(machine("guide"))


def test_a_program_at_the_door_says_a_booking_too(booked: Appointment) -> None:
    answer = machine().post(
        "/api/lobby/arrivals",
        {"booking": booked.token},
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert (answer.status_code, answer.json()["number"]) == (200, "Y001")
    assert date(2026, 11, 24) == TODAY
