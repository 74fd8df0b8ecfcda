"""What the database itself does not let happen."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onetrip.licences.models import Lookup, StoreGate, StoreMinute
from onetrip.people.actions import know
from tests.factories import NOW, synthetic_identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def lookup(db: None) -> Lookup:
    return Lookup.objects.create(
        resident=know(identity=synthetic_identity(), now=NOW),
        licence="310105127000101",
        store="http",
        occasion=uuid.uuid4(),
        centre="LF",
        channel="window",
        by="staff:clerk1",
        purpose="窗口受理",
        basis="request",
        asked_at=NOW,
        state="unanswered",
    )


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("lookup_state_known", {"state": "perhaps"}),
        ("lookup_basis_known", {"basis": "curiosity"}),
        ("lookup_has_purpose", {"purpose": ""}),
        ("lookup_settled_was_answered", {"state": "found"}),
        ("lookup_waiting_has_its_next_try", {"state": "waiting"}),
        ("lookup_waiting_has_its_next_try", {"next_at": NOW}),
        ("lookup_held_has_its_end", {"held": {"number": "1"}}),
        ("lookup_held_has_its_end", {"held_until": NOW}),
    ],
)
def test_a_lookup_that_cannot_be(lookup: Lookup, name: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Lookup.objects.filter(pk=lookup.pk).update(**changes)


def test_a_breaker_is_shut_until_a_moment_and_of_a_known_state(db: None) -> None:
    for name, given in (
        ("gate_shut_until_a_moment", {"state": "open"}),
        ("gate_shut_until_a_moment", {"until": NOW}),
        ("gate_state_known", {"state": "ajar", "until": NOW}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            StoreGate.objects.create(store="http", **given)


def test_a_minute_of_a_store_is_counted_in_one_row(db: None) -> None:
    StoreMinute.objects.create(store="http", minute=NOW)
    with pytest.raises(IntegrityError, match="store_minute_once"), transaction.atomic():
        StoreMinute.objects.create(store="http", minute=NOW)
