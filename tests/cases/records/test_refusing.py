"""A window that cannot accept says so in writing; where the slip had promised it, that is on record."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from onetrip.cases import actions
from onetrip.cases.models import Record
from onetrip.cases.records.checking import standing_of
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby.models import Ticket
from onetrip.people.models import Resident
from onetrip.ratings.models import BrokenPromise
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.records.given import CARD

pytestmark = pytest.mark.django_db


def refuse(counter: Counter, ticket: Ticket, **given: object) -> Record:
    told = {"matter": "card", "reason": "户口不在本市", "key": uuid.uuid4(), **given}
    clerk = counter.hall.clerks[0]
    return actions.refuse_at_window(
        ticket_id=ticket.pk, account_id=clerk.pk, now=counter.hall.tick(), by=clerk.actor, **told
    )


def test_it_has_a_number_a_reason_and_the_ways_to_object(counter: Counter, resident: Resident) -> None:
    record = refuse(counter, counter.serving(resident_id=resident.pk))
    assert record.number == "LF-20261124-B0001"
    words = Record.objects.get().content
    assert words["for_whom"] == resident.masked_name
    assert "户口不在本市" in str(words["words"]["lines"])
    assert len(words["words"]["appeal"]) >= 2
    assert Event.objects.get(thing="refusal").data["number"] == record.number


def test_pressed_twice_it_is_given_once(counter: Counter) -> None:
    ticket, key = counter.serving(), uuid.uuid4()
    assert refuse(counter, ticket, key=key).pk == refuse(counter, ticket, key=key).pk
    assert Record.objects.count() == 1


def test_a_matter_that_the_slip_promised_is_a_broken_promise(counter: Counter) -> None:
    slip = counter.slip("card")
    refuse(counter, counter.serving(slip))
    promise = BrokenPromise.objects.get()
    assert (promise.slip_id, promise.matter, promise.paper) == (slip.pk, "card", "")
    slip.refresh_from_db()
    assert slip.state == "broken"


def test_a_walk_in_was_promised_nothing(counter: Counter) -> None:
    refuse(counter, counter.serving())
    assert not BrokenPromise.objects.exists()


def test_what_was_accepted_in_this_visit_is_not_refused(counter: Counter) -> None:
    ticket = counter.serving()
    counter.accept(ticket, CARD)
    with pytest.raises(Refused) as refused:
        refuse(counter, ticket)
    assert refused.value.code == "accepted-before"


@pytest.mark.parametrize(("given", "kind"), [({"reason": " "}, Malformed), ({"matter": "nothing-such"}, NotFound)])
def test_without_a_reason_or_a_matter_nothing_is_given(
    counter: Counter, given: dict[str, str], kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        refuse(counter, counter.serving(), **given)
    assert not Record.objects.exists()


def test_a_window_that_does_not_serve_them_refuses_nobody(counter: Counter) -> None:
    ticket, other = counter.serving(), counter.hall.clerks[1]
    with pytest.raises(Refused):
        actions.refuse_at_window(
            ticket_id=ticket.pk,
            account_id=other.pk,
            matter="card",
            reason="不行",
            now=counter.hall.tick(),
            by=other.actor,
            key=uuid.uuid4(),
        )
    assert not Record.objects.exists()


def test_it_is_the_word_until_the_matter_is_accepted_after_all(counter: Counter) -> None:
    ticket = counter.serving()
    record = refuse(counter, ticket)
    assert standing_of(record).is_latest
    counter.accept(ticket, CARD)
    assert not standing_of(record).is_latest


def test_the_window_gives_it_and_prints_it(counter: Counter) -> None:
    ticket, client = counter.serving(counter.slip("card")), browsing.visitor(counter.hall.clerks[0])
    page = client.post(
        "/window/refuse",
        {
            "idempotency_key": browsing.key(),
            "ticket": str(ticket.pk),
            "seen": "1",
            "matter": "card",
            "refuse": "card",
            "why-card": "户口不在本市",
        },
        headers={"HX-Request": "true"},
    )
    assert page.status_code == 200
    record = Record.objects.get()
    assert record.number in browsing.words(page)
    assert client.get(f"/window/refusals/{record.pk}.pdf").content.startswith(b"%PDF")
    assert not_at_another_centre().get(f"/window/refusals/{record.pk}.pdf").status_code == 404


def not_at_another_centre() -> Client:
    from tests.factories import make_centre

    make_centre("PX", windows=1)
    return browsing.visitor(browsing.account("clerk", centre="PX"))
