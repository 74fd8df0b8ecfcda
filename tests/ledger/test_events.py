from __future__ import annotations

import json
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

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


@pytest.mark.django_db(transaction=True)
def test_a_changed_or_removed_event_breaks_the_chain_at_its_place() -> None:
    with transaction.atomic():
        first, second, third = record(), record(), record()
    sealing.seal("LF")
    with connection.cursor() as cursor:
        # Somebody with the rights of the owner switches the guard off; the chain still tells.
        cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER ledger_event_append_only")
        cursor.execute("UPDATE ledger_event SET verb = 'x' WHERE id = %s", [second.pk])
        cursor.execute("DELETE FROM ledger_event WHERE id = %s", [third.pk])
        cursor.execute("ALTER TABLE ledger_event ENABLE TRIGGER ledger_event_append_only")
    found = [(a_break.event_id, a_break.reason) for a_break in sealing.breaks("LF")]
    assert found == [(second.pk, "the event was changed"), (third.pk, "the event is missing")]
    assert first.pk not in dict(found)


@pytest.mark.django_db(transaction=True)
def test_what_is_public_is_told_to_listeners_when_it_commits_and_not_before() -> None:
    url = connection.get_connection_params()
    url = {key: value for key, value in url.items() if key in {"dbname", "user", "password", "host", "port"}}
    with psycopg.connect(**url, autocommit=True) as listener:
        listener.execute("LISTEN onetrip")
        with transaction.atomic():
            events.record(
                now=NOW,
                centre="LF",
                actor="x",
                thing="ticket",
                thing_id=1,
                verb="call",
                public={"ticket": "A001", "window": 3},
            )
            record()  # nothing public: nothing told
            assert list(listener.notifies(timeout=0.2)) == []
        told = [json.loads(notice.payload) for notice in listener.notifies(timeout=1.0, stop_after=1)]
        told += [json.loads(notice.payload) for notice in listener.notifies(timeout=0.2)]
    assert [(news["centre"], news["verb"], news["public"]) for news in told] == [
        ("LF", "call", {"ticket": "A001", "window": 3})
    ]
