from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import actions, queries
from onetrip.lobby.models import Ticket, Visit
from tests.factories import TODAY
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "accepted", "said", "outcome"),
    [
        (["a", "b"], ["b", "a"], None, "all"),
        (["a", "b"], ["a"], None, "part"),
        (["a", "b"], ["a"], "all", "part"),
        (["a"], [], "all", "none"),
        ([], [], None, "none"),
        ([], [], "all", "all"),
        (["a"], ["a", "c"], None, "all"),
    ],
)
def test_the_outcome_follows_from_what_is_on_record(
    hall: Hall, wanted: list[str], accepted: list[str], said: str | None, outcome: str
) -> None:
    ticket = hall.serving()
    Visit.objects.filter(pk=ticket.visit_id).update(wanted=wanted, accepted=accepted)
    hall.at_window("finish", ticket, outcome=said)
    visit = Visit.objects.get(pk=ticket.visit_id)
    assert visit.outcome == outcome
    assert visit.finished_at == hall.now


def test_matters_are_noted_on_the_visit_once_each(hall: Hall) -> None:
    ticket = hall.serving()
    with transaction.atomic():
        actions.note_matters(ticket_id=ticket.pk, account_id=hall.clerks[0].pk, wanted=["a", "b"])
        served = actions.note_matters(ticket_id=ticket.pk, account_id=hall.clerks[0].pk, accepted=["b", "c"])
    assert (served.number, served.window) == ("A001", 1)
    assert served.visit.wanted == ["a", "b", "c"]
    assert served.visit.accepted == ["b", "c"]


def test_matters_are_noted_only_for_who_is_served_here(hall: Hall) -> None:
    hall.arrive()
    called = hall.call()
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.note_matters(ticket_id=called.pk, account_id=hall.clerks[0].pk, accepted=["a"])
    assert refused.value.code == "not-being-served"
    hall.at_window("start", called)
    with pytest.raises(Refused) as refused, transaction.atomic():
        actions.note_matters(ticket_id=called.pk, account_id=hall.clerks[1].pk, accepted=["a"])
    assert refused.value.code == "ticket-elsewhere"
    with pytest.raises(NotFound), transaction.atomic():
        actions.note_matters(ticket_id=uuid.uuid4(), account_id=hall.clerks[1].pk, accepted=["a"])


@pytest.mark.django_db(transaction=True)
def test_matters_are_never_noted_outside_the_transaction_that_accepts_them(hall: Hall) -> None:
    with pytest.raises(RuntimeError):
        actions.note_matters(ticket_id=uuid.uuid4(), account_id=1)


def test_an_outcome_that_does_not_exist_is_refused(hall: Hall) -> None:
    ticket = hall.serving()
    with pytest.raises(Malformed):
        hall.at_window("finish", ticket, outcome="splendid")


def test_nobody_has_missed_a_call_before_it_was_made_often_enough(hall: Hall) -> None:
    hall.arrive()
    called = hall.call()
    for _ in range(hall.centre.calls_before_missed - 1):
        with pytest.raises(Refused) as refused:
            hall.at_window("miss", called)
        assert refused.value.code == "miss-too-early"
        hall.at_window("call_again", called)
    assert hall.at_window("miss", called).state == "missed"
    assert hall.call() is None


def missed(hall: Hall, called: Ticket) -> Ticket:
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", called)
    return hall.at_window("miss", called)


def test_who_comes_back_stands_behind_those_who_waited_longer_than_half_as_long(hall: Hall) -> None:
    hall.arrive()
    hall.tick(20)
    waited = hall.call()
    assert waited
    gone = missed(hall, waited)
    longer, shorter = hall.arrive(), None
    hall.tick(11)
    shorter = hall.arrive()
    back = hall.in_hall("restore", gone)
    assert hall.now - back.queue_at == (waited.called_at - waited.queue_at) / 2
    order = [waiting.number for waiting in queries.hall(hall.centre, hall.now).waiting]
    assert order == [longer.number, back.number, shorter.number]


def test_somebody_restored_is_called_like_anybody(hall: Hall) -> None:
    hall.arrive()
    called = hall.call()
    gone = missed(hall, called)
    assert [ticket.pk for ticket in queries.missed(hall.centre, hall.now)] == [gone.pk]
    hall.in_hall("restore", gone)
    again = hall.call(1)
    assert (again.pk, again.calls) == (gone.pk, 1)


def test_whoever_leaves_ends_the_visit(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.in_hall("leave", ticket)
    visit = Visit.objects.get(pk=ticket.visit_id)
    assert (visit.outcome, visit.finished_at) == ("left", hall.now)
    assert hall.call() is None


@pytest.mark.parametrize("verb", ["restore", "leave", "put_back"])
def test_a_ticket_is_out_of_reach_of_another_centre(hall: Hall, verb: str) -> None:
    ticket = hall.arrive()
    with pytest.raises(NotFound):
        getattr(actions, verb)(centre="PX", ticket_id=ticket.pk, now=hall.now, by="x", key=uuid.uuid4())


def test_the_same_finish_twice_ends_once(hall: Hall) -> None:
    ticket, key = hall.serving(), uuid.uuid4()
    hall.at_window("finish", ticket, key=key)
    assert hall.at_window("finish", ticket, key=key).state == "done"
    assert Event.objects.filter(verb="finish").count() == 1


def test_finishing_twice_without_a_key_in_common_is_refused_the_second_time(hall: Hall) -> None:
    ticket = hall.serving()
    hall.at_window("finish", ticket)
    with pytest.raises(Refused) as refused:
        hall.at_window("finish", ticket)
    assert refused.value.code == "finish-not-allowed"


def test_what_is_left_over_from_yesterday_is_let_go(hall: Hall) -> None:
    served = hall.serving(0)
    waiting = hall.arrive()
    called = hall.call(1)
    assert called
    hall.now += timedelta(days=1)
    today = hall.arrive()
    let_go = actions.close_day(centre="LF", day=TODAY, now=hall.now, by="system")
    assert set(let_go) == {served.pk, waiting.pk}
    states = dict(Ticket.objects.values_list("pk", "state"))
    assert states == {served.pk: "done", waiting.pk: "left", today.pk: "waiting"}
    assert actions.close_day(centre="LF", day=TODAY, now=hall.now, by="system") == []
