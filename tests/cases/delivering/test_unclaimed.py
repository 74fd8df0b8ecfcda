"""What nobody fetches comes up, is asked after, and goes back only after the centre's term."""

from __future__ import annotations

import pytest

from onetrip.cases.delivering import queries
from onetrip.centres.models import Centre
from onetrip.insight.worries import Worries, decisions
from onetrip.ledger.counting import Counted
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from tests.cases.delivering.room import Room, row_of, state_of

pytestmark = pytest.mark.django_db


def listed(room: Room) -> list[str]:
    centre = room.counter.hall.centre
    return [row.case.number for row in queries.read_unclaimed(centre, centre.day_of(room.now), after="", most=9)]


def test_it_comes_up_on_the_seventh_day_and_not_before(room: Room) -> None:
    case = room.done()
    room.later(days=6)
    assert listed(room) == []
    room.later(days=1)
    assert listed(room) == [case.number]
    assert queries.worries(room.counter.hall.centre, room.now) == (Counted(1), 0)
    room.hand_out(case)
    assert listed(room) == []


def test_the_days_are_the_centres_to_say(room: Room) -> None:
    Centre.objects.update(unclaimed_days=1)
    room.counter.hall.centre.refresh_from_db()
    case = room.done()
    room.later(days=1)
    assert listed(room) == [case.number]


def test_a_reminder_goes_once_a_day_as_an_event_for_notices(room: Room) -> None:
    case = room.done()
    room.do("remind", case_id=case.pk)
    with pytest.raises(Refused):
        room.do("remind", case_id=case.pk)
    room.later(days=1)
    room.do("remind", case_id=case.pk)
    assert row_of(case).reminders == 2
    assert Event.objects.filter(thing="delivery", verb="remind").count() == 2


def test_a_call_says_what_came_of_it(room: Room) -> None:
    case = room.done()
    with pytest.raises(Malformed):
        room.do("note_call", case_id=case.pk, note=" ")
    room.do("note_call", case_id=case.pk, note="下周二女儿来取")
    assert Event.objects.get(thing="delivery", verb="call").data["note"] == "下周二女儿来取"


def test_it_goes_back_to_the_department_after_the_term_and_can_be_fetched_again(room: Room) -> None:
    case = room.done()
    give = {"case_id": case.pk, "note": "九十天没有来取"}
    with pytest.raises(Refused) as refused:
        room.do("give_back", **give)
    assert refused.value.code == "too-early-to-give-back"
    room.later(days=90)
    room.do("give_back", **give)
    assert state_of(case) == ("completed", "given-back")
    assert case.result_at_id is None
    with pytest.raises(Refused):
        room.hand_out(case)
    room.do("fetch_back", case_id=case.pk)
    room.hand_out(case)
    assert state_of(case) == ("delivered", "done")


def test_nobody_is_reminded_of_what_does_not_wait(room: Room) -> None:
    for case in (room.accepted(), room.done("electronic")):
        with pytest.raises(Refused):
            room.do("remind", case_id=case.pk)


def test_the_list_is_paged_by_key_and_a_key_that_is_none_begins_anew(room: Room) -> None:
    cases = [room.done() for _ in range(3)]
    room.later(days=8)
    centre = room.counter.hall.centre
    given = (centre, centre.day_of(room.now))
    (first,) = queries.read_unclaimed(*given, after="", most=1)
    further = queries.read_unclaimed(*given, after=queries.line_of(first), most=9)
    assert [row.case.number for row in (first, *further)] == [case.number for case in cases]
    for key in ("", "x", "1e400_x", "nan_00000000-0000-0000-0000-000000000000"):
        assert len(queries.read_unclaimed(*given, after=key, most=9)) == 3


def test_the_director_is_told_how_many(room: Room) -> None:
    calm = Worries(shown=(), total=0, unclaimed=0, late=0, without_cause=0)
    known = {"estimate_minutes": 1, "threshold_minutes": 15, "spare_tidal": (), "open_worries": calm, "past_due": 0}
    assert decisions(**known, unclaimed=Counted(), astray=0) == []
    told = decisions(**known, unclaimed=Counted(2), astray=1)
    assert [(one.what.zh, one.href) for one in told] == [
        ("2 件结果没人来取", "/deliver/unclaimed"),
        ("1 件寄丢或没消息", "/deliver/post"),
    ]
