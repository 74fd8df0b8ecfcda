"""What the ORM reads is planned for the values it has: a plan for any value knows no index of the few open rows. What is
written by hand is prepared on its connection."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from onetrip.centres.models import Centre
from onetrip.ledger import events
from onetrip.lobby import queries as lobby
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre() -> Centre:
    return make_centre()


def prepared() -> list[tuple[str, int]]:
    """The statements that are prepared on this connection, each with how often it was planned for any value."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans FROM pg_prepared_statements")
        return cursor.fetchall()


def test_nothing_that_the_orm_reads_is_ever_planned_for_any_value(centre: Centre) -> None:
    for _ in range(20):
        lobby.open_ticket(uuid.uuid4())
        lobby.missed(centre, NOW)
        lobby.waiting_count(centre, NOW)
        events.newest("backup", "make")
    assert [said for said, _ in prepared() if ' FROM "' in said] == []


def test_what_is_written_by_hand_is_prepared(centre: Centre) -> None:
    for _ in range(20):
        lobby.hall(centre, NOW)
    generic = {" ".join(said.split()): plans for said, plans in prepared()}
    assert any("FROM lobby_ticket ticket JOIN lobby_visit" in said and plans for said, plans in generic.items())
