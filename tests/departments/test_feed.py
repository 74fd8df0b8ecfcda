"""The feed of changes over the API: from any point, in pages, without what is none of the department's business."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from onetrip.cases import actions as cases
from onetrip.cases.models import Case
from onetrip.departments import feed
from onetrip.departments.models import Change, Horizon
from onetrip.ledger import events
from onetrip.ledger.models import Event
from tests.cases.counter import Counter, open_counter
from tests.cases.test_following import accepted, do, received
from tests.departments.systems import AT, Calling, a_system
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counter(transactional_db: None) -> Iterator[Counter]:
    with time_machine.travel(AT, tick=False):
        yield open_counter()


@pytest.fixture
def calling(counter: Counter) -> Calling:
    return a_system()


def types(answer: object) -> list[str]:
    return [one["type"] for one in answer.json()["changes"]]  # type: ignore[attr-defined]


def test_it_is_read_on_from_where_one_stopped(counter: Counter, calling: Calling) -> None:
    case = accepted(counter)
    first = calling.get("/changes").json()
    assert [one["type"] for one in first["changes"]] == ["case.accepted"]
    assert not first["more"]
    assert calling.get(f"/changes?after={first['next']}").json()["changes"] == []
    do("ask-supplement", case, AT)
    do("supplement", case, AT)
    do("decide", case, AT)
    second = calling.get(f"/changes?after={first['next']}&limit=2").json()
    assert [one["type"] for one in second["changes"]] == ["case.supplement-asked", "case.supplement-received"]
    assert second["more"]
    assert types(calling.get(f"/changes?after={second['next']}")) == ["case.decided"]


def test_it_can_be_replayed_from_any_point_and_says_the_same(counter: Counter, calling: Calling) -> None:
    case = accepted(counter)
    do("decide", case, AT)
    do("complete", case, AT)
    whole = calling.get("/changes").json()["changes"]
    for place, one in enumerate(whole):
        assert calling.get(f"/changes?after={one['id']}").json()["changes"] == whole[place + 1 :]


def test_every_step_of_a_department_is_in_it(counter: Counter, calling: Calling) -> None:
    case = accepted(counter)
    for verb in ("ask-supplement", "supplement", "begin-procedure", "end-procedure", "decide", "complete", "deliver"):
        do(verb, case, AT)
    assert types(calling.get("/changes")) == [
        "case.accepted",
        "case.supplement-asked",
        "case.supplement-received",
        "case.procedure-begun",
        "case.procedure-ended",
        "case.decided",
        "case.completed",
        "case.delivered",
    ]


def test_what_is_not_accepted_or_another_departments_is_not_in_it(counter: Counter, calling: Calling) -> None:
    make_centre("PX", windows=1)
    lone = a_system("px-core", centres=("PX",))
    do("refuse", received(counter), counter.hall.now)
    case = accepted(counter)
    Case.objects.filter(pk=case.pk).update(department="police")
    do("decide", case, AT)
    assert types(calling.get("/changes")) == ["case.accepted"]
    assert types(lone.get("/changes")) == []


def test_a_point_beyond_our_last_one_tells_of_a_restored_backup(counter: Counter, calling: Calling) -> None:
    answer = calling.get(f"/changes?after={feed.last_given() + 1000}")
    assert (answer.status_code, answer.json()["code"]) == (409, "cursor-ahead")


def test_an_event_is_a_change_by_itself_whoever_records_it(counter: Counter) -> None:
    """The trigger does it, in the transaction of the event: no action can forget it, and none can do it alone."""
    case = accepted(counter)
    before = Change.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.record(now=NOW, centre="LF", actor="t", thing="case", thing_id=case.pk, verb="warn")
        raise ZeroDivisionError
    assert Change.objects.count() == before
    with transaction.atomic():
        events.record(now=NOW, centre="LF", actor="t", thing="case", thing_id=case.pk, verb="warn")
        events.record(now=NOW, centre="LF", actor="t", thing="case", thing_id="no case at all", verb="warn")
        events.record(now=NOW, centre="LF", actor="t", thing="ticket", thing_id=case.pk, verb="warn")
    change = Change.objects.latest("id")
    assert Change.objects.count() == before + 1
    assert (change.event, change.department, change.centre) == (
        Event.objects.filter(thing="case", thing_id=str(case.pk)).latest("id").pk,
        "civil-affairs",
        "LF",
    )


def test_a_look_from_another_cluster_is_taken_anew(counter: Counter) -> None:
    """After a restore, transactions count from lower numbers: what was waited for then can never come."""
    accepted(counter)
    Horizon.objects.update_or_create(pk=1, defaults={"mark": feed.last_given(), "mark_until": 2**40, "settled": 0})
    assert feed.settle() == feed.last_given()


def test_inside_a_transaction_nothing_new_is_settled(counter: Counter) -> None:
    known = feed.settle()
    accepted(counter)
    with transaction.atomic():
        assert feed.settle() == known
    assert feed.settle() > known


def test_two_that_look_at_once_do_not_take_back_what_the_other_has_seen(counter: Counter) -> None:
    accepted(counter)
    seen = feed.settle()
    Horizon.objects.filter(pk=1, settled__lte=0, mark__lte=0).update(settled=0, mark=0)
    assert Horizon.objects.get().settled == seen
    with pytest.raises(IntegrityError, match="horizon_mark_ahead"), transaction.atomic():
        Horizon.objects.update(mark=seen - 1)
    with pytest.raises(IntegrityError, match="horizon_alone"), transaction.atomic():
        Horizon.objects.create(pk=2)


def test_the_changes_of_a_department_are_found_by_their_index(counter: Counter) -> None:
    accepted(counter)
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        try:
            plan = feed.between([("civil-affairs", "*")], after=0, upto=100).explain()
        finally:
            cursor.execute("RESET enable_seqscan")
    assert "change_of_department" in plan


def test_an_end_without_a_decision_is_told_too(counter: Counter, calling: Calling) -> None:
    case = accepted(counter)
    cases.withdraw(centre="LF", case_id=case.pk, reason="居民撤回", now=AT, by="t", key=uuid.uuid4())
    assert types(calling.get("/changes"))[-1] == "case.withdrawn"
