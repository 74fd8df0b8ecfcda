from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from onetrip.ledger import events, sealing
from onetrip.ledger.models import Event

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def record(centre: str = "LF") -> Event:
    return events.record(now=NOW, centre=centre, actor="system", thing="ticket", thing_id=1, verb="draw")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record()


@pytest.mark.django_db
@pytest.mark.parametrize("attempt", [lambda: Event.objects.update(verb="x"), lambda: Event.objects.all().delete()])
def test_an_event_can_be_neither_changed_nor_deleted(attempt) -> None:
    record()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        attempt()


@pytest.mark.django_db
def test_a_chain_of_seals_is_whole_and_grows() -> None:
    record()
    record()
    assert sealing.seal("LF") == 2
    record()
    assert sealing.seal("LF") == 1
    assert sealing.seal("LF") == 0
    assert list(sealing.breaks("LF")) == []


@pytest.mark.django_db
def test_centres_have_chains_of_their_own() -> None:
    record("LF")
    record("PX")
    assert sealing.seal("LF") == 1
    assert sealing.seal("PX") == 1
    assert list(sealing.breaks("PX")) == []
