"""The house's clock is set hours on, or back, at any step of a case: every step is done, nothing ends before it began, no
code and no compartment is lost, and the days counted stay those of the calendar."""

from __future__ import annotations

from datetime import timedelta

import pytest

from onetrip.cases.delivering.models import Delivery, StoredResult
from onetrip.cases.models import Case, Stop
from onetrip.ledger.models import Event
from tests.cases.delivering.room import Room, state_of
from tests.cases.test_following import do

pytestmark = pytest.mark.django_db

FAR = timedelta(hours=6)
JUMPS = pytest.mark.parametrize("jump", [FAR, -FAR], ids=["on", "back"])
STEPS = ("begin-procedure", "end-procedure", "ask-supplement", "supplement", "decide", "complete")


def in_order(case: Case) -> bool:
    """Whether no moment of the case lies before the one that it follows."""
    row = Case.objects.get(pk=case.pk)
    moments = [row.received_at, row.accepted_at, row.completed_at, row.delivered_at]
    known = [moment for moment in moments if moment is not None]
    return known == sorted(known) and all(
        stop.ended_at is None or stop.ended_at >= stop.began_at for stop in Stop.objects.all()
    )


@JUMPS
@pytest.mark.parametrize("at", [*STEPS, "hand-out"])
def test_a_case_comes_to_its_end_at_whichever_step_the_clock_jumps(room: Room, jump: timedelta, at: str) -> None:
    case = room.accepted()
    for verb in STEPS:
        if verb == at:
            room.later(seconds=jump.total_seconds())
        case = do(verb, case, room.counter.hall.tick())
        assert in_order(case)
    if at == "hand-out":
        room.later(seconds=jump.total_seconds())
    room.hand_out(case)
    assert state_of(case) == ("delivered", "done")
    assert in_order(case)
    verbs = [event.verb for event in Event.objects.filter(thing="case", thing_id=str(case.pk)).order_by("pk")]
    assert [verb for verb in verbs if verb in STEPS] == list(STEPS)


@JUMPS
def test_a_stop_over_which_the_clock_jumps_moves_the_last_day_by_a_day_at_the_most(room: Room, jump: timedelta) -> None:
    case = room.accepted()
    due = case.due_on
    assert due is not None
    do("ask-supplement", case, room.counter.hall.tick())
    room.later(seconds=jump.total_seconds())
    after = do("supplement", case, room.counter.hall.tick())
    assert after.due_on is not None
    assert timedelta() <= after.due_on - due <= timedelta(days=1)


@JUMPS
def test_what_lies_in_a_cabinet_is_fetched_with_its_code_over_a_jump(room: Room, jump: timedelta) -> None:
    room.cabinet()
    case = room.done("cabinet")
    stored = room.put_in(case)
    room.later(seconds=jump.total_seconds())
    code = room.code(case)
    room.open(stored.compartment.label, code)
    assert state_of(case) == ("delivered", "done")
    assert in_order(case)


def test_a_clock_that_is_days_ahead_for_a_moment_costs_nobody_their_result(room: Room) -> None:
    room.cabinet()
    case = room.done("cabinet")
    stored = room.put_in(case)
    before = room.now
    room.later(days=30)
    assert StoredResult.objects.get(pk=stored.pk).opened_at is None
    room.counter.hall.now = before
    room.open(stored.compartment.label, room.code(case))
    assert Delivery.objects.get(case=case).state == Delivery.State.DONE
