"""The books of a drill's house, read from outside: straight from its database, by none of the code that wrote them."""

from __future__ import annotations

import psycopg
from psycopg.rows import dict_row

from onetrip.rehearsal.drilling.accounting import Books, Number

_NUMBERS = """
SELECT ticket.id::text AS ticket, ticket.prefix || lpad(ticket.serial::text, 3, '0') AS number, ticket.state,
       ticket.drawn_at, ticket.first_called_at AS called_at,
       ARRAY(SELECT receipt.number FROM cases_receipt receipt WHERE receipt.visit_id = ticket.visit_id) AS receipts,
       ARRAY(SELECT notice.number FROM cases_missingnotice notice WHERE notice.visit_id = ticket.visit_id) AS notices,
       (SELECT count(*) FROM cases_case one WHERE one.visit_id = ticket.visit_id) AS cases
FROM lobby_ticket ticket ORDER BY ticket.drawn_at, ticket.serial
"""
_STRAYS = """
SELECT (SELECT count(*) FROM cases_receipt receipt WHERE NOT EXISTS
          (SELECT FROM lobby_ticket ticket WHERE ticket.visit_id = receipt.visit_id))
     + (SELECT count(*) FROM cases_missingnotice notice WHERE NOT EXISTS
          (SELECT FROM lobby_ticket ticket WHERE ticket.visit_id = notice.visit_id)) AS strays
"""


def read_books(url: str) -> Books:
    """Every number of the day with its papers."""
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        numbers = tuple(
            Number(**row | {"receipts": tuple(row["receipts"]), "notices": tuple(row["notices"])})
            for row in connection.execute(_NUMBERS)
        )
        strays = connection.execute(_STRAYS).fetchone()
    return Books(numbers, strays["strays"] if strays else 0)
