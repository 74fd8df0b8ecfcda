from __future__ import annotations

import uuid

import pytest

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby import actions
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from tests.cases.counter import Counter, open_counter
from tests.factories import NOW, synthetic_identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(db: None) -> Counter:
    return open_counter()


def change(counter: Counter, verb: str, ticket: Ticket, *, place: int = 0, **given: object) -> Visit:
    given.setdefault("key", uuid.uuid4())
    return getattr(actions, verb)(
        ticket_id=ticket.pk,
        account_id=counter.hall.clerks[place].pk,
        now=counter.hall.tick(),
        by=counter.hall.clerks[place].actor,
        **given,
    )


def test_a_slip_scanned_at_the_window_brings_its_matters_along(counter: Counter) -> None:
    ticket, slip = counter.serving(), counter.slip("card", "booklet-print")
    visit = change(counter, "recognise", ticket, slip_id=slip.pk)
    assert visit.slip == slip
    assert visit.wanted == ["card", "booklet-print"]


def test_another_slip_takes_the_place_of_the_first_with_its_matters(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card"))
    change(counter, "want", ticket, matter="unlimited")
    visit = change(counter, "recognise", ticket, slip_id=counter.slip("reward").pk)
    assert visit.wanted == ["unlimited", "reward"]


def test_the_resident_of_a_wrong_slip_goes_with_it(counter: Counter) -> None:
    wrong = counter.slip("card")
    wrong.resident = know(identity=synthetic_identity(), now=NOW)
    wrong.save()
    ticket = counter.serving(wrong)
    assert Visit.objects.get().resident_id == wrong.resident_id
    assert change(counter, "recognise", ticket, slip_id=counter.slip("reward").pk).resident_id is None


def test_a_slip_that_belongs_to_another_number_is_refused(counter: Counter) -> None:
    slip = counter.slip("card")
    counter.hall.arrive(slip_id=slip.pk)
    counter.hall.arrive()
    counter.hall.call(0)
    second = counter.hall.at_window("start", counter.hall.call(1), 1)
    with pytest.raises(Refused) as refused:
        change(counter, "recognise", second, place=1, slip_id=slip.pk)
    assert refused.value.code == "slip-elsewhere"


def test_a_read_id_number_is_noted_without_touching_what_they_came_for(counter: Counter) -> None:
    ticket = counter.serving(counter.slip("card"))
    resident = know(identity=synthetic_identity(), now=NOW)
    visit = change(counter, "recognise", ticket, resident_id=resident.pk)
    assert (visit.resident_id, visit.wanted) == (resident.pk, ["card"])


def test_a_matter_asked_for_at_the_window_counts_for_what_they_came_for(counter: Counter) -> None:
    ticket = counter.serving()
    change(counter, "want", ticket, matter="card")
    change(counter, "want", ticket, matter="card")
    assert Visit.objects.get().wanted == ["card"]
    counter.hall.at_window("finish", ticket)
    assert Visit.objects.get().outcome == "none"


def test_a_matter_added_by_mistake_can_be_taken_off_again(counter: Counter) -> None:
    ticket = counter.serving()
    change(counter, "want", ticket, matter="card")
    assert change(counter, "unwant", ticket, matter="card").wanted == []


def test_a_matter_of_the_slip_or_an_accepted_one_cannot_be_taken_off(counter: Counter) -> None:
    from tests.cases.counter import PRINT

    ticket = counter.serving(counter.slip("card"))
    counter.accept(ticket, PRINT)
    for matter in ("card", "booklet-print"):
        with pytest.raises(Refused) as refused:
            change(counter, "unwant", ticket, matter=matter)
        assert refused.value.code == "matter-not-added-here"
    assert set(Visit.objects.get().wanted) == {"card", "booklet-print"}


def test_asking_again_with_the_same_key_does_it_once(counter: Counter) -> None:
    ticket, key = counter.serving(), uuid.uuid4()
    for _ in range(2):
        change(counter, "want", ticket, matter="card", key=key)
    assert Event.objects.filter(thing="visit", verb="want").count() == 1


@pytest.mark.parametrize("state", ["called", "waiting"])
def test_only_whoever_is_being_served_here_is_recognised(counter: Counter, state: str) -> None:
    ticket = counter.hall.arrive()
    if state == "called":
        counter.hall.call()
    with pytest.raises(Refused):
        change(counter, "want", ticket, matter="card")
    assert Visit.objects.get().wanted == []


def test_another_window_cannot_change_what_is_served_here(counter: Counter) -> None:
    ticket = counter.serving()
    with pytest.raises(Refused) as refused:
        change(counter, "want", ticket, matter="card", place=1)
    assert refused.value.code == "ticket-elsewhere"


def test_a_slip_that_does_not_exist_is_not_found(counter: Counter) -> None:
    with pytest.raises(NotFound):
        change(counter, "recognise", counter.serving(), slip_id=uuid.uuid4())


def test_the_event_tells_no_person(counter: Counter) -> None:
    ticket = counter.serving()
    resident = know(identity=synthetic_identity(), now=NOW)
    change(counter, "recognise", ticket, resident_id=resident.pk)
    event = Event.objects.get(thing="visit")
    assert (event.verb, event.data) == ("recognise-identity", {"ticket": ticket.number})
