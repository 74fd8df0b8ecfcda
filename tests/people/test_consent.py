"""Consent as the database keeps it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from onetrip.people import actions, queries
from onetrip.people.models import Consent, Resident
from tests.factories import NOW, synthetic_identity

PURPOSE = Consent.Purpose.REUSE_ANSWERS
pytestmark = pytest.mark.django_db


def given(resident: Resident) -> Consent:
    return actions.give_consent(
        resident_id=resident.pk, purpose=PURPOSE, channel="desk", by="staff:li", centre="LF", now=NOW
    )


def withdrawn(resident: Resident) -> bool:
    later = NOW + timedelta(hours=1)
    return actions.withdraw_consent(resident_id=resident.pk, purpose=PURPOSE, by="staff:li", centre="LF", now=later)


@pytest.fixture
def resident() -> Resident:
    return actions.know(identity=synthetic_identity(), now=NOW)


def test_a_consent_given_twice_is_one_and_withdrawn_twice_is_withdrawn_once(resident: Resident) -> None:
    assert given(resident) == given(resident)
    assert queries.consent(resident.pk, PURPOSE) is not None
    assert withdrawn(resident)
    assert not withdrawn(resident)
    assert queries.consent(resident.pk, PURPOSE) is None
    assert given(resident) != Consent.objects.exclude(withdrawn_at=None).get()


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"purpose": "sell_them"},
        {"withdrawn_at": NOW + timedelta(days=1), "withdrawn_by": ""},
        {"withdrawn_by": "staff:li"},
    ],
)
def test_the_database_keeps_no_second_no_strange_and_no_half_withdrawn_consent(
    resident: Resident, wrong: dict[str, Any]
) -> None:
    if not wrong:
        given(resident)
    fields = {"purpose": PURPOSE, "given_at": NOW, "given_by": "staff:li", "channel": "desk", "centre": "LF", **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(resident=resident, **fields)
