"""Each rule that the database keeps, broken once: the code may be wrong, the tables may not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.centres.models import Centre
from onetrip.lobby.models import Ticket, TicketCounter, Visit
from tests.factories import NOW, TODAY, make_centre
from tests.insight.past import a_slip
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


def breaks(constraint: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed()


def test_no_number_twice_on_a_day(hall: Hall) -> None:
    hall.arrive()
    second = hall.arrive()
    breaks("ticket_number_once", lambda: Ticket.objects.filter(pk=second.pk).update(serial=1))


def test_no_two_counters_for_one_prefix(hall: Hall) -> None:
    hall.arrive()
    breaks(
        "ticket_counter_once",
        lambda: TicketCounter.objects.create(centre=hall.centre, day=TODAY, prefix="A", last=7),
    )


def test_no_two_open_tickets_at_a_window(hall: Hall) -> None:
    hall.arrive(), hall.arrive()
    hall.call(0)
    other = hall.call(1)
    breaks("ticket_one_open_per_window", lambda: Ticket.objects.filter(pk=other.pk).update(window=hall.windows[0]))


def test_no_state_that_does_not_exist(hall: Hall) -> None:
    ticket = hall.arrive()
    breaks("ticket_state_known", lambda: Ticket.objects.filter(pk=ticket.pk).update(state="lost"))


def test_no_open_ticket_without_a_window(hall: Hall) -> None:
    ticket = hall.arrive()
    breaks("ticket_open_has_window", lambda: Ticket.objects.filter(pk=ticket.pk).update(state="called"))


def test_no_head_start_without_a_booking_and_none_before_the_place_in_line(hall: Hall) -> None:
    rule, of = "ticket_counts_since_booked", Ticket.objects.filter(pk=hall.arrive().pk)
    breaks(rule, lambda: of.update(counts_since=NOW + timedelta(hours=1)))
    breaks(rule, lambda: of.update(counts_since=NOW - timedelta(hours=1), appointment_at=NOW))


def test_no_outcome_that_does_not_exist(hall: Hall) -> None:
    ticket = hall.arrive()
    breaks(
        "visit_outcome_known",
        lambda: Visit.objects.filter(pk=ticket.visit_id).update(outcome="fine", finished_at=NOW),
    )


@pytest.mark.parametrize("half", [{"outcome": "all"}, {"finished_at": NOW}])
def test_no_end_without_outcome_and_no_outcome_without_end(hall: Hall, half: dict[str, object]) -> None:
    ticket = hall.arrive()
    breaks("visit_finished_with_outcome", lambda: Visit.objects.filter(pk=ticket.visit_id).update(**half))


def test_no_two_open_visits_with_one_slip_on_a_day_in_a_centre(hall: Hall) -> None:
    slip = a_slip(hall.centre, TODAY)

    def visit(centre: Centre = hall.centre) -> Visit:
        return Visit.objects.create(id=uuid.uuid4(), centre=centre, day=TODAY, slip=slip, arrived_at=NOW)

    visit()
    breaks("visit_one_open_per_slip", visit)
    visit(make_centre("PX"))  # a centre that another node runs may have one too; see tests/nodes
