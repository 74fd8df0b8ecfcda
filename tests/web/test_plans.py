"""A statement is prepared on its connection and yet planned for the values it has: a plan for any value knows no partial index."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from onetrip.ledger import events
from onetrip.lobby import queries as lobby

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_statement_is_ever_planned_for_any_value() -> None:
    for _ in range(20):
        lobby.open_ticket(uuid.uuid4())
        events.newest("backup", "make")
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, custom_plans, generic_plans FROM pg_prepared_statements")
        prepared = [row for row in cursor.fetchall() if "lobby_ticket" in row[0] or "ledger_event" in row[0]]
    assert len(prepared) == 2
    assert all(custom > 10 and generic == 0 for _, custom, generic in prepared)


def test_it_holds_on_a_connection_that_was_opened_anew() -> None:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("force_custom_plan",)
