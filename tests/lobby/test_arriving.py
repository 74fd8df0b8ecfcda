from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import actions, queries
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from tests.factories import NOW, make_centre, synthetic_identity
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


def test_numbers_follow_one_another_and_the_visit_begins(hall: Hall) -> None:
    first, second = hall.arrive(), hall.arrive()
    assert (first.number, second.number) == ("A001", "A002")
    assert first.visit.arrived_at == first.drawn_at
    assert first.visit.outcome == ""


def test_each_centre_and_each_day_begins_at_one(hall: Hall) -> None:
    make_centre("PX")
    hall.arrive()
    elsewhere = actions.arrive(centre="PX", now=NOW, by="device:1", key=uuid.uuid4())
    tomorrow = actions.arrive(centre="LF", now=NOW + timedelta(days=1), by="device:1", key=uuid.uuid4())
    assert (elsewhere.number, tomorrow.number) == ("A001", "A001")


def test_the_same_request_twice_draws_one_number(hall: Hall) -> None:
    key = uuid.uuid4()
    assert hall.arrive(key=key).pk == hall.arrive(key=key).pk
    assert Ticket.objects.count() == 1


def test_the_event_of_a_number_tells_the_screens_only_that_something_changed(hall: Hall) -> None:
    ticket = hall.arrive()
    event = Event.objects.get(thing="ticket", thing_id=str(ticket.pk))
    assert (event.verb, event.to_state, event.public) == ("draw", "waiting", {"changed": True})


def test_before_the_doors_open_the_refusal_says_when_they_do(hall: Hall) -> None:
    night = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)  # six in the morning of the 25th
    with pytest.raises(Refused) as refused:
        actions.arrive(centre="LF", now=night, by="device:1", key=uuid.uuid4())
    assert refused.value.code == "closed"
    assert "11 月 25 日 08:30" in refused.value.text.zh
    assert "Wednesday, 25 November at 08:30" in refused.value.text.en
    assert not Visit.objects.exists()


def test_staff_may_draw_a_number_after_hours(hall: Hall) -> None:
    evening = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    ticket = actions.arrive(centre="LF", now=evening, by="staff:guide", key=uuid.uuid4(), after_hours=True)
    assert ticket.number == "A001"


def test_a_priority_counts_as_minutes_waited_already(hall: Hall) -> None:
    ticket = hall.arrive(reason="pregnant")
    assert ticket.drawn_at - ticket.queue_at == timedelta(minutes=15)


def test_a_priority_passes_those_who_came_shortly_before_and_nobody_who_waited_longer(hall: Hall) -> None:
    long_there = hall.arrive()
    hall.tick(20)
    just_come = hall.arrive()
    elder = hall.arrive(reason="elder")
    order = [waiting.number for waiting in queries.hall(hall.centre, hall.now).waiting]
    assert order == [long_there.number, elder.number, just_come.number]


def test_from_eighty_on_the_priority_comes_by_itself(hall: Hall) -> None:
    for birth_date, reason in [(date(1946, 11, 24), "elder"), (date(1946, 11, 25), "")]:
        resident = know(identity=synthetic_identity(birth_date), now=NOW)
        assert hall.arrive(resident_id=resident.pk).reason == reason


def test_an_unknown_reason_is_refused(hall: Hall) -> None:
    with pytest.raises(Malformed):
        hall.arrive(reason="vip")


def test_what_does_not_exist_draws_no_number(hall: Hall) -> None:
    with pytest.raises(NotFound):
        hall.arrive(slip_id=uuid.uuid4())
    with pytest.raises(NotFound):
        hall.arrive(resident_id=uuid.uuid4())
    assert not Ticket.objects.exists()
    assert hall.arrive().number == "A001"


def test_the_wait_told_is_kept_with_the_number(hall: Hall) -> None:
    assert [hall.arrive().estimate_minutes for _ in range(4)] == [0, 2, 4, 6]


def test_without_an_open_window_no_wait_is_told(hall: Hall) -> None:
    hall.centre.windows.get(number=1).duties.update(paused="break")
    hall.centre.windows.exclude(number=1).get(number=2).duties.update(ended=NOW)
    hall.centre.windows.get(number=3).duties.update(ended=NOW)
    assert hall.arrive().estimate_minutes is None
