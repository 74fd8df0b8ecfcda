"""After acceptance: every state × every verb, and what the clock does."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.cases import actions, clock
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.centres.working_days import Calendar, DayKind, Unit
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.cases.counter import REWARD, Counter

EXTRA = {
    "ask-supplement": {"papers": "照片重拍"},
    "decide": {"granted": True},
    "withdraw": {"reason": "居民撤回"},
}
PATHS = {
    "accepted": [],
    "supplement": ["ask-supplement"],
    "decided": ["decide"],
    "completed": ["complete"],
    "delivered": ["complete", "deliver"],
    "withdrawn": ["withdraw"],
}


def do(verb: str, case: Case, now: datetime, **given: object) -> Case:
    given = {**EXTRA.get(verb, {}), "key": uuid.uuid4(), **given}
    return getattr(actions, verb.replace("-", "_"))(centre="LF", case_id=case.pk, now=now, by="staff:back", **given)


def case_in(counter: Counter, state: str) -> Case:
    case = counter.accept(counter.serving(), REWARD).cases.get()
    for verb in PATHS[state]:
        case = do(verb, case, counter.hall.tick())
    return case


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [step.verb for step in CASE.steps])
@pytest.mark.parametrize("state", [state.value for state in Case.State])
def test_a_step_is_possible_exactly_where_the_table_lists_it(counter: Counter, state: str, verb: str) -> None:
    case = case_in(counter, state)
    events = Event.objects.count()
    if CASE.allows(verb, state):
        assert do(verb, case, counter.hall.tick()).state == CASE.step(verb).target
        event = Event.objects.latest("pk")
        assert (event.thing, event.verb, event.from_state) == ("case", verb, state)
    else:
        with pytest.raises(Refused) as refused:
            do(verb, case, counter.hall.tick())
        assert refused.value.code == f"{verb}-not-allowed"
        assert case.number in refused.value.text.zh
        assert Event.objects.count() == events
        case.refresh_from_db()
        assert case.state == state


@pytest.mark.django_db
def test_a_step_is_not_possible_from_another_centre(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    with pytest.raises(NotFound):
        actions.complete(centre="PX", case_id=case.pk, now=counter.hall.now, by="x", key=uuid.uuid4())


@pytest.mark.django_db
def test_the_same_step_twice_by_one_key_is_one_step(counter: Counter) -> None:
    case, key = case_in(counter, "accepted"), uuid.uuid4()
    do("complete", case, counter.hall.tick(), key=key)
    assert do("complete", case, counter.hall.tick(), key=key).state == "completed"
    assert Event.objects.filter(thing="case", verb="complete").count() == 1


@pytest.mark.django_db
def test_a_refusal_needs_its_reason_and_is_kept(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    with pytest.raises(Malformed):
        do("decide", case, counter.hall.tick(), granted=False)
    assert do("decide", case, counter.hall.tick(), granted=False, note="不满 65 岁").granted is False


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "given"), [("ask-supplement", {"papers": " "}), ("withdraw", {"reason": "\0"})])
def test_a_step_that_needs_a_sentence_is_malformed_without(counter: Counter, verb: str, given: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        do(verb, case_in(counter, "accepted"), counter.hall.tick(), **given)


@pytest.mark.django_db
def test_a_supplement_stops_the_clock_and_moves_the_last_day(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    assert case.due_on == date(2026, 12, 14)  # 20 calendar days
    do("ask-supplement", case, counter.hall.now)
    stopped = Case.objects.get()
    assert stopped.clock_stopped_at is not None
    after = do("supplement", case, counter.hall.now + timedelta(days=3))
    assert (after.due_on, after.clock_stopped_at) == (date(2026, 12, 17), None)


@pytest.mark.django_db
def test_a_withdrawn_matter_may_be_accepted_again_in_the_same_visit(counter: Counter) -> None:
    ticket = counter.serving()
    case = counter.accept(ticket, REWARD).cases.get()
    do("withdraw", case, counter.hall.tick())
    assert counter.accept(ticket, REWARD).cases.get().state == "accepted"


CALENDAR = Calendar({date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)}, frozenset({2026}))


def test_a_stop_over_a_holiday_gives_back_working_days_only() -> None:
    due = clock.after_stop(date(2026, 10, 20), Unit.WORKING_DAYS, date(2026, 9, 30), date(2026, 10, 9), CALENDAR)
    assert due.day == date(2026, 10, 22)  # the 8th and the 9th


@given(
    stop=st.integers(0, 60),
    before=st.integers(0, 30),
    unit=st.sampled_from(list(Unit)),
    left=st.integers(0, 40),
)
def test_a_stop_never_takes_time_away(stop: int, before: int, unit: Unit, left: int) -> None:
    accepted = date(2026, 3, 2)
    stopped = accepted + timedelta(days=before)
    due = CALENDAR.deadline(stopped, left, unit).day
    assert clock.after_stop(due, unit, stopped, stopped + timedelta(days=stop), CALENDAR).day >= due
    assert clock.after_stop(due, unit, stopped, stopped, CALENDAR).day == CALENDAR.deadline(due, 0, unit).day
