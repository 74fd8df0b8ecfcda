"""Chains for tests of the ledger: events recorded and sealed, and a hand that switches the guards off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from onetrip.ledger import events, sealing
from onetrip.ledger.models import Event
from onetrip.walls.scope import as_owner

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

ODD = {"say": 'a "word" \\ and\ttabs\nlines — 办好了 😀', "n": 1.50, "deep": {"b": [1, None, True], "a": {}}}
"""Data with every sign that is written in a way of its own somewhere."""


def record(number: int = 1, *, centre: str = "LF", **more: object) -> Event:
    """One event of a small ledger."""
    with transaction.atomic():
        return events.record(
            now=NOW + timedelta(seconds=number, microseconds=number),
            centre=centre,
            actor="system",
            thing="ticket",
            thing_id=number,
            verb="draw",
            **more,  # type: ignore[arg-type]
        )


def a_chain(length: int = 6, *, centre: str = "LF") -> list[Event]:
    """That many events, sealed."""
    made = [
        record(number, centre=centre, data=ODD if number % 2 else {}, public={"x": number} if number % 3 else None)
        for number in range(1, length + 1)
    ]
    assert sealing.seal(centre) == length
    return made


@contextmanager
def unguarded() -> Iterator[None]:
    """Somebody with the rights of the owner switches the triggers off."""
    with as_owner("a test plays the owner"), connection.cursor() as cursor:
        for table in ("event", "seal"):
            cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER")
        yield
        for table in ("event", "seal"):
            cursor.execute(f"ALTER TABLE ledger_{table} ENABLE TRIGGER USER")


def sql(sentence: str, *values: object) -> None:
    """Do it, whatever the triggers say."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(sentence, values)
