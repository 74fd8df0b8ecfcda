"""A stay belongs to one person at one machine, and holds nothing once it is over."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetrip.advice import actions as advice
from onetrip.centres.models import Centre, Device
from onetrip.kiosk import usage
from onetrip.kiosk.stay import actions, queries
from onetrip.kiosk.stay.models import LASTS, Stay
from onetrip.kiosk.usage import Step
from onetrip.ledger.models import Event
from tests.factories import NOW, kiosk, make_centre, synthetic_number
from tests.together import together

BY = "staff:lf-kiosk-1"


def begin(machine: Device | None, now=NOW) -> Stay:
    return actions.begin(centre="LF", kiosk=machine, now=now, by=BY)


def asked_something(stay: Stay) -> uuid.UUID:
    talk = advice.begin(centre="LF", channel="kiosk", now=NOW, by=BY)
    actions.ask(stay=stay, consultation_id=talk.pk, now=NOW)
    return talk.pk


def events() -> list[tuple[str, str, str]]:
    return list(Event.objects.filter(thing=usage.THING).order_by("id").values_list("verb", "from_state", "to_state"))


def test_whoever_begins_ends_the_stay_of_who_stood_there_before(machine: Device) -> None:
    first = begin(machine)
    second = begin(machine, NOW + timedelta(minutes=1))
    first.refresh_from_db()
    assert (first.ended, first.ended_at) == ("next", NOW + timedelta(minutes=1))
    assert queries.going_on(second.pk, centre="LF", kiosk=machine, now=NOW + timedelta(minutes=1)) == second


def test_a_machine_that_was_without_power_over_night_ends_the_old_stay_as_lapsed(machine: Device) -> None:
    first = begin(machine)
    begin(machine, NOW + timedelta(hours=8))
    first.refresh_from_db()
    assert first.ended == "lapsed"


def test_at_its_end_a_stay_lets_go_of_everything(machine: Device) -> None:
    stay = begin(machine)
    asked_something(stay)
    actions.type_words(stay=stay, words="老娘的卡", now=NOW)
    assert Stay.objects.get(pk=stay.pk).words == "老娘的卡"
    assert actions.end(stay_id=stay.pk, how=Stay.End.IDLE, now=NOW, by=BY)
    after = Stay.objects.get(pk=stay.pk)
    assert (after.words, after.consultation_id, after.slip_id) == (None, None, None)


def test_ending_twice_is_one_end(machine: Device) -> None:
    stay = begin(machine)
    assert actions.end(stay_id=stay.pk, how=Stay.End.DONE, now=NOW, by=BY)
    assert not actions.end(stay_id=stay.pk, how=Stay.End.IDLE, now=NOW, by=BY)
    assert [verb for verb, _, _ in events()] == ["begin", "end"]
    assert not actions.end(stay_id=uuid.uuid4(), how=Stay.End.DONE, now=NOW, by=BY)


def test_nothing_can_be_hung_on_a_stay_that_is_over(machine: Device) -> None:
    stay = begin(machine)
    actions.end(stay_id=stay.pk, how=Stay.End.DONE, now=NOW, by=BY)
    asked_something(stay)
    actions.type_words(stay=stay, words="迟到的字", now=NOW)
    after = Stay.objects.get(pk=stay.pk)
    assert (after.words, after.consultation_id) == (None, None)


def test_a_stay_nobody_sends_anything_from_is_over_by_itself(machine: Device) -> None:
    stay = begin(machine)
    just_before, after = NOW + LASTS - timedelta(seconds=1), NOW + LASTS
    assert queries.going_on(stay.pk, centre="LF", kiosk=machine, now=just_before) is not None
    assert queries.going_on(stay.pk, centre="LF", kiosk=machine, now=after) is None
    assert actions.end_lapsed(now=just_before, by="system:clock") == 0
    assert actions.end_lapsed(now=after, by="system:clock") == 1
    stay.refresh_from_db()
    assert stay.ended == "lapsed"


def test_a_stay_of_another_machine_or_centre_is_nobodys_here(machine: Device) -> None:
    stay = begin(machine)
    make_centre("PX")
    assert queries.going_on(stay.pk, centre="LF", kiosk=kiosk(2), now=NOW) is None
    assert queries.going_on(stay.pk, centre="PX", kiosk=machine, now=NOW) is None
    assert queries.going_on(stay.pk, centre="LF", kiosk=None, now=NOW) is None


def test_an_id_number_in_the_search_is_not_kept(machine: Device) -> None:
    stay = begin(machine)
    actions.type_words(stay=stay, words=f"我的号 {synthetic_number()}", now=NOW)
    assert Stay.objects.get(pk=stay.pk).words in (None, "")


@pytest.mark.django_db(transaction=True)
def test_two_windows_of_one_machine_that_begin_at_once_leave_one_stay() -> None:
    make_centre()
    machine = kiosk(1)
    begun = together([lambda: begin(machine)] * 4)
    assert len({stay.pk for stay in begun}) == 4
    assert Stay.objects.filter(kiosk=machine, ended_at=None).count() == 1


# --- the database holds it too


def test_the_database_keeps_one_open_stay_a_machine(machine: Device) -> None:
    begin(machine)
    with pytest.raises(IntegrityError, match="stay_one_person_per_kiosk"), transaction.atomic():
        Stay.objects.create(centre_id="LF", kiosk=machine, began_at=NOW, seen_at=NOW)


@pytest.mark.parametrize(("ended_at", "ended"), [(None, "done"), (NOW, ""), (NOW, "vanished")])
def test_the_database_wants_to_know_how_a_stay_ended(centre: Centre, ended_at, ended: str) -> None:
    with pytest.raises(IntegrityError, match="stay_says_how_it_ended"), transaction.atomic():
        Stay.objects.create(centre=centre, began_at=NOW, seen_at=NOW, ended_at=ended_at, ended=ended)


def test_the_database_refuses_a_stay_that_is_over_and_still_holds_something(machine: Device) -> None:
    for held in ({"words": "老娘"}, {"consultation_id": asked_something(begin(machine))}):
        with pytest.raises(IntegrityError, match="stay_keeps_nothing_after_its_end"), transaction.atomic():
            Stay.objects.create(
                centre_id="LF", kiosk=machine, began_at=NOW, seen_at=NOW, ended_at=NOW, ended="done", **held
            )


# --- usage


def test_a_step_shown_again_counts_once(machine: Device) -> None:
    stay = begin(machine)
    for _ in range(3):
        usage.step(stay, Step.QUESTION, matter="elder-card", now=NOW, by=BY)
        stay = Stay.objects.get(pk=stay.pk)
    usage.step(stay, Step.PLAN, matter="elder-card", now=NOW, by=BY)
    assert events() == [("begin", "", ""), ("step", "", "question"), ("step", "question", "plan")]


def test_the_end_says_where_it_was_left(machine: Device) -> None:
    stay = begin(machine)
    usage.step(stay, Step.PAPERS, matter="elder-card", now=NOW, by=BY)
    actions.end(stay_id=stay.pk, how=Stay.End.IDLE, now=NOW, by=BY)
    last = Event.objects.filter(thing=usage.THING).latest("id")
    assert (last.verb, last.from_state, last.to_state) == ("end", "papers", "idle")
    assert last.data == {"kiosk": 1, "matter": "elder-card"}


def test_no_step_is_recorded_of_a_stay_that_is_over(machine: Device) -> None:
    stay = begin(machine)
    actions.end(stay_id=stay.pk, how=Stay.End.DONE, now=NOW, by=BY)
    usage.step(stay, Step.FORM, now=NOW, by=BY)
    assert [verb for verb, _, _ in events()] == ["begin", "end"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(["", "elder-card", "retirement"])), max_size=8))
def test_the_events_of_a_stay_are_an_unbroken_way(machine: Device, steps: list[tuple[Step, str]]) -> None:
    with transaction.atomic():
        stay = begin(machine)
        for name, matter in steps:
            usage.step(stay, name, matter=matter, now=NOW, by=BY)
        actions.end(stay_id=stay.pk, how=Stay.End.DONE, now=NOW, by=BY)
        way = list(
            Event.objects.filter(thing_id=str(stay.pk)).order_by("id").values_list("verb", "from_state", "to_state")
        )
    assert [verb for verb, _, _ in way][:1] == ["begin"]
    assert way[-1][0] == "end"
    for (_, _, came), (_, left, _) in pairwise(way):
        assert came == left
