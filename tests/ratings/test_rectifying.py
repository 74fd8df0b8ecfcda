from __future__ import annotations

import uuid
from datetime import date

import pytest

from onetrip.cases.actions import MissingPaper
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ratings import actions, queries
from onetrip.ratings.lifecycle import RECTIFICATION
from onetrip.ratings.models import BrokenPromise, Invitation, Rectification
from tests.cases.counter import PRINT, Counter
from tests.factories import make_account

pytestmark = pytest.mark.django_db

PATHS = {
    "open": [],
    "answered": ["answer"],
    "handled": ["answer", "handle"],
    "closed": ["answer", "handle", "close"],
    "appealed": ["answer", "handle", "close", "appeal"],
}


def opened(counter: Counter) -> Rectification:
    counter.accept(counter.serving(), PRINT)
    actions.rate(token=Invitation.objects.get().token, level=1, now=counter.hall.now, by="resident", key=uuid.uuid4())
    return Rectification.objects.get()


def do(verb: str, one: Rectification, counter: Counter, **given: object) -> Rectification:
    supervisor = counter.hall.clerks[1]
    given = {"note": "打过电话", "account_id": supervisor.pk, "centre": "LF", "key": uuid.uuid4(), **given}
    return getattr(actions, verb.replace("-", "_"))(
        rectification_id=one.pk, now=counter.hall.tick(), by=supervisor.actor, **given
    )


def test_a_bad_rating_is_to_be_answered_in_one_handled_in_five_and_finished_in_fifteen_working_days(
    counter: Counter,
) -> None:
    one = opened(counter)
    assert (one.answer_by, one.handle_by, one.finish_by) == (date(2026, 11, 25), date(2026, 12, 1), date(2026, 12, 15))


def complaint_of(counter: Counter) -> Rectification:
    """The work order of a complaint, whose life is the longest."""
    made = actions.complain(
        centre="LF",
        kind="could-not",
        words="三次没办成",
        channel="phone",
        now=counter.hall.now,
        by="resident",
        key=uuid.uuid4(),
    )
    return made.rectification


def take(verb: str, one: Rectification, counter: Counter) -> Rectification:
    """Any step of the table, by whoever may take it."""
    if verb == "appeal":
        token, now = one.complaint.token, counter.hall.tick()
        return actions.appeal(token=token, words="还是没有办成", now=now, by="resident", key=uuid.uuid4())
    more: dict[str, object] = {"reply": "改好了"} if verb == "handle" else {}
    if verb in ("uphold", "send-back"):
        more["account_id"] = counter.hall.clerks[0].pk  # whoever handled it may not
    return do(verb, one, counter, **more)


@pytest.mark.parametrize("verb", [step.verb for step in RECTIFICATION.steps])
@pytest.mark.parametrize("state", list(PATHS))
def test_a_step_is_possible_exactly_where_the_table_lists_it(counter: Counter, state: str, verb: str) -> None:
    one = complaint_of(counter)
    for earlier in PATHS[state]:
        one = take(earlier, one, counter)
    events = Event.objects.count()
    if RECTIFICATION.allows(verb, state):
        assert take(verb, one, counter).state == RECTIFICATION.step(verb).target
        event = Event.objects.latest("pk")
        assert (event.verb, event.from_state) == (verb, state)
    else:
        with pytest.raises(Refused) as refused:
            take(verb, one, counter)
        assert refused.value.code == f"{verb}-not-allowed"
        assert Event.objects.count() == events


def test_claiming_gives_it_an_owner_and_a_colleague_may_take_it_over(counter: Counter) -> None:
    one = opened(counter)
    assert do("claim", one, counter, note="").owner_id == counter.hall.clerks[1].pk
    other = make_account("supervisor")
    assert do("claim", one, counter, account_id=other.pk).owner_id == other.pk


def test_whoever_answers_what_nobody_claimed_owns_it(counter: Counter) -> None:
    assert do("answer", opened(counter), counter).owner_id == counter.hall.clerks[1].pk


def test_every_step_leaves_a_note_with_who_and_when(counter: Counter) -> None:
    one = opened(counter)
    for verb in ("claim", "answer", "handle", "close"):
        one = do(verb, one, counter, note=f"{verb} 做了")
    assert [note["verb"] for note in one.notes] == ["claim", "answer", "handle", "close"]
    assert one.notes[-1]["by"] == counter.hall.clerks[1].actor
    assert one.closed_at == counter.hall.now


@pytest.mark.parametrize("verb", ["answer", "handle", "close"])
def test_a_step_without_a_word_about_it_is_malformed(counter: Counter, verb: str) -> None:
    one = opened(counter)
    for earlier in PATHS["handled"][: ["answer", "handle", "close"].index(verb)]:
        one = do(earlier, one, counter)
    with pytest.raises(Malformed):
        do(verb, one, counter, note=" \0 ")


def test_another_centre_has_no_such_rectification(counter: Counter) -> None:
    one = opened(counter)
    with pytest.raises(NotFound):
        do("claim", one, counter, centre="PX")
    with pytest.raises(NotFound):
        queries.rectification("PX", one.pk)


def test_the_same_step_twice_by_one_key_is_one_step(counter: Counter) -> None:
    one, key = opened(counter), uuid.uuid4()
    do("answer", one, counter, key=key)
    assert do("answer", one, counter, key=key).state == "answered"
    assert len(Rectification.objects.get().notes) == 1


def test_the_most_urgent_comes_first_and_what_is_due_next_is_said(counter: Counter) -> None:
    one = opened(counter)
    assert list(queries.rectifications("LF")) == [one]
    day = date(2026, 11, 26)
    due = queries.due(one, day)
    assert due is not None
    assert (due.stage, due.day, due.is_past) == ("answer", date(2026, 11, 25), True)
    for verb in PATHS["closed"]:
        one = do(verb, one, counter)
    assert queries.due(one, day) is None
    assert list(queries.rectifications("LF")) == []
    assert list(queries.rectifications("LF", closed=True)) == [one]


def test_the_cause_of_a_broken_promise_can_be_said_later(counter: Counter) -> None:
    counter.tell(counter.serving(counter.slip("card")), [MissingPaper("card", "bank-card")])
    broken, key = BrokenPromise.objects.get(), uuid.uuid4()
    for _ in range(2):
        actions.set_cause(
            centre="LF", broken_promise_id=broken.pk, cause="rule", now=counter.hall.now, by="staff:boss", key=key
        )
    broken.refresh_from_db()
    assert broken.cause == "rule"
    event = Event.objects.get(verb="set-cause")
    assert (event.from_state, event.to_state) == ("unknown", "rule")
    assert list(queries.broken_promises_of(broken.visit_id)) == [broken]


@pytest.mark.parametrize(("centre", "cause", "error"), [("LF", "moon", Malformed), ("PX", "rule", NotFound)])
def test_a_cause_that_does_not_exist_or_of_another_centre_is_refused(
    counter: Counter, centre: str, cause: str, error: type[Refused]
) -> None:
    counter.tell(counter.serving(counter.slip("card")), [MissingPaper("card", "bank-card")])
    broken = BrokenPromise.objects.get()
    with pytest.raises(error):
        actions.set_cause(
            centre=centre, broken_promise_id=broken.pk, cause=cause, now=counter.hall.now, by="x", key=uuid.uuid4()
        )
