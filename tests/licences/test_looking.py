"""A look at the window: recorded with purpose and basis, kept for minutes and encrypted, and never waited for beyond its time."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.licences import actions, gate, registry
from onetrip.licences.base import Trouble
from onetrip.licences.breaker import RULES, State
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.models import Lookup, StoreGate, StoreMinute
from onetrip.licences.queries import store_now
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.models import IdentityView, Resident
from onetrip.people.purposes import For, Purpose
from tests.factories import NOW, TODAY, make_centre, synthetic_number

pytestmark = pytest.mark.django_db

MARRIAGE, ID_CARD, BIRTH = "310105127000101", "310105109000100", "314910001000500"


@pytest.fixture
def resident(db: None) -> Resident:
    make_centre()
    return know(identity=read_number(synthetic_number(serial=4), day=TODAY), now=NOW, name="王测试")


def look(resident: Resident, *codes: str, now: Any = NOW, key: uuid.UUID | None = None, **wanted: Any) -> list[Lookup]:
    given = {"centre": "LF", "channel": "window", "occasion": uuid.uuid4(), "purpose": "窗口受理：奖励金"}
    return actions.look_up(
        resident=resident,
        licences=codes or (MARRIAGE,),
        wanted=actions.Wanted(**{**given, **wanted}),
        day=TODAY,
        now=now,
        by="staff:clerk1",
        key=key or uuid.uuid4(),
        chance=lambda: 0.0,
    )


def test_what_was_found_is_on_record_with_purpose_and_basis(store: SimulatedStore, resident: Resident) -> None:
    (row,) = look(resident)
    assert (row.state, row.valid_until is not None, row.by, row.basis) == ("found", True, "staff:clerk1", "request")
    assert row.purpose == "窗口受理：奖励金"
    event = Event.objects.get(thing="licence-lookup")
    assert event.data == {
        "purpose": "窗口受理：奖励金",
        "basis": "request",
        "store": "http",
        "from_memory": 0,
        "channel": "window",
        "found": 1,
    }


def test_no_event_says_whose_licence_or_which_one(store: SimulatedStore, resident: Resident) -> None:
    look(resident, MARRIAGE, ID_CARD)
    said = str(list(Event.objects.values()))
    for secret in (str(resident.number), "王测试", MARRIAGE, str(resident.pk)):
        assert secret not in said


def test_what_the_store_said_is_encrypted_in_the_table(store: SimulatedStore, resident: Resident) -> None:
    (row,) = look(resident)
    number = Lookup.objects.get().held["number"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT held, l::text FROM licences_lookup l WHERE id = %s", [row.pk])
        held, raw = cursor.fetchone()
    assert number.encode() not in bytes(held)
    assert number not in raw
    assert str(resident.number) not in raw


def test_it_is_kept_for_some_minutes_and_asked_again_afterwards(store: SimulatedStore, resident: Resident) -> None:
    look(resident)
    again = look(resident, now=NOW + timedelta(minutes=5))[0]
    assert (again.state, list(store.asked)) == ("found", [MARRIAGE])
    assert Lookup.objects.count() == 2, "who looked the second time is on record, too"
    assert again.held_until == NOW + actions.looking.KEPT, "an answer gets no older by being used"
    look(resident, now=NOW + timedelta(minutes=16))
    assert list(store.asked) == [MARRIAGE, MARRIAGE]
    actions.forget_old(now=NOW + timedelta(minutes=16))
    assert [row.held is None for row in Lookup.objects.order_by("pk")] == [True, True, False]


def test_a_no_is_asked_again_each_time_because_it_may_have_come_meanwhile(
    store: SimulatedStore, resident: Resident
) -> None:
    store.mood = Mood.NOTHING
    assert look(resident)[0].state == "none"
    store.mood = Mood.WELL
    assert look(resident)[0].state == "found"


def test_of_another_resident_nothing_is_used_again(store: SimulatedStore, resident: Resident) -> None:
    other = know(identity=read_number(synthetic_number(serial=6), day=TODAY), now=NOW)
    look(resident)
    look(other)
    assert len(store.asked) == 2


@pytest.mark.parametrize("mood", [Mood.DOWN, Mood.FAULTY, Mood.MALFORMED, Mood.OTHER_PERSON, Mood.OTHER_ANSWER])
def test_one_bad_answer_is_made_up_for_by_a_second_try(store: SimulatedStore, resident: Resident, mood: Mood) -> None:
    store.moods.append(mood)
    assert look(resident)[0].state == "found"
    assert len(store.asked) == 2


@pytest.mark.parametrize(
    ("mood", "trouble", "tries"),
    [
        (Mood.DOWN, Trouble.UNREACHABLE, 3),
        (Mood.FAULTY, Trouble.FAULT, 3),
        (Mood.MALFORMED, Trouble.MALFORMED, 3),
        (Mood.OTHER_PERSON, Trouble.OTHER_PERSON, 3),
        (Mood.DENYING, Trouble.DENIED, 1),
        (Mood.LIMITED, Trouble.LIMITED, 1),
    ],
)
def test_a_store_that_stays_wrong_leaves_a_row_without_an_answer(
    store: SimulatedStore, resident: Resident, mood: Mood, trouble: Trouble, tries: int
) -> None:
    store.mood = mood
    (row,) = look(resident)
    assert (row.state, row.trouble, row.held, row.valid_until) == ("unanswered", trouble.value, None, None)
    assert len(store.asked) == tries


def test_somebody_elses_licence_is_kept_nowhere(store: SimulatedStore, resident: Resident) -> None:
    store.mood = Mood.OTHER_PERSON
    look(resident)
    assert not Lookup.objects.exclude(held=None).exists()


def test_an_expired_one_is_told_from_none_at_all(store: SimulatedStore, resident: Resident) -> None:
    store.mood = Mood.EXPIRED
    (row,) = look(resident)
    assert (row.state, row.held) == ("unusable", None)
    assert row.valid_until < TODAY


def test_after_failures_nobody_asks_until_one_has_tried(store: SimulatedStore, resident: Resident) -> None:
    store.mood = Mood.FAULTY
    for _ in range(RULES.failures):
        look(resident)
    asked = len(store.asked)
    (row,) = look(resident)
    assert (row.trouble, len(store.asked)) == ("left-alone", asked), "nobody waits for a store that is down"
    gone = StoreGate.objects.get()
    assert (gone.state, gone.trouble) == ("open", "fault")
    store.mood = Mood.WELL
    rows = look(resident, MARRIAGE, ID_CARD, now=gone.until)
    assert {row.state for row in rows} <= {"found", "none"}
    assert StoreGate.objects.get().state == State.CLOSED


def test_one_goes_ahead_after_a_rest_and_while_it_fails_the_others_do_not(
    store: SimulatedStore, resident: Resident
) -> None:
    StoreGate.objects.create(store="http", state="open", failures=5, openings=1, until=NOW)
    store.mood = Mood.DENYING
    rows = look(resident, MARRIAGE, ID_CARD, BIRTH)
    assert len(store.asked) == 1
    assert sorted(row.trouble for row in rows) == ["denied", "left-alone", "left-alone"]
    assert gate.rests_until("http", NOW) is not None


def test_a_store_that_asks_for_a_rest_gets_it_from_everybody(store: SimulatedStore, resident: Resident) -> None:
    store.mood, store.retry_after = Mood.LIMITED, "120"
    look(resident)
    assert gate.rests_until("http", NOW + timedelta(seconds=119)) == NOW + timedelta(seconds=120)
    assert gate.rests_until("http", NOW + timedelta(seconds=120)) is None


def test_a_store_that_hangs_costs_whoever_waits_their_time_and_no_more(
    store: SimulatedStore, resident: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.mood = Mood.HANGING
    monkeypatch.setattr(actions.looking, "SECONDS", 0.3)
    rows = look(resident, MARRIAGE, ID_CARD, BIRTH)
    assert {(row.state, row.trouble) for row in rows} == {("unanswered", "timeout")}
    assert len(store.asked) == 3, "asked side by side, once each"


def test_pressed_twice_it_is_recorded_once(store: SimulatedStore, resident: Resident) -> None:
    key, occasion = uuid.uuid4(), uuid.uuid4()
    first = look(resident, key=key, occasion=occasion)
    second = look(resident, key=key, occasion=occasion)
    assert [row.pk for row in first] == [row.pk for row in second]
    assert Lookup.objects.count() == Event.objects.filter(thing="licence-lookup").count() == 1


@pytest.mark.parametrize(("codes", "purpose"), [((MARRIAGE,), " "), ((), "窗口受理")])
def test_nothing_is_looked_up_without_a_purpose_or_without_saying_what(
    store: SimulatedStore, resident: Resident, codes: tuple[str, ...], purpose: str
) -> None:
    wanted = actions.Wanted("LF", "window", uuid.uuid4(), purpose)
    given = {"day": TODAY, "now": NOW, "by": "staff:clerk1", "key": uuid.uuid4()}
    with pytest.raises(Malformed):
        actions.look_up(resident=resident, licences=codes, wanted=wanted, **given)
    assert not store.asked


def test_where_no_store_is_connected_it_says_so(resident: Resident, settings) -> None:
    settings.LICENCE_STORE = {"provider": "", "address": "", "key": ""}
    with pytest.raises(Refused, match="no-licence-store"):
        look(resident)
    assert store_now(NOW) is None


def test_a_whole_number_is_shown_for_a_purpose_and_kept_on_record(store: SimulatedStore, resident: Resident) -> None:
    (row,) = look(resident)
    seen = {"by": "staff:clerk1", "centre": "LF", "now": NOW}
    plain = actions.show_plain(lookup=row, purpose=For(Purpose.HANDLE, "填市级系统"), **seen)
    assert plain.number.startswith("DEMO-")
    assert IdentityView.objects.get().purpose == "办理这件事：填市级系统"
    with pytest.raises(Refused, match="licence-forgotten"):
        actions.show_plain(
            lookup=row, purpose=For(Purpose.HANDLE, "填市级系统"), **{**seen, "now": NOW + timedelta(minutes=15)}
        )


def test_the_minutes_of_the_store_are_counted(store: SimulatedStore, resident: Resident) -> None:
    look(resident, MARRIAGE, ID_CARD)
    store.mood = Mood.NOTHING
    look(resident, BIRTH)
    store.mood = Mood.DENYING
    look(resident, BIRTH, now=NOW + timedelta(minutes=1))
    seen = store_now(NOW + timedelta(minutes=1))
    assert seen is not None
    assert (seen.answered, seen.failed, seen.answers_a_minute) == (3, 1, 1.5)
    assert [(one.answered, one.failed) for one in seen.minutes[-2:]] == [(3, 0), (0, 1)]
    actions.forget_old(now=NOW + timedelta(days=3))
    assert not StoreMinute.objects.exists()


def test_a_store_of_its_own_may_be_used(resident: Resident) -> None:
    class Raising:
        name = "raising"

        def ask(self, *_: object) -> tuple:
            raise OSError("a line with 310000194901010005 in it")

    registry.use(Raising())
    try:
        assert look(resident)[0].trouble == "fault"
    finally:
        registry.use(None)
