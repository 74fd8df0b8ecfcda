"""Who came, and for whom: said at the window, put right, and taken back, until something was accepted."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from onetrip.advice.models import Slip
from onetrip.cases.actions import AcceptedMatter
from onetrip.cases.models import Case
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby import actions
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from onetrip.people.models import Resident
from tests.cases.counter import PRINT, Counter
from tests.factories import NOW, synthetic_identity

pytestmark = pytest.mark.django_db


def person(born: date = date(1958, 3, 2), name: str = "王本人") -> Resident:
    return know(identity=synthetic_identity(born), name=name, now=NOW)


def do(counter: Counter, verb: str, ticket: Ticket, *, place: int = 0, **given: object) -> Visit:
    given.setdefault("key", uuid.uuid4())
    return getattr(actions, verb)(
        ticket_id=ticket.pk,
        account_id=counter.hall.clerks[place].pk,
        now=counter.hall.tick(),
        by=counter.hall.clerks[place].actor,
        **given,
    )


def came(counter: Counter, ticket: Ticket, proxy: Resident, relation: str = "agent", **given: object) -> Visit:
    return do(counter, "somebody_came", ticket, proxy_id=proxy.pk, relation=relation, **given)


def two(visit: Visit) -> tuple[uuid.UUID | None, uuid.UUID | None, str]:
    return visit.resident_id, visit.proxy_id, visit.relation


def slip_of(counter: Counter, resident: Resident, *matters: str) -> Slip:
    slip = counter.slip(*matters)
    slip.resident = resident
    slip.save()
    return slip


def test_the_two_are_two_facts(counter: Counter) -> None:
    mother, son = person(), person(date(1985, 1, 1), "李子")
    ticket = counter.serving(resident_id=mother.pk)
    assert two(came(counter, ticket, son, "relative")) == (mother.pk, son.pk, "relative")


def test_the_card_at_the_machine_was_that_of_the_one_who_came(counter: Counter) -> None:
    mother, son = person(), person(date(1985, 1, 1), "李子")
    ticket = counter.serving(resident_id=son.pk, wanted=["pension"])
    visit = came(counter, ticket, son)
    assert two(visit) == (None, son.pk, "agent")
    assert visit.wanted == ["pension"]  # what was asked for is not his
    assert two(do(counter, "recognise", ticket, resident_id=mother.pk)) == (mother.pk, son.pk, "agent")


def test_a_slip_of_the_one_who_came_goes_with_everything_that_stood_on_it(counter: Counter) -> None:
    son = person(date(1955, 1, 1), "李子")
    ticket = counter.serving(slip_of(counter, son, "card", "booklet-print"))
    do(counter, "want", ticket, matter="pension")
    visit = came(counter, ticket, son)
    assert (visit.slip_id, visit.resident_id, visit.wanted) == (None, None, ["pension"])


def test_a_slip_of_the_person_concerned_stays(counter: Counter) -> None:
    mother, son = person(), person(date(1985, 1, 1), "李子")
    slip = slip_of(counter, mother, "card")
    ticket = counter.serving(slip)
    visit = came(counter, ticket, son)
    assert (visit.slip_id, *two(visit)) == (slip.pk, mother.pk, son.pk, "agent")


def test_a_slip_of_the_one_who_came_is_not_taken_for_the_other(counter: Counter) -> None:
    mother, son = person(), person(date(1955, 1, 1), "李子")
    ticket = counter.serving(resident_id=mother.pk)
    came(counter, ticket, son)
    with pytest.raises(Refused, match="same-person"):
        do(counter, "recognise", ticket, slip_id=slip_of(counter, son, "card").pk)
    assert two(Visit.objects.get()) == (mother.pk, son.pk, "agent")


def test_a_card_that_does_not_belong_to_the_slip_does_not_make_the_slip_theirs(counter: Counter) -> None:
    mother, son = person(), person(date(1985, 1, 1), "李子")
    ticket = counter.serving(slip_of(counter, mother, "card"))
    with pytest.raises(Refused, match="card-of-another"):
        do(counter, "recognise", ticket, resident_id=son.pk)
    assert Visit.objects.get().resident_id == mother.pk


def test_nobody_comes_for_themselves(counter: Counter) -> None:
    mother = person()
    ticket = counter.serving()
    came(counter, ticket, mother)
    with pytest.raises(Refused, match="same-person"):
        do(counter, "recognise", ticket, resident_id=mother.pk)


def test_the_cards_were_the_other_way_round(counter: Counter) -> None:
    mother, son = person(), person(date(1985, 1, 1), "李子")
    ticket = counter.serving(slip_of(counter, son, "card"))
    do(counter, "recognise", ticket, slip_id=Visit.objects.get().slip_id)
    came(counter, ticket, mother)
    visit = do(counter, "swap_persons", ticket)
    assert (*two(visit), visit.slip_id) == (mother.pk, son.pk, "agent", None)  # the son's slip is not hers


def test_with_one_card_there_is_nothing_to_exchange(counter: Counter) -> None:
    ticket = counter.serving(resident_id=person().pk)
    with pytest.raises(Refused, match="one-person-known"):
        do(counter, "swap_persons", ticket)


def test_they_came_themselves_after_all(counter: Counter) -> None:
    mother, son = person(), person(date(1985, 1, 1), "李子")
    ticket = counter.serving(resident_id=mother.pk)
    came(counter, ticket, son)
    assert two(do(counter, "came_in_person", ticket)) == (mother.pk, None, "")


def test_another_relation_or_another_person_takes_the_place_of_the_first(counter: Counter) -> None:
    mother, son, daughter = person(), person(date(1985, 1, 1), "李子"), person(date(1987, 1, 1), "李女")
    ticket = counter.serving(resident_id=mother.pk)
    came(counter, ticket, son)
    came(counter, ticket, son, "relative")
    assert two(came(counter, ticket, daughter, "relative")) == (mother.pk, daughter.pk, "relative")


def test_once_something_was_accepted_the_persons_stand(counter: Counter) -> None:
    mother, son = person(), person(date(1985, 1, 1), "李子")
    ticket = counter.serving(resident_id=mother.pk)
    counter.accept(ticket, PRINT)
    for verb, given in (
        ("somebody_came", {"proxy_id": son.pk, "relation": "agent"}),
        ("came_in_person", {}),
        ("swap_persons", {}),
        ("recognise", {"resident_id": son.pk}),
        ("recognise", {"slip_id": slip_of(counter, son, "card").pk}),
    ):
        with pytest.raises(Refused, match="persons-stand"):
            do(counter, verb, ticket, **given)
    assert two(Visit.objects.get()) == (mother.pk, None, "")


def test_a_relation_that_there_is_not_is_refused(counter: Counter) -> None:
    ticket = counter.serving(resident_id=person().pk)
    with pytest.raises(Malformed):
        came(counter, ticket, person(date(1985, 1, 1)), "neighbour")


def test_another_window_changes_nothing_and_a_second_press_changes_nothing_twice(counter: Counter) -> None:
    ticket, son, key = counter.serving(), person(date(1985, 1, 1)), uuid.uuid4()
    with pytest.raises(Refused):
        came(counter, ticket, son, place=1)
    for _ in range(2):
        came(counter, ticket, son, key=key)
    assert Event.objects.filter(thing="visit", verb="somebody-came").count() == 1


def test_no_event_tells_a_person(counter: Counter) -> None:
    mother, son = person(), person(date(1985, 1, 1), "李子")
    ticket = counter.serving(resident_id=mother.pk)
    came(counter, ticket, son)
    do(counter, "swap_persons", ticket)
    do(counter, "came_in_person", ticket)
    for event in Event.objects.filter(thing="visit"):
        said = str(event.data)
        for one in (mother, son):
            assert str(one.pk) not in said
            assert str(one.number) not in said
            assert str(one.name) not in said


@pytest.mark.parametrize(
    "change",
    [
        {"proxy": "resident", "relation": "agent"},
        {"proxy": "other", "relation": ""},
        {"proxy": None, "relation": "agent"},
        {"proxy": "other", "relation": "neighbour"},
    ],
)
def test_the_database_knows_two_persons_and_a_relation(counter: Counter, change: dict[str, str | None]) -> None:
    mother, son = person(), person(date(1985, 1, 1))
    ticket = counter.serving(resident_id=mother.pk)
    counter.accept(ticket, AcceptedMatter("silent", ("id-card",)))
    proxy = {"resident": mother.pk, "other": son.pk, None: None}[change["proxy"]]
    for model in (Visit, Case):
        given = {"proxy_id": proxy, "relation": change["relation"]} | ({"by_proxy": True} if model is Case else {})
        with pytest.raises(IntegrityError, match=r"two_persons|has_relation"), transaction.atomic():
            model.objects.update(**given)
