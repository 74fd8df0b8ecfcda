"""Priorities as data: the shipped examples, a centre's own minutes, and what they would have meant for a day."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby import actions
from onetrip.lobby.actions.weighing import read_minutes
from onetrip.lobby.models import PriorityWeight
from onetrip.lobby.priorities import MOST_MINUTES, SHIPPED
from onetrip.lobby.replaying import BOOKED, Came, effects, place_under, replay
from onetrip.lobby.weights import priorities_of
from onetrip.lobby.yesterday import last_day
from tests.factories import NOW, TODAY
from tests.insight.past import a_visit
from tests.lobby.hall import Hall
from tests.together import together

EXAMPLES = {one.code: one.minutes for one in SHIPPED.all}


def set_to(hall: Hall, onto: int = 0, **minutes: int):
    return actions.set_weights(
        centre="LF", minutes=EXAMPLES | minutes, onto=onto, now=NOW, by="staff:supervisor", key=uuid.uuid4()
    )


def test_the_examples_are_bounded_and_complete() -> None:
    assert set(EXAMPLES) == {"elder", "disabled", "pregnant", "infant", "returning"}
    assert all(0 <= minutes <= MOST_MINUTES for minutes in EXAMPLES.values())


@pytest.mark.django_db
def test_a_centre_sets_its_own_minutes_and_numbers_already_drawn_keep_theirs(hall: Hall) -> None:
    before = hall.arrive(reason="infant")
    assert set_to(hall, infant=25).version == 1
    after = hall.arrive(reason="infant")
    before.refresh_from_db()
    assert (before.credit_minutes, after.credit_minutes) == (10, 25)
    assert after.waits_since - after.queue_at == timedelta(minutes=25)
    event = Event.objects.get(thing="weights")
    assert (event.actor, event.data) == ("staff:supervisor", {"changes": {"infant": {"from": 10, "to": 25}}})


@pytest.mark.django_db
def test_the_same_minutes_again_make_no_version(hall: Hall) -> None:
    assert set_to(hall).version == 0
    assert not PriorityWeight.objects.exists()


@pytest.mark.django_db
def test_who_saw_an_older_version_is_told(hall: Hall) -> None:
    set_to(hall, elder=20)
    with pytest.raises(Refused) as refused:
        set_to(hall, elder=30)
    assert refused.value.code == "weights-meanwhile"
    assert priorities_of("LF").minutes("elder") == 20


@pytest.mark.django_db(transaction=True)
def test_of_four_who_set_minutes_at_once_one_does(hall: Hall) -> None:
    outcomes = together([lambda minutes=minutes: set_to(hall, elder=minutes) for minutes in (20, 25, 30, 35)])
    assert sum(not isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert PriorityWeight.objects.filter(code="elder").count() == 1


@pytest.mark.parametrize("raw", ["", "61", "-1", "15.5", "abc", "９", "1000"])
def test_minutes_that_are_none_are_refused_at_their_field(raw: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_minutes(SHIPPED, {code: str(minutes) for code, minutes in EXAMPLES.items()} | {"infant": raw})
    assert refused.value.field == "infant"


@pytest.mark.django_db
def test_the_table_keeps_no_priority_that_is_absolute(hall: Hall) -> None:
    row = {"centre": hall.centre, "version": 1, "code": "elder", "set_at": NOW, "set_by": "x"}
    with pytest.raises(IntegrityError, match="priority_weight_never_absolute"), transaction.atomic():
        PriorityWeight.objects.create(minutes=61, **row)
    PriorityWeight.objects.create(minutes=60, **row)
    with pytest.raises(IntegrityError, match="priority_weight_once"), transaction.atomic():
        PriorityWeight.objects.create(minutes=5, **row)


def came(serial: int, minute: float, called: float, reason: str = "") -> Came:
    return Came(serial, NOW + timedelta(minutes=minute), NOW + timedelta(minutes=called), reason)


def test_a_replay_without_priorities_is_first_come_first_served() -> None:
    people = [came(1, 0, 10), came(2, 1, 12), came(3, 2, 14, "elder")]
    none = SHIPPED.weighed(dict.fromkeys(EXAMPLES, 0), 1)
    assert replay(people, place_under(none)) == {1: 10, 2: 11, 3: 12}
    assert replay(people, place_under(SHIPPED)) == {1: 12, 2: 13, 3: 8}


def test_what_a_booking_counts_is_the_same_under_all_weights_and_is_a_group_of_its_own() -> None:
    head_start = NOW - timedelta(minutes=17)
    people = [
        came(1, 0, 10),
        came(2, 1, 12),
        Came(3, NOW + timedelta(minutes=3), NOW + timedelta(minutes=14), "", True, head_start),
    ]
    none = SHIPPED.weighed(dict.fromkeys(EXAMPLES, 0), 1)
    assert replay(people, place_under(none)) == replay(people, place_under(SHIPPED)) == {3: 7, 1: 12, 2: 13}
    assert [one.group for one in effects(people, SHIPPED, none)] == ["", BOOKED]


days = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["", "", *EXAMPLES])), min_size=1, max_size=25
).map(lambda rows: [came(n, minute, minute + wait, reason) for n, (minute, wait, reason) in enumerate(rows)])


@given(days, st.fixed_dictionaries({code: st.integers(0, MOST_MINUTES) for code in EXAMPLES}))
def test_no_weights_make_or_spare_a_minute_in_all(people: list[Came], minutes: dict[str, int]) -> None:
    before, after = replay(people, place_under(SHIPPED)), replay(people, place_under(SHIPPED.weighed(minutes, 1)))
    assert set(before) == set(after) == {one.serial for one in people}
    assert sum(before.values()) == pytest.approx(sum(after.values()))
    assert min(after.values()) >= 0


@given(days)
def test_the_same_weights_change_nothing_and_everybody_is_counted_once(people: list[Came]) -> None:
    found = effects(people, SHIPPED, SHIPPED)
    assert all(one.before == one.after for one in found)
    assert sum(one.before.people for one in found) == len(people)
    assert all(one.before.median <= one.before.ninety for one in found)


@pytest.mark.django_db
def test_the_last_day_with_numbers_is_found_over_a_weekend_and_today_is_not_it(hall: Hall) -> None:
    assert last_day(hall.centre, TODAY) is None
    friday = TODAY - timedelta(days=4)
    for minute in range(6):
        a_visit(hall.centre, friday, drew=f"9:{10 + minute}")
    a_visit(hall.centre, TODAY)
    day, people = last_day(hall.centre, TODAY)
    assert (day, len(people)) == (friday, 6)
