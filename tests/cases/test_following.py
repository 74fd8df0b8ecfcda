"""After acceptance: every state × every verb, and what the clock does."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest

from onetrip.cases import actions
from onetrip.cases.actions import AcceptedMatter
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.cases.counter import REWARD, Counter

NAMES = {"accept": "accept_received", "refuse": "refuse_received"}
EXTRA = {
    "refuse": {"reason": "不归这里管"},
    "ask-papers": {"papers": "还差户口簿"},
    "ask-supplement": {"papers": "照片重拍"},
    "begin-procedure": {"procedure": "visit", "reason": "要上门看一次"},
    "end-procedure": {"result": "看过了，属实"},
    "decide": {"granted": True},
    "withdraw": {"reason": "居民撤回"},
    "terminate": {"reason": "要补的没有来"},
}
BEFORE = {"received": [], "lacking": ["ask-papers"], "refused": ["refuse"]}
"""How a case comes to each state before its acceptance, and to each after it."""
PATHS = {
    **BEFORE,
    "accepted": [],
    "supplement": ["ask-supplement"],
    "procedure": ["begin-procedure"],
    "decided": ["decide"],
    "completed": ["complete"],
    "delivered": ["complete", "deliver"],
    "withdrawn": ["withdraw"],
    "terminated": ["terminate"],
}


def do(verb: str, case: Case, now: datetime, *, centre: str = "LF", **given: object) -> Case:
    given = {**EXTRA.get(verb, {}), "key": uuid.uuid4(), **given}
    action = getattr(actions, NAMES.get(verb, verb.replace("-", "_")))
    return action(centre=centre, case_id=case.pk, now=now, by="staff:back", **given)


def received(counter: Counter, asked: AcceptedMatter = REWARD) -> Case:
    """A case of somebody who has gone home, so that the window is free for the next; its papers lie here."""
    ticket = counter.serving()
    case = counter.accept(ticket, asked).cases.get()
    counter.hall.at_window("finish", ticket)
    return case


def accepted(counter: Counter, asked: AcceptedMatter = REWARD) -> Case:
    """The same, accepted by this centre."""
    return do("accept", received(counter, asked), counter.hall.now)


def case_in(counter: Counter, state: str) -> Case:
    case = received(counter) if state in BEFORE else accepted(counter)
    for verb in PATHS[state]:
        case = do(verb, case, counter.hall.tick())
    return case


@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted({step.verb for step in CASE.steps} - {"deem-accepted"}))
@pytest.mark.parametrize("state", [state.value for state in Case.State])
def test_a_step_is_possible_exactly_where_the_table_lists_it(counter: Counter, state: str, verb: str) -> None:
    case = case_in(counter, state)
    events = Event.objects.count()
    if CASE.allows(verb, state):
        assert do(verb, case, counter.hall.tick()).state == CASE.step(verb).target
        event = Event.objects.filter(thing="case").latest("pk")
        assert (event.verb, event.from_state) == (verb, state)
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
@pytest.mark.parametrize(
    ("verb", "given"),
    [("ask-supplement", {"papers": " "}), ("withdraw", {"reason": "\0"}), ("terminate", {"reason": ""})],
)
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
    assert counter.accept(ticket, REWARD).cases.get().state == "received"
