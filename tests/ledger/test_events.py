from __future__ import annotations

import json
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from onetrip.ledger import events
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


@pytest.mark.django_db
def test_the_newest_event_of_a_rare_thing_is_found_whatever_the_word_holds() -> None:
    def recorded(thing: str, verb: str) -> Event:
        with transaction.atomic():
            return events.record(now=NOW, centre="", actor="system", thing=thing, thing_id="1", verb=verb)

    recorded("backup", "make")
    last = recorded("backup", "make")
    recorded("backup", "verify")
    quoted = recorded("it's", "100%")
    assert events.newest("backup", "make") == last
    assert events.newest("it's", "100%") == quoted
    assert events.newest("backup", "restore") is None
