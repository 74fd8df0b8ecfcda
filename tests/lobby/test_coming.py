"""Whoever comes gets the number that is theirs, from a page and from a program alike."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import time

import pytest
import time_machine
from django.test import Client

from onetrip.appointments import actions as appointments
from onetrip.appointments.actions import Booker
from onetrip.lobby import queries
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.personal_code import make_code
from onetrip.rules import Text
from tests import browsing
from tests.appointments.diary import Diary
from tests.cases.counter import Counter, open_counter
from tests.factories import NOW, TODAY, synthetic_number
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(db: None) -> Iterator[Counter]:
    counter = open_counter(windows=1)
    with time_machine.travel(NOW, tick=False):
        yield counter


@pytest.fixture
def hall(counter: Counter) -> Hall:
    return counter.hall


@pytest.fixture
def machine(hall: Hall) -> Client:
    return browsing.visitor("device")


def page(client: Client, scan: str) -> Ticket:
    """What is laid on the machine's reader; the number that it shows then."""
    answer = client.post("/hall/arrivals", {"scan": scan, "idempotency_key": browsing.key()})
    assert answer.status_code == 302, browsing.words(answer)
    return Ticket.objects.get(pk=answer["Location"].rsplit("/", 1)[1])


def program(client: Client, scan: str) -> Ticket:
    """The same from a vendor's machine."""
    answer = client.post(
        "/api/lobby/arrivals",
        json.dumps({"scan": scan}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert answer.status_code == 200, answer.content
    return Ticket.objects.get(pk=answer.json()["id"])


ways = pytest.mark.parametrize("way", [page, program])


def missed(hall: Hall, **given: object) -> Ticket:
    hall.arrive(**given)
    ticket = hall.call()
    assert ticket is not None
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", ticket)
    return hall.at_window("miss", ticket)


@ways
def test_who_missed_the_call_and_lost_the_paper_is_back_with_slip_or_card(
    counter: Counter, machine: Client, way
) -> None:
    number = synthetic_number()
    resident = know(identity=read_number(number, day=TODAY), now=NOW)
    slip = counter.slip("card")
    with_slip = missed(counter.hall, slip_id=slip.pk)
    with_card = missed(counter.hall, resident_id=resident.pk)
    with time_machine.travel(counter.hall.tick(2), tick=False):
        assert way(machine, f"https://onetrip.example/s/{slip.token}").pk == with_slip.pk
        assert way(machine, number).pk == with_card.pk
    assert set(Ticket.objects.values_list("state", flat=True)) == {"waiting"}
    assert Visit.objects.count() == 2


@ways
def test_who_was_on_hold_is_back_at_their_place_with_their_own_code(hall: Hall, machine: Client, way) -> None:
    resident = know(identity=read_number(synthetic_number(), day=TODAY), now=NOW)
    ticket = hall.arrive(resident_id=resident.pk)
    hall.in_hall("hold", ticket, why="away")
    with time_machine.travel(hall.tick(), tick=False):
        back = way(machine, make_code(resident.pk, hall.now))
    assert (back.pk, back.state, back.queue_at) == (ticket.pk, "waiting", ticket.queue_at)


@ways
def test_the_card_laid_down_twice_draws_one_number(machine: Client, way) -> None:
    number = synthetic_number()
    assert way(machine, number).pk == way(machine, number).pk
    assert Ticket.objects.count() == 1


def test_the_slip_of_who_drew_with_the_card_gives_the_same_number(counter: Counter, machine: Client) -> None:
    number = synthetic_number()
    drawn = page(machine, number)
    slip = counter.slip("card")
    slip.resident_id = drawn.visit.resident_id
    slip.save()
    assert page(machine, f"https://onetrip.example/s/{slip.token}").pk == drawn.pk


def test_the_card_of_who_is_done_draws_a_new_number(hall: Hall, machine: Client) -> None:
    number = synthetic_number()
    first = page(machine, number)
    hall.call()
    hall.at_window("start", first)
    hall.at_window("finish", first)
    assert page(machine, number).pk != first.pk


def test_the_machine_says_that_it_is_the_number_of_before(machine: Client, hall: Hall) -> None:
    number = synthetic_number()
    page(machine, number)
    with time_machine.travel(hall.tick(10), tick=False):
        given = {"scan": number, "idempotency_key": browsing.key()}
        assert "取的号，在排队，不用再取" in browsing.words(machine.post("/hall/arrivals", given, follow=True))


def test_a_guide_is_told_and_gives_a_second_number_to_who_came_along(hall: Hall) -> None:
    guide, number = browsing.visitor("guide"), synthetic_number()
    given = {"scan": number, "idempotency_key": browsing.key()}
    first = guide.post("/hall/arrivals", given, follow=True)
    assert "已经取过号" not in browsing.words(first)
    with time_machine.travel(hall.tick(10), tick=False):
        again = guide.post("/hall/arrivals", {**given, "idempotency_key": browsing.key()}, follow=True)
        assert "已经取过号" in browsing.words(again)
        guide.post("/hall/arrivals", {"idempotency_key": browsing.key()})
    assert Ticket.objects.count() == 2


@ways
def test_who_is_expected_is_known_by_the_card(hall: Hall, machine: Client, way, monkeypatch) -> None:
    monkeypatch.setattr("onetrip.appointments.actions.booking.matters_of", lambda slip: [])
    number = synthetic_number()
    slip = Counter(hall).slip("card")
    slip.resident = know(identity=read_number(number, day=TODAY), now=NOW)
    slip.save()
    booked = Diary(hall.centre).book(time(10), TODAY, booker=Booker(slip=slip))
    assert way(machine, number).number == "Y001"
    booked.refresh_from_db()
    assert booked.state == "arrived"


@ways
def test_the_code_of_a_booking_brings_back_who_missed_the_call(hall: Hall, machine: Client, way) -> None:
    booked = Diary(hall.centre).book(time(10), TODAY)
    code = f"https://onetrip.example/b/{booked.token}"
    ticket = way(machine, code)
    hall.call()
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", ticket)
    hall.at_window("miss", ticket)
    with time_machine.travel(hall.tick(), tick=False):
        assert (way(machine, code).pk, Ticket.objects.get().state) == (ticket.pk, "waiting")


@ways
def test_on_a_day_of_bookings_only_who_has_a_number_is_not_turned_away(hall: Hall, machine: Client, way) -> None:
    number = synthetic_number()
    resident = know(identity=read_number(number, day=TODAY), now=NOW)
    ticket = hall.arrive(resident_id=resident.pk)
    appointments.set_day(
        centre="LF", day=TODAY, mode="bookings-only", number=60, windows=None, reason=Text("限流", "Limited numbers"),
        now=NOW, by="staff:d", key=uuid.uuid4(),
    )  # fmt: skip
    queries.forget()
    assert way(machine, number).pk == ticket.pk


def test_a_program_needs_the_last_four_for_the_number_of_a_slip(counter: Counter, machine: Client) -> None:
    slip = counter.slip("card")
    answer = machine.post(
        "/api/lobby/arrivals",
        json.dumps({"scan": slip.number}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "last-four-missing")
