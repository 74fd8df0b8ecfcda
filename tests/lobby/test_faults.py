"""What goes wrong in a hall: the clock jumps, a request comes twice, a process dies between two steps."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from onetrip.ledger.models import Event
from onetrip.lobby import actions, queries
from onetrip.lobby.models import Ticket, TicketCounter
from tests.factories import NOW, published_catalogue
from tests.lobby.hall import Hall, open_hall
from tests.together import together

pytestmark = pytest.mark.django_db


def order(hall: Hall) -> list[str]:
    return [one.number for one in queries.hall(hall.centre, hall.now).waiting]


def test_a_clock_that_jumps_ahead_and_back_lets_nobody_pass(hall: Hall) -> None:
    first = hall.arrive()
    hall.tick(180)
    second = hall.arrive()
    hall.now = NOW + timedelta(minutes=5)  # set right again: three hours back
    third, fourth = hall.arrive(), hall.arrive()
    assert order(hall) == [first.number, second.number, third.number, fourth.number]
    assert third.drawn_at < second.drawn_at
    assert third.waits_since == second.waits_since


def test_a_clock_that_jumps_ahead_for_good_keeps_the_order(hall: Hall) -> None:
    first = hall.arrive()
    elder = hall.arrive(reason="elder")
    hall.tick(70)
    late = hall.arrive(reason="disabled")
    assert order(hall) == [elder.number, first.number, late.number]


def test_with_the_clock_back_a_whole_visit_still_goes_through(hall: Hall) -> None:
    hall.tick(120)
    ticket = hall.arrive()
    hall.call()
    hall.now = NOW
    hall.at_window("start", ticket)
    hall.in_hall("put_back", ticket)
    hall.call()
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", ticket)
    hall.at_window("miss", ticket)
    back = hall.in_hall("restore", ticket)
    assert back.queue_at <= back.waits_since
    hall.call()
    hall.at_window("start", ticket)
    done = hall.at_window("finish", ticket)
    assert done.state == "done"
    queries.forget()
    assert queries.pace(hall.centre, hall.now).minutes > 0


@pytest.mark.parametrize("jump", [-25, -1, 60, 300])
def test_whatever_the_clock_does_nobody_is_passed_who_came_an_hour_before(hall: Hall, jump: int) -> None:
    first = hall.arrive()
    hall.tick(61)
    elder = hall.arrive(reason="elder")
    hall.tick(jump)
    again = hall.arrive(reason="elder")
    assert order(hall) == [first.number, elder.number, again.number]


def test_every_verb_asked_twice_with_one_key_is_done_once(hall: Hall) -> None:
    published_catalogue()
    desk = {"account_id": hall.clerks[0].pk}

    def twice(deed, *given: object, **more: object) -> None:
        key, before = uuid.uuid4(), Event.objects.count()
        first = deed(*given, key=key, **more)
        again = deed(*given, key=key, **more)
        assert first.pk == again.pk
        assert Event.objects.count() == before + 1

    ticket = hall.serving()
    twice(hall.in_hall, "hold", ticket, why="copying", **desk)
    twice(hall.resume, ticket)
    twice(hall.in_hall, "redirect", ticket, category="ageing", **desk)
    twice(hall.in_hall, "prioritise", ticket, reason="infant", why="seen")
    twice(hall.in_hall, "add_matter", ticket, matter="elder-card")
    twice(hall.in_hall, "transfer", ticket, to=2, why="colleague")
    twice(hall.in_hall, "hold", ticket, why="away")
    twice(hall.in_hall, "release", ticket)
    twice(hall.in_hall, "leave", ticket)


def test_a_death_between_the_step_and_its_end_leaves_everything_as_it_was(hall: Hall) -> None:
    ticket = hall.serving()
    events = Event.objects.count()
    with pytest.raises(RuntimeError, match="power"), transaction.atomic():
        hall.in_hall("hold", ticket, why="copying", account_id=hall.clerks[0].pk)
        raise RuntimeError("power cut")
    ticket.refresh_from_db()
    assert (ticket.state, Event.objects.count()) == ("serving", events)


@pytest.mark.django_db(transaction=True)
def test_a_parked_number_is_taken_on_by_one_of_eight_windows() -> None:
    hall = open_hall(8)
    for _ in range(5):
        ticket = hall.arrive()
        hall.in_hall("hold", ticket, why="away")
        outcomes = together([lambda place=place, ticket=ticket: hall.resume(ticket, place) for place in range(8)])
        assert sum(isinstance(outcome, Ticket) for outcome in outcomes) == 1
        ticket.refresh_from_db()
        hall.at_window("finish", ticket, [window.pk for window in hall.windows].index(ticket.window_id))


@pytest.mark.django_db(transaction=True)
def test_of_a_guide_who_corrects_and_a_window_that_calls_nothing_is_lost() -> None:
    hall = open_hall(2)
    for _ in range(6):
        ticket = hall.arrive()
        together(
            [
                lambda ticket=ticket: hall.in_hall("prioritise", ticket, reason="pregnant", why="seen"),
                lambda: hall.call(0),
            ]
        )
        ticket.refresh_from_db()
        assert ticket.state == "called"
        assert ticket.window_id == hall.windows[0].pk
        given = Event.objects.filter(verb="prioritise", thing_id=str(ticket.pk)).exists()
        assert (ticket.reason == "pregnant") is given
        hall.in_hall("leave", ticket)


def test_a_number_is_served_although_the_doors_are_shut_and_nobody_draws_one(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.now = NOW.replace(hour=9, minute=0)  # 17:00 in Shanghai
    assert hall.call().pk == ticket.pk
    with pytest.raises(Exception, match="closed"):
        actions.arrive(centre="LF", now=hall.now, by="device:1", key=uuid.uuid4())


def test_there_is_no_last_number_of_the_day(hall: Hall) -> None:
    hall.arrive()
    TicketCounter.objects.update(last=999)
    assert hall.arrive().number == "A1000"
