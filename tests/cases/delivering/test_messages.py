"""What the resident is told of the way a result takes: once, what is true by then, and no code."""

from __future__ import annotations

from onetrip.cases.delivering.carriers.contrib.simulated_post.server import SimulatedCarrier
from onetrip.cases.models import Case
from onetrip.notices.models import Notice
from tests.cases.delivering.room import Room


def waits(case: Case) -> list[str]:
    """The kinds of the messages that still wait to be sent about a case."""
    found = Notice.objects.filter(about_id=case.pk, state="due").order_by("written_at")
    return list(found.values_list("kind", flat=True))


def test_who_collects_it_at_a_window_is_told_where_and_whoever_has_it_is_told_nothing(room: Room, db: None) -> None:
    case = room.done()
    assert waits(case) == ["case-ready"]

    room.hand_out(case)

    assert waits(case) == []


def test_what_lies_in_the_cabinet_is_told_with_its_door_and_without_its_code(room: Room, db: None) -> None:
    room.cabinet()
    case = room.done("cabinet")
    assert waits(case) == []  # nobody is asked to a window

    stored = room.put_in(case)

    assert waits(case) == ["case-in-cabinet"]
    values = Notice.objects.get(kind="case-in-cabinet").values
    assert values["where"]["zh"] == "1-01"
    assert f"{stored.expires_at.astimezone(stored.compartment.cabinet.centre.zone).day} 日" in values["until"]["zh"]
    code = room.code(case)
    assert code not in str(Notice.objects.values())
    room.open("1-01", code)
    assert waits(case) == []


def test_what_was_taken_out_of_the_cabinet_waits_at_the_window_and_that_is_told(room: Room, db: None) -> None:
    room.cabinet()
    case = room.done("cabinet")
    stored = room.put_in(case)

    room.do("take_out", stored_id=stored.pk)

    assert waits(case) == ["case-ready"]


def test_what_the_carrier_took_is_told_with_its_waybill_and_what_came_back_waits_here(
    room: Room, office: SimulatedCarrier, db: None
) -> None:
    case, parcel = room.posted()
    assert waits(case) == ["case-posted"]
    assert Notice.objects.get(kind="case-posted").values["where"]["zh"] == parcel.waybill

    room.do("come_back", case_id=case.pk)

    assert waits(case) == ["case-ready"]


def test_what_is_electronic_is_told_as_done_and_nobody_comes_for_it(room: Room, db: None) -> None:
    assert waits(room.done("electronic")) == ["case-sent"]


def test_a_reminder_asked_for_at_the_desk_takes_the_place_of_the_first_message(room: Room, db: None) -> None:
    case = room.done()

    room.do("remind", case_id=case.pk)

    assert waits(case) == ["case-unclaimed"]
