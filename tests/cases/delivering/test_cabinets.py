"""The cabinet: one result in a compartment, opened by its own code alone, and never lost behind a door."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection

from onetrip.cases.delivering import actions, codes, queries, telling
from onetrip.cases.delivering.models import Compartment, StoredResult
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.cases.delivering.room import Room, row_of, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(room: Room) -> Room:
    room.cabinet()
    return room


def refused_with(code: str, deed: Any) -> None:
    with pytest.raises(Refused) as refused:
        deed()
    assert refused.value.code == code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_opens_its_door_once_and_the_case_is_delivered(room: Room) -> None:
    case = room.done("cabinet")
    stored = room.put_in(case)
    assert state_of(case) == ("completed", "stored")
    code = room.code(case)
    assert room.open("1-01", code).label == stored.compartment.label == "1-01"
    assert state_of(case) == ("delivered", "done")
    deliver = Event.objects.get(thing="case", verb="deliver")
    assert (deliver.actor, deliver.data["way"], deliver.data["door"]) == ("device:kiosk-1", "cabinet", "1-01")
    assert Event.objects.get(thing="compartment", verb="open").public["door"] == "1-01"


def test_the_code_is_kept_nowhere(room: Room) -> None:
    case = room.done("cabinet")
    stored = room.put_in(case)
    code = room.code(case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM cases_storedresult s")
        kept = cursor.fetchone()[0]
    assert code not in kept
    assert all(code not in str((event.data, event.public)) for event in Event.objects.all())
    stored.refresh_from_db()
    assert bytes(stored.code_hash) == codes.hash_code(stored.pk, code)


def test_asked_again_there_is_another_code_and_the_first_is_dead(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    case = room.done("cabinet")
    room.put_in(case)
    dice = iter(["111111", "222222"])
    monkeypatch.setattr(codes, "new_code", lambda: next(dice))
    first, second = room.code(case), room.code(case)
    refused_with("does-not-open", lambda: room.open("1-01", first))
    assert room.open("1-01", second).again is False


def test_without_a_code_given_no_code_opens(room: Room) -> None:
    room.put_in(room.done("cabinet"))
    for typed in ("", "000000", "none"):
        refused_with("does-not-open", lambda typed=typed: room.open("1-01", typed))


def test_a_wrong_door_an_empty_one_and_a_wrong_code_are_answered_alike(room: Room) -> None:
    case = room.done("cabinet")
    room.put_in(case)
    code = room.code(case)
    for door, typed in (("1-02", code), ("9-99", code), ("", code), ("1-01", wrong(code)), ("1-01", "１２x")):
        refused_with("does-not-open", lambda door=door, typed=typed: room.open(door, typed))


def test_five_wrong_codes_lock_it_also_for_the_right_one_until_a_person_helps(room: Room) -> None:
    case = room.done("cabinet")
    stored = room.put_in(case)
    code = room.code(case)
    for _ in range(4):
        refused_with("does-not-open", lambda: room.open("1-01", wrong(code)))
    refused_with("compartment-locked", lambda: room.open("1-01", wrong(code)))
    refused_with("compartment-locked", lambda: room.open("1-01", code))
    refused_with("compartment-locked", lambda: room.code(case))
    room.do("unlock", stored_id=stored.pk)
    refused_with("does-not-open", lambda: room.open("1-01", code))  # the old code is dead
    assert room.open("1-01", room.code(case)).again is False


def test_a_code_is_given_to_whoever_knows_the_residents_number_and_guessing_ends(room: Room) -> None:
    case = room.done("cabinet")
    room.put_in(case)
    false = f"{(int(room.identity.last_four[:3]) + 1) % 1000:03d}0"
    for _ in range(4):
        with pytest.raises(Malformed):
            room.code(case, false)
    refused_with("compartment-locked", lambda: room.code(case, false))
    refused_with("compartment-locked", lambda: room.code(case))


def test_the_receipt_of_another_gives_no_code(room: Room) -> None:
    mine, other = room.done("cabinet"), room.done("window")
    room.put_in(mine)
    with pytest.raises(NotFound):
        actions.ask_code(
            receipt_id=other.receipt_id,
            number=mine.number,
            last_four=room.identity.last_four,
            now=room.now,
            by="resident",
        )


def test_what_has_expired_opens_no_more_and_comes_back_to_the_window(room: Room) -> None:
    case = room.done("cabinet")
    stored = room.put_in(case)
    code = room.code(case)
    assert stored.expires_at.astimezone(room.counter.hall.centre.zone).isoformat() == "2026-11-28T00:00:00+08:00"
    room.later(days=3)
    room.later(hours=14)
    assert room.now < stored.expires_at
    room.later(hours=12)
    refused_with("compartment-expired", lambda: room.open("1-01", code))
    refused_with("does-not-open", lambda: room.open("1-01", wrong(code)))
    with pytest.raises(NotFound):
        room.code(case)
    room.do("take_out", stored_id=stored.pk)
    assert (state_of(case), row_of(case).way) == (("completed", "ready"), "window")
    room.hand_out(case)
    assert state_of(case) == ("delivered", "done")


def test_what_lies_in_a_cabinet_is_not_handed_over_beside_it(room: Room) -> None:
    case = room.done("cabinet")
    room.put_in(case)
    refused_with("hand-over-not-allowed", lambda: room.hand_out(case))


def test_a_door_that_fell_shut_opens_again_for_its_code_but_not_onto_the_next_result(room: Room) -> None:
    case, other = room.done("cabinet"), room.done("cabinet")
    room.put_in(case)
    code = room.code(case)
    room.open("1-01", code)
    assert room.open("1-01", code).again is True
    assert Event.objects.filter(thing="case", verb="deliver").count() == 1
    assert room.put_in(other).compartment.label == "1-01"
    refused_with("does-not-open", lambda: room.open("1-01", code))
    assert state_of(other) == ("completed", "stored")


def test_ten_minutes_later_a_used_code_opens_nothing(room: Room) -> None:
    case = room.done("cabinet")
    room.put_in(case)
    code = room.code(case)
    room.open("1-01", code)
    room.later(minutes=10)
    refused_with("does-not-open", lambda: room.open("1-01", code))


def test_each_result_has_a_compartment_of_its_own_until_all_are_full(room: Room) -> None:
    cases = [room.done("cabinet") for _ in range(3)]
    assert [room.put_in(case).compartment.label for case in cases[:2]] == ["1-01", "1-02"]
    refused_with("cabinet-full", lambda: room.put_in(cases[2]))
    assert state_of(cases[2]) == ("completed", "ready")
    assert [(free, doors) for _, free, doors in queries.cabinets("LF")] == [(0, 2)]


def test_a_broken_door_is_left_out(room: Room) -> None:
    Compartment.objects.filter(number=1).update(is_out_of_order=True)
    assert room.put_in(room.done("cabinet")).compartment.label == "1-02"


def test_pressed_twice_it_lies_in_one_compartment(room: Room) -> None:
    case, key = room.done("cabinet"), uuid.uuid4()
    for _ in range(2):
        stored = room.do("put_in", case_id=case.pk, key=key)
    assert (StoredResult.objects.count(), stored.compartment.label) == (1, "1-01")


def test_what_is_for_the_window_goes_into_no_cabinet(room: Room) -> None:
    refused_with("not-for-the-cabinet", lambda: room.put_in(room.done()))


def test_whoever_sends_messages_gets_the_code_in_the_moment_it_is_put_in(room: Room) -> None:
    sent: list[tuple[str, str]] = []

    def tell(stored: StoredResult, code: str) -> bool:
        sent.append((stored.delivery.case.number, code))
        return True

    telling.told_by(tell)
    case = room.done("cabinet")
    room.put_in(case)
    assert [number for number, _ in sent] == [case.number]
    assert room.open("1 01", f" {sent[0][1][:3]} {sent[0][1][3:]} ").label == "1-01"


def test_another_centre_takes_nothing_out(room: Room) -> None:
    from tests.factories import make_centre

    make_centre("HK", windows=1)
    stored = room.put_in(room.done("cabinet"))
    with pytest.raises(NotFound):
        room.do("take_out", stored_id=stored.pk, centre="HK")
    refused_with(
        "does-not-open", lambda: actions.open_door(centre="HK", door="1-01", code="000000", now=room.now, by="device:k")
    )
    assert StoredResult.objects.get().wrong_tries == 0
