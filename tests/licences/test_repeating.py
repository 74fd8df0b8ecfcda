"""What was accepted on a look-up is looked for until it is known, or long enough; nothing is lost on the way."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.licences import actions
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.models import Lookup, StoreGate
from onetrip.licences.retrying import Asked
from onetrip.licences.schedule import LOOKS_FOR, WAITS, next_try
from tests.factories import NOW
from tests.licences.test_looking import look, resident  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(store: SimulatedStore, resident) -> Lookup:  # noqa: F811 -- the fixture
    store.mood = Mood.DENYING
    (row,) = look(resident)
    keep(row)
    row.refresh_from_db()
    return row


def keep(*rows: Lookup, now: datetime = NOW) -> None:
    with transaction.atomic():
        actions.keep_looking(lookups=rows, now=now, by="staff:clerk1")


def repeat(now: datetime) -> int:
    return actions.repeat_due(now=now, by="system:clock", chance=lambda: 0.0)


def minutes(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def test_it_is_found_at_the_next_try(store: SimulatedStore, waiting: Lookup) -> None:
    store.mood = Mood.WELL
    assert repeat(NOW) == 0, "its time has not come"
    assert repeat(minutes(2)) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.next_at, waiting.tries) == ("found", None, 1)
    assert waiting.held is not None
    assert store.bases[-1][1] == "promised", "the store is told on which basis it is asked now"
    verbs = Event.objects.filter(thing="licence-lookup", thing_id=str(waiting.pk)).values_list("verb", flat=True)
    assert list(verbs) == ["wait", "find"]


@pytest.mark.parametrize(("mood", "state"), [(Mood.NOTHING, "none"), (Mood.EXPIRED, "unusable")])
def test_that_it_does_not_exist_is_an_answer_too(
    store: SimulatedStore, waiting: Lookup, mood: Mood, state: str
) -> None:
    store.mood = mood
    assert repeat(minutes(2)) == 1
    waiting.refresh_from_db()
    assert waiting.state == state


def test_a_store_that_stays_away_is_asked_ever_more_seldom(store: SimulatedStore, waiting: Lookup) -> None:
    moment, gaps = NOW, []
    for _ in range(4):
        waiting.refresh_from_db()
        gaps.append(waiting.next_at - moment)
        moment = waiting.next_at
        StoreGate.objects.all().delete()
        assert repeat(moment) == 0
    assert gaps[1:] == list(WAITS[1:4])
    assert WAITS[0] <= gaps[0] <= WAITS[0] * 1.25


def test_after_days_it_is_given_up_even_while_the_store_is_left_alone(store: SimulatedStore, waiting: Lookup) -> None:
    StoreGate.objects.update(state="open", until=NOW + LOOKS_FOR + timedelta(minutes=2))
    assert repeat(NOW + LOOKS_FOR - timedelta(minutes=1)) == 0
    assert repeat(NOW + LOOKS_FOR) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.next_at) == ("given-up", None)


def test_while_the_store_rests_it_is_not_asked_and_nothing_is_lost(store: SimulatedStore, waiting: Lookup) -> None:
    StoreGate.objects.update(state="open", failures=5, openings=1, until=minutes(4))
    asked = len(store.asked)
    assert repeat(minutes(3)) == 0
    assert len(store.asked) == asked
    store.mood = Mood.WELL
    assert repeat(minutes(4)) == 1


def test_a_process_that_died_with_it_has_lost_two_minutes(store: SimulatedStore, waiting: Lookup) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            actions.repeating._CLAIM, {"now": minutes(2), "until": minutes(2) + actions.repeating.CLAIM, "most": 20}
        )
        assert len(cursor.fetchall()) == 1
    store.mood = Mood.WELL
    assert repeat(minutes(3)) == 0, "somebody else has it"
    assert repeat(minutes(4)) == 1


def test_what_nobody_needs_any_more_is_dropped_and_an_answer_that_comes_late_changes_nothing(
    store: SimulatedStore, waiting: Lookup
) -> None:
    def ask(*_: object, **__: object) -> list[Asked]:
        with transaction.atomic():
            actions.stop_looking(lookups=[waiting.pk], now=minutes(2), by="staff:clerk1")
        return [Asked((), tries=1)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions.repeating.asking, "ask", ask)
        assert repeat(minutes(2)) == 0
    waiting.refresh_from_db()
    assert waiting.state == "dropped"


def test_accepted_on_twice_it_waits_once_and_what_was_answered_cannot_be_accepted_on(
    store: SimulatedStore,
    waiting: Lookup,
    resident,  # noqa: F811 -- the fixture
) -> None:
    keep(waiting)
    assert Event.objects.filter(verb="wait").count() == 1
    StoreGate.objects.all().delete()
    store.mood = Mood.NOTHING
    (row,) = look(resident, occasion=uuid.uuid4())
    with pytest.raises(Refused):
        keep(row)


def test_a_number_that_cannot_be_read_holds_up_nobody_else(store: SimulatedStore, waiting: Lookup) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_resident SET number = %s", [b"a1" + b"\0" * 40])
    store.mood = Mood.WELL
    assert repeat(minutes(2)) == 0
    assert repeat(NOW + LOOKS_FOR) == 1
    assert Lookup.objects.values_list("state", flat=True).get(pk=waiting.pk) == "given-up"


@given(st.integers(0, 40), st.floats(0, 1, exclude_max=True))
def test_the_next_try_lies_ahead_and_within_a_quarter_of_its_wait(tries: int, chance: float) -> None:
    wait = next_try(tries, NOW, chance) - NOW
    planned = WAITS[min(tries, len(WAITS) - 1)]
    assert planned <= wait <= planned * 1.25
