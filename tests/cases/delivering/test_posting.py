"""By post, with a carrier that really answers on a socket: late, twice, malformed, forged, away, losing and returning things."""

from __future__ import annotations

import json
import time
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from onetrip.cases.delivering import actions, queries
from onetrip.cases.delivering.actions import posting
from onetrip.cases.delivering.carriers.base import Ordered
from onetrip.cases.delivering.carriers.contrib.simulated_post import sign
from onetrip.cases.delivering.carriers.contrib.simulated_post.server import SimulatedCarrier
from onetrip.cases.delivering.models import Parcel, Track
from onetrip.ledger.counting import Counted
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from tests.cases.delivering.room import FAR, HOME, Room, row_of, state_of

pytestmark = pytest.mark.django_db
CLOCK = "system:clock"


@pytest.fixture
def door(client: Client) -> Client:
    """The door of the house through which carriers come."""
    return client


def push(room: Room, door: Client, office: SimulatedCarrier, *tracks: dict[str, str]) -> int:
    """What the carrier pushes now, signed as it signs; the status it is answered."""
    with time_machine.travel(room.now, tick=False):
        return send(door, *office.envelope(*tracks))


def send(door: Client, body: bytes, headers: dict[str, str], name: str = "simulated-post") -> int:
    return door.post(f"/carriers/{name}/tracks", body, content_type="application/json", headers=headers).status_code


def test_a_pick_up_is_ordered_over_a_real_line_and_the_waybill_comes_back(room: Room, office: SimulatedCarrier) -> None:
    case, parcel = room.posted()
    assert (parcel.state, parcel.waybill) == ("taken", "SP000000001CN")
    assert office.orders[str(parcel.pk)]["to"] == HOME.stored()
    assert state_of(case) == ("completed", "posted")
    assert case.result_at_id is None
    assert HOME.address not in str([event.data for event in Event.objects.all()])


def test_signed_for_is_delivered_and_the_address_is_forgotten(
    room: Room, office: SimulatedCarrier, door: Client
) -> None:
    case, parcel = room.posted()
    said = [office.happen(parcel.waybill, code, room.later(hours=1)) for code in ("ACCEPT", "TRANSIT", "SIGNED")]
    assert push(room, door, office, *said) == 200
    assert state_of(case) == ("delivered", "done")
    assert row_of(case).address is None
    event = Event.objects.get(thing="case", verb="deliver")
    assert (event.actor, event.data["way"], event.data["waybill"]) == ("carrier:simulated-post", "post", parcel.waybill)


def test_told_twice_and_too_late_nothing_happens_twice_or_backwards(
    room: Room, office: SimulatedCarrier, door: Client
) -> None:
    case, parcel = room.posted()
    took = office.happen(parcel.waybill, "ACCEPT", room.later(hours=1))
    lost = office.happen(parcel.waybill, "LOST", room.later(hours=1))
    signed = office.happen(parcel.waybill, "SIGNED", room.later(hours=1))
    for said in ([signed], [signed, took], [lost], [signed, lost, took]):
        assert push(room, door, office, *said) == 200
    assert state_of(case) == ("delivered", "done")
    assert Track.objects.count() == 3
    assert Event.objects.filter(thing="case", verb="deliver").count() == 1
    assert not Event.objects.filter(thing="delivery", verb="lose").exists()


def test_lost_comes_up_and_found_again_goes_on(room: Room, office: SimulatedCarrier, door: Client) -> None:
    case, parcel = room.posted()
    push(room, door, office, office.happen(parcel.waybill, "LOST", room.later(hours=1)))
    assert state_of(case) == ("completed", "lost")
    assert queries.worries(room.counter.hall.centre, room.now) == (Counted(), 1)
    push(room, door, office, office.happen(parcel.waybill, "TRANSIT", room.later(hours=1)))
    assert state_of(case) == ("completed", "posted")
    assert queries.worries(room.counter.hall.centre, room.now) == (Counted(), 0)


def test_returned_to_sender_waits_at_the_window_once_the_centre_has_it(
    room: Room, office: SimulatedCarrier, door: Client
) -> None:
    case, parcel = room.posted()
    for code in ("NOT_HOME", "RETURN", "RETURNED"):
        push(room, door, office, office.happen(parcel.waybill, code, room.later(hours=1)))
    assert state_of(case) == ("completed", "coming-back")  # the carrier says so; the centre has not seen it
    room.do("come_back", case_id=case.pk)
    assert state_of(case) == ("completed", "ready")
    assert (row_of(case).way, row_of(case).address, case.result_at_id) == ("window", None, "LF")
    room.hand_out(case)
    assert (
        push(room, door, office, office.happen(parcel.waybill, "SIGNED", room.later(hours=1))) == 200
    )  # about nothing any more
    assert state_of(case) == ("delivered", "done")


def test_silent_for_days_comes_up(room: Room, office: SimulatedCarrier) -> None:
    room.posted()
    assert queries.worries(room.counter.hall.centre, room.now) == (Counted(), 0)
    room.later(days=6)
    assert queries.worries(room.counter.hall.centre, room.now) == (Counted(), 1)


def test_an_address_that_is_not_served_comes_back_to_the_list_with_the_reason(
    room: Room, office: SimulatedCarrier
) -> None:
    case = room.done("post", address=FAR)
    parcel = room.do("post", case_id=case.pk)
    assert actions.place_orders(now=room.now, by=CLOCK) == 0
    parcel.refresh_from_db()
    assert (parcel.state, parcel.answer, parcel.is_under_way) == ("refused", "address not served", False)
    assert state_of(case) == ("completed", "ready")
    room.choose(case, "post")
    room.do("post", case_id=case.pk)
    assert actions.place_orders(now=room.now, by=CLOCK) == 1


@pytest.mark.parametrize("fault", ["is_down", "speaks_nonsense"])
def test_a_carrier_that_is_away_is_asked_again_later_under_the_same_reference(
    room: Room, office: SimulatedCarrier, fault: str
) -> None:
    case = room.done("post")
    room.do("post", case_id=case.pk)
    setattr(office, fault, True)
    for minutes in (0, 1, 5, 15, 60):
        assert actions.place_orders(now=room.later(minutes=minutes), by=CLOCK) == 0
    assert actions.place_orders(now=room.now, by=CLOCK) == 0  # not before its time
    assert office.calls == 5
    setattr(office, fault, False)
    assert actions.place_orders(now=room.later(minutes=60), by=CLOCK) == 1
    assert len(office.orders) == 1
    assert state_of(case) == ("completed", "posted")


def test_nobody_at_the_address_of_the_carrier_is_like_a_carrier_that_is_down(
    room: Room, office: SimulatedCarrier, settings: Settings
) -> None:
    case = room.done("post")
    room.do("post", case_id=case.pk)
    settings.CARRIER_ADDRESS = "http://127.0.0.1:1"
    assert actions.place_orders(now=room.now, by=CLOCK) == 0
    assert Parcel.objects.get().answer == "ConnectionRefusedError"


def test_killed_between_the_order_and_writing_it_down_there_is_one_parcel(
    room: Room, office: SimulatedCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = room.done("post")
    room.do("post", case_id=case.pk)

    def power_cut(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(posting, "_note", power_cut)
        with pytest.raises(KeyboardInterrupt):
            actions.place_orders(now=room.now, by=CLOCK)
    assert actions.place_orders(now=room.now, by=CLOCK) == 0  # somebody may still be at it
    assert actions.place_orders(now=room.later(minutes=3), by=CLOCK) == 1
    assert len(office.waybills) == 1


def test_an_answer_that_comes_after_it_was_taken_back_changes_nothing(room: Room, office: SimulatedCarrier) -> None:
    case = room.done("post")
    parcel = room.do("post", case_id=case.pk)
    room.do("come_back", case_id=case.pk)
    assert posting._note(parcel.pk, Ordered(waybill="SP1"), now=room.now, by=CLOCK) is False
    assert state_of(case) == ("completed", "ready")


def test_who_pushes_nothing_is_asked_for_news(room: Room, office: SimulatedCarrier) -> None:
    case, parcel = room.posted()
    office.happen(parcel.waybill, "SIGNED", room.now)
    assert actions.follow(now=room.now, by=CLOCK) == 0  # asked half an hour after the order
    office.is_down = True
    assert actions.follow(now=room.later(minutes=31), by=CLOCK) == 0
    office.is_down = False
    assert actions.follow(now=room.later(minutes=31), by=CLOCK) == 1
    assert state_of(case) == ("delivered", "done")
    assert actions.follow(now=room.later(minutes=31), by=CLOCK) == 0


def test_a_forged_a_copied_and_a_malformed_push_change_nothing(
    room: Room, office: SimulatedCarrier, door: Client
) -> None:
    case, parcel = room.posted()
    signed = {"waybill": parcel.waybill, "id": "1", "code": "SIGNED", "at": room.now.isoformat()}
    body, headers = office.envelope(signed)
    assert send(door, body, {}) == 401
    assert send(door, body.replace(b"SIGNED", b"LOST"), headers) == 401
    old = str(int(time.time()) - 3600)
    assert send(door, body, {"X-Carrier-Time": old, "X-Carrier-Signature": sign(office.secret, old, body)}) == 401
    assert send(door, body, headers, name="other-post") == 404
    for wrong in (
        {"tracks": "all"},
        {"tracks": [{**signed, "at": "yesterday"}]},
        {"tracks": [{**signed, "at": "2026-11-24T10:00:00"}]},
        {"tracks": [signed, {**signed, "id": None}]},
        {"tracks": [{**signed, "id": "\0"}]},
        ["tracks"],
    ):
        raw, now = json.dumps(wrong).encode(), headers["X-Carrier-Time"]
        told = {"X-Carrier-Time": now, "X-Carrier-Signature": sign(office.secret, now, raw)}
        assert send(door, raw, told) == 422
    assert state_of(case) == ("completed", "posted")
    assert not Track.objects.exists()


def test_a_parcel_that_nobody_knows_yet_is_to_be_told_again(room: Room, office: SimulatedCarrier, door: Client) -> None:
    case, parcel = room.posted()
    known = office.happen(parcel.waybill, "SIGNED", room.now)
    unknown = {"waybill": "SP999CN", "id": "1", "code": "ACCEPT", "at": room.now.isoformat()}
    assert push(room, door, office, unknown, known) == 404
    assert state_of(case) == ("delivered", "done")  # what is known was taken


def test_a_carriers_clock_that_is_ahead_decides_nothing(room: Room, office: SimulatedCarrier, door: Client) -> None:
    case, parcel = room.posted()
    push(room, door, office, office.happen(parcel.waybill, "TRANSIT", room.now + timedelta(days=900)))
    assert Track.objects.get().at < room.now + timedelta(days=60)
    case.refresh_from_db()
    assert case.state == "completed"


def test_a_word_that_is_new_to_us_is_kept_and_says_nothing(room: Room, office: SimulatedCarrier, door: Client) -> None:
    case, parcel = room.posted()
    assert push(room, door, office, office.happen(parcel.waybill, "DRONE", room.now)) == 200
    assert (Track.objects.get().what, state_of(case)[1]) == ("", "posted")


def test_what_is_not_for_the_post_is_not_posted_and_what_was_not_posted_does_not_come_back(
    room: Room, office: SimulatedCarrier
) -> None:
    case = room.done()
    with pytest.raises(Refused):
        room.do("post", case_id=case.pk)
    with pytest.raises(NotFound):
        room.do("come_back", case_id=case.pk)
    assert not Parcel.objects.exists()


def test_ordered_twice_there_is_one_parcel(room: Room, office: SimulatedCarrier) -> None:
    case, key = room.done("post"), uuid.uuid4()
    for _ in range(2):
        room.do("post", case_id=case.pk, key=key)
    assert Parcel.objects.count() == 1
    with pytest.raises(Refused):
        room.do("post", case_id=case.pk)
