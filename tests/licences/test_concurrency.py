"""Several processes of a house at once: they share one breaker, and no look-up is asked or settled twice."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from onetrip.ledger.models import Event
from onetrip.licences import actions, gate
from onetrip.licences.base import Trouble
from onetrip.licences.breaker import RULES
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.models import Lookup, StoreGate, StoreMinute
from onetrip.licences.retrying import Asked
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from tests.factories import NOW, TODAY, make_centre, synthetic_number
from tests.licences.test_looking import look
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def resident(transactional_db: None) -> Resident:
    make_centre()
    return know(identity=read_number(synthetic_number(serial=4), day=TODAY), now=NOW)


def test_of_eight_who_come_after_a_rest_one_asks(transactional_db: None) -> None:
    StoreGate.objects.create(store="http", state="open", failures=5, openings=1, until=NOW)
    assert sorted(together([partial(gate.admit, "http", NOW)] * 8)) == [False] * 7 + [True]


def test_failures_seen_by_several_add_up(transactional_db: None) -> None:
    missed = partial(gate.note, "http", [Asked(None, Trouble.FAULT, tries=1)], NOW)
    together([missed] * RULES.failures)
    assert StoreGate.objects.get().state == "open"
    assert StoreMinute.objects.get().failed == RULES.failures


def test_two_clocks_ask_once_for_what_waits(store: SimulatedStore, resident: Resident) -> None:
    store.mood = Mood.DENYING
    (row,) = look(resident)
    with transaction.atomic():
        actions.keep_looking(lookups=[row], now=NOW, by="staff:clerk1")
    store.mood = Mood.WELL
    asked = len(store.asked)
    settled = together([partial(actions.repeat_due, now=NOW + timedelta(minutes=2), by="system:clock")] * 2)
    assert sorted(settled) == [0, 1]
    assert len(store.asked) == asked + 1
    assert Event.objects.filter(thing="licence-lookup", verb="find").count() == 1


def test_the_same_press_from_two_tabs_is_on_record_once(store: SimulatedStore, resident: Resident) -> None:
    press = partial(look, resident, key=uuid.uuid4(), occasion=uuid.uuid4())
    first, second = together([press] * 2)
    assert [row.pk for row in first] == [row.pk for row in second]
    assert Lookup.objects.count() == 1
