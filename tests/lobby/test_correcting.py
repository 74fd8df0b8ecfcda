"""A guide puts a number right while it waits: priority, slip, matters."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby.actions.arriving import Booked
from onetrip.lobby.models import Visit
from onetrip.people.actions import know
from tests.factories import NOW, TODAY, published_catalogue, synthetic_identity
from tests.insight.past import a_slip
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    published_catalogue()
    for place in ("arriving", "recognising"):
        monkeypatch.setattr(f"onetrip.lobby.actions.{place}.wanted_by", lambda slip: ("elder-card",))
    for place in ("recognising", "correcting"):
        monkeypatch.setattr(f"onetrip.lobby.actions.{place}.came_for", lambda plan: ("elder-card",))
        monkeypatch.setattr(f"onetrip.lobby.actions.{place}.advice.read", lambda slip: type("Read", (), {"plan": None}))


def test_a_priority_given_later_counts_as_one_given_at_the_door_and_says_who_gave_it(hall: Hall) -> None:
    late, later = hall.arrive(), hall.arrive()
    given = hall.in_hall("prioritise", later, reason="pregnant", why="seen")
    assert given.queue_at == later.drawn_at - timedelta(minutes=15)
    assert hall.call().pk == later.pk
    event = Event.objects.get(verb="prioritise")
    assert event.actor == "staff:guide"
    assert event.data == {
        "number": later.number, "reason": "pregnant", "minutes": 15, "why": "seen", "was": "", "was_minutes": 0,
    }  # fmt: skip
    assert hall.call(1).pk == late.pk


def test_a_priority_chosen_by_mistake_is_taken_back(hall: Hall) -> None:
    ticket = hall.arrive(reason="disabled")
    taken = hall.in_hall("prioritise", ticket, reason="", why="correction")
    assert (taken.reason, taken.credit_minutes, taken.queue_at) == ("", 0, ticket.waits_since)


def test_who_has_an_appointment_keeps_its_place_whatever_priority_they_are_given(hall: Hall) -> None:
    ticket = hall.arrive(booked=Booked(uuid.uuid4(), NOW, NOW - timedelta(minutes=20)))
    again = hall.in_hall("prioritise", ticket, reason="infant", why="seen")
    assert again.queue_at == ticket.queue_at == NOW - timedelta(minutes=20)


def test_once_the_call_was_missed_the_booking_is_not_claimed_a_second_time(hall: Hall) -> None:
    ticket = hall.arrive(booked=Booked(uuid.uuid4(), NOW, NOW - timedelta(minutes=20)))
    hall.call()
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", ticket)
    hall.at_window("miss", ticket)
    back = hall.in_hall("restore", ticket)
    weighed = hall.in_hall("prioritise", ticket, reason="infant", why="seen")
    assert weighed.queue_at == back.waits_since - timedelta(minutes=10)
    assert weighed.appointment_at == NOW


@pytest.mark.parametrize(("reason", "why"), [("vip", "seen"), ("appointment", "seen"), ("elder", "because")])
def test_nobody_is_put_first_without_a_known_reason(hall: Hall, reason: str, why: str) -> None:
    with pytest.raises(Malformed):
        hall.in_hall("prioritise", hall.arrive(), reason=reason, why=why)


def test_the_right_slip_takes_the_place_of_the_wrong_one(hall: Hall) -> None:
    stranger = know(identity=synthetic_identity(), now=NOW)
    wrong, right = a_slip(hall.centre, TODAY), a_slip(hall.centre, TODAY)
    wrong.resident = stranger
    wrong.save()
    ticket = hall.arrive(slip_id=wrong.pk)
    hall.in_hall("change_slip", ticket, slip_id=None)
    visit = Visit.objects.get()
    assert (visit.slip_id, visit.resident_id, visit.wanted) == (None, None, [])
    hall.in_hall("change_slip", ticket, slip_id=right.pk)
    visit.refresh_from_db()
    assert (visit.slip_id, visit.wanted) == (right.pk, ["elder-card"])


def test_whoever_shows_the_right_slip_at_once_inherits_neither_the_stranger_nor_their_priority(hall: Hall) -> None:
    wrong, right = a_slip(hall.centre, TODAY), a_slip(hall.centre, TODAY)
    wrong.resident = know(identity=synthetic_identity(date(1940, 1, 1)), now=NOW)
    wrong.save()
    ticket = hall.arrive(slip_id=wrong.pk)
    assert ticket.reason == "elder"
    changed = hall.in_hall("change_slip", ticket, slip_id=right.pk)
    assert (Visit.objects.get().slip_id, Visit.objects.get().resident_id) == (right.pk, None)
    assert (changed.reason, changed.credit_minutes, changed.queue_at) == ("", 0, ticket.waits_since)
    assert Event.objects.get(verb="correct").data["was"] == "elder"


def test_a_priority_that_a_guide_gave_stays_whatever_slip_is_shown(hall: Hall) -> None:
    ticket = hall.arrive(slip_id=a_slip(hall.centre, TODAY).pk)
    hall.in_hall("prioritise", ticket, reason="pregnant", why="seen")
    assert hall.in_hall("change_slip", ticket, slip_id=a_slip(hall.centre, TODAY).pk).reason == "pregnant"


def test_who_laid_down_their_own_card_stays_known_whatever_slip_was_scanned(hall: Hall) -> None:
    own, wrong = know(identity=synthetic_identity(), now=NOW), a_slip(hall.centre, TODAY)
    wrong.resident = know(identity=synthetic_identity(), now=NOW)
    wrong.save()
    ticket = hall.arrive(slip_id=wrong.pk, resident_id=own.pk)
    hall.in_hall("change_slip", ticket, slip_id=a_slip(hall.centre, TODAY).pk)
    assert Visit.objects.get().resident_id == own.pk


@pytest.mark.django_db(transaction=True)
def test_a_slip_of_somebody_else_in_the_hall_is_refused(hall: Hall) -> None:
    slip = a_slip(hall.centre, TODAY)
    hall.arrive(slip_id=slip.pk)
    other = hall.arrive()
    with pytest.raises(Refused) as refused:
        hall.in_hall("change_slip", other, slip_id=slip.pk)
    assert refused.value.code == "slip-elsewhere"


def test_one_number_serves_for_several_matters(hall: Hall) -> None:
    ticket = hall.arrive()
    for matter in ("elder-card", "residence-permit", "elder-card"):
        hall.in_hall("add_matter", ticket, matter=matter)
    hall.in_hall("drop_matter", ticket, matter="elder-card")
    assert Visit.objects.get().wanted == ["residence-permit"]
    with pytest.raises(NotFound):
        hall.in_hall("add_matter", ticket, matter="nothing-of-this-name")


def test_what_stands_on_the_slip_is_a_promise_and_stays(hall: Hall) -> None:
    ticket = hall.arrive(slip_id=a_slip(hall.centre, TODAY).pk)
    with pytest.raises(Refused) as refused:
        hall.in_hall("drop_matter", ticket, matter="elder-card")
    assert refused.value.code == "matter-on-slip"
    assert Visit.objects.get().wanted == ["elder-card"]


def test_pressed_twice_it_is_done_once(hall: Hall) -> None:
    ticket, key = hall.arrive(), uuid.uuid4()
    for _ in range(2):
        hall.in_hall("prioritise", ticket, reason="infant", why="seen", key=key)
    assert Event.objects.filter(verb="prioritise").count() == 1


def test_who_went_without_everything_is_called_earlier_when_they_come_back(hall: Hall) -> None:
    slip = a_slip(hall.centre, TODAY)
    ticket = hall.serving(slip_id=slip.pk)
    hall.at_window("finish", ticket)
    assert Visit.objects.get().outcome == "none"
    back = hall.arrive(slip_id=slip.pk)
    assert (back.reason, back.credit_minutes) == ("returning", 10)


def test_who_got_everything_comes_for_something_new(hall: Hall) -> None:
    slip = a_slip(hall.centre, TODAY)
    ticket = hall.serving(slip_id=slip.pk)
    Visit.objects.update(accepted=["elder-card"])
    hall.at_window("finish", ticket)
    assert hall.arrive(slip_id=slip.pk).reason == ""
