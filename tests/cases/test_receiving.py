"""收受分离: what one centre took, another accepts; the clock starts there."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases import actions, queries
from onetrip.cases.models import Case
from onetrip.cases.where import is_concerned, may_step, worked_at
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from tests.cases.counter import REWARD, Counter
from tests.cases.test_following import do
from tests.factories import make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(counter: Counter) -> Case:
    """A case that another centre accepts; its papers still lie where they were taken."""
    make_centre("PX", windows=1)
    return counter.accept(counter.serving(), REWARD).cases.get()


@pytest.fixture
def there(received: Case, counter: Counter) -> Case:
    """The same, its papers arrived at the other centre."""
    going = actions.put_on_list(
        centre="LF", case_id=received.pk, to="PX", now=counter.hall.tick(), by="staff:a", key=uuid.uuid4()
    )
    actions.send(
        centre="LF", hand_over_id=going.pk, carrier="老张", now=counter.hall.tick(), by="staff:a", key=uuid.uuid4()
    )
    lines = set(going.lines.values_list("pk", flat=True))
    actions.arrive(
        centre="PX", hand_over_id=going.pk, found=lines, now=counter.hall.tick(), by="staff:b", key=uuid.uuid4()
    )
    received.refresh_from_db()
    return received


def test_what_another_centre_accepts_is_received_and_its_clock_stands(received: Case) -> None:
    assert (received.state, received.accepted_at, received.accepting_centre_id) == ("received", None, None)
    assert (received.due_on, received.limit) == (None, {"days": 20, "unit": "calendar_days"})
    assert (received.papers_at_id, received.collect_at_id, received.result_at_id) == ("LF", "LF", None)
    line = received.receipt.lines[0]
    assert (line["due"], line["limit"], line["limit_known"]) == (None, received.limit, True)
    assert Event.objects.get(thing="case").verb == "receive"


def test_the_clock_starts_on_the_day_the_other_centre_accepts(there: Case, counter: Counter) -> None:
    later = counter.hall.now + timedelta(days=3)
    accepted = do("accept", there, later, centre="PX")
    assert (accepted.state, accepted.accepting_centre_id, accepted.accepted_at) == ("accepted", "PX", later)
    assert accepted.due_on == (later + timedelta(days=20)).date()
    assert Event.objects.get(thing="case", verb="accept").centre == "PX"


def test_who_has_not_got_the_papers_decides_nothing_about_them(received: Case, counter: Counter) -> None:
    going = actions.put_on_list(
        centre="LF", case_id=received.pk, to="PX", now=counter.hall.tick(), by="staff:a", key=uuid.uuid4()
    )
    for verb in ("accept", "refuse"):
        with pytest.raises(Refused) as refused:
            do(verb, received, counter.hall.tick(), centre="PX")
        assert refused.value.code == "done-elsewhere"
    actions.send(
        centre="LF", hand_over_id=going.pk, carrier="老张", now=counter.hall.tick(), by="staff:a", key=uuid.uuid4()
    )
    with pytest.raises(Refused) as refused:
        do("accept", received, counter.hall.tick(), centre="PX")
    assert refused.value.code == "papers-on-their-way"


def test_once_they_are_there_the_centre_that_took_them_accepts_nothing(there: Case, counter: Counter) -> None:
    with pytest.raises(Refused) as refused:
        do("accept", there, counter.hall.tick())
    assert refused.value.code == "done-elsewhere"


def test_a_household_of_this_very_centre_is_accepted_here(received: Case, counter: Counter) -> None:
    assert do("accept", received, counter.hall.tick()).accepting_centre_id == "LF"


def test_what_is_wanted_before_acceptance_may_be_brought_to_either_centre(there: Case, counter: Counter) -> None:
    for centre in ("LF", "PX"):
        assert do("ask-papers", there, counter.hall.tick(), centre="PX").state == "lacking"
        assert do("papers-brought", there, counter.hall.tick(), centre=centre).state == "received"


def test_a_refusal_keeps_its_reason_and_no_clock(there: Case, counter: Counter) -> None:
    refused = do("refuse", there, counter.hall.tick(), centre="PX")
    assert (refused.state, refused.accepted_at, refused.due_on) == ("refused", None, None)
    assert Event.objects.get(thing="case", verb="refuse").data["note"] == "不归这里管"


def test_a_centre_that_has_nothing_to_do_with_it_finds_nothing(there: Case, counter: Counter) -> None:
    make_centre("HK", windows=1)
    with pytest.raises(NotFound):
        do("accept", there, counter.hall.tick(), centre="HK")
    with pytest.raises(NotFound):
        queries.case_by_number(there.number, centre="HK")


def test_of_whom_nobody_said_anything_in_five_working_days_counts_as_accepted_from_the_first(
    received: Case, counter: Counter
) -> None:
    def look(days: int) -> int:
        return actions.accept_what_nobody_answered(now=received.received_at + timedelta(days=days), by="system:clock")

    assert look(7) == 0  # a Tuesday to a Tuesday: the fifth working day is the last to answer
    assert look(8) == 1
    received.refresh_from_db()
    assert (received.state, received.accepted_at) == ("accepted", received.received_at)
    assert received.due_on is not None
    assert look(9) == 0


def test_who_was_told_what_is_missing_is_not_accepted_by_waiting(received: Case, counter: Counter) -> None:
    do("ask-papers", received, counter.hall.tick())
    late = received.received_at + timedelta(days=60)
    assert actions.accept_what_nobody_answered(now=late, by="system:clock") == 0


def test_the_database_keeps_an_acceptance_with_its_moment_and_none_without(received: Case) -> None:
    for wrong in (
        {"state": "accepted"},
        {"accepted_at": received.received_at},
        {"state": "accepted", "accepted_at": received.received_at - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.update(**wrong)


def test_where_a_step_is_done() -> None:
    case = Case(receiving_centre_id="LF", papers_at_id="LF", collect_at_id="HK")
    assert worked_at(case) == "LF"
    case.accepting_centre_id, case.papers_at_id = "PX", "PX"
    assert [may_step(case, "decide", centre) for centre in ("LF", "PX", "HK")] == [False, True, False]
    assert [may_step(case, "withdraw", centre) for centre in ("LF", "PX", "HK")] == [True, True, False]
    assert [is_concerned(case, centre) for centre in ("LF", "PX", "HK", "JA")] == [True, True, True, False]
    case.result_at_id = "HK"
    assert [may_step(case, "deliver", centre) for centre in ("LF", "PX", "HK")] == [False, False, True]
