"""Two tabs, a double click, a lost answer and its repeat, eight windows: still one case for one matter."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from onetrip.cases.models import Case, Receipt
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby.models import Ticket, Visit
from onetrip.ratings.models import Invitation
from tests.cases.counter import PRINT, REWARD, Counter, open_counter
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counter(transactional_db: None) -> Counter:
    return open_counter(windows=8)


def test_a_double_click_accepts_once(counter: Counter) -> None:
    ticket, key = counter.serving(), uuid.uuid4()
    receipts = together([lambda: counter.accept(ticket, PRINT, REWARD, key=key)] * 6)
    assert len({receipt.pk for receipt in receipts}) == 1
    assert Case.objects.count() == 2
    assert Receipt.objects.count() == Invitation.objects.count() == 1
    assert Event.objects.filter(thing="case").count() == 2


def test_two_tabs_with_the_same_matter_make_one_case(counter: Counter) -> None:
    ticket = counter.serving()
    outcomes = together([lambda: counter.accept(ticket, PRINT)] * 4)
    assert sum(isinstance(outcome, Receipt) for outcome in outcomes) == 1
    assert {outcome.code for outcome in outcomes if isinstance(outcome, Refused)} == {"accepted-before"}
    assert Case.objects.count() == Receipt.objects.count() == 1


def test_two_tabs_with_different_matters_accept_both(counter: Counter) -> None:
    ticket = counter.serving()
    together([lambda: counter.accept(ticket, PRINT), lambda: counter.accept(ticket, REWARD)])
    visit = Visit.objects.get(pk=ticket.visit_id)
    assert visit.accepted == ["booklet-print", "reward"]
    assert Case.objects.count() == 2


def test_a_visit_that_ends_while_it_is_accepted_ends_before_or_after_it(counter: Counter) -> None:
    for _ in range(5):
        ticket = counter.serving()
        accepted, finished = together(
            [partial(counter.accept, ticket, PRINT), partial(counter.hall.at_window, "finish", ticket)]
        )
        assert isinstance(finished, Ticket)
        visit = Visit.objects.get(pk=ticket.visit_id)
        if isinstance(accepted, Refused):
            assert accepted.code == "not-being-served"
            assert (visit.outcome, visit.cases.count()) == ("none", 0)
        else:
            assert (visit.outcome, visit.cases.count()) == ("all", 1)


def test_eight_windows_at_once_give_every_number_once(counter: Counter) -> None:
    tickets = [counter.serving(place=place) for place in range(8)]
    together([lambda place=place: counter.accept(tickets[place], PRINT, REWARD, place=place) for place in range(8)])
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"LF-20261124-{serial:04}" for serial in range(1, 17)]
    receipts = sorted(Receipt.objects.values_list("number", flat=True))
    assert receipts == [f"LF-20261124-S{serial:04}" for serial in range(1, 9)]
