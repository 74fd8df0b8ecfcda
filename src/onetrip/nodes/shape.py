"""The columns of a table as this database has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from onetrip.nodes.tables import Table


@dataclass(frozen=True)
class Column:
    """A column as the database describes it."""

    name: str
    type: str
    may_be_null: bool


@lru_cache(maxsize=128)
def columns(table: str) -> dict[str, Column]:
    """The columns of a table, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull OR a.atthasdef OR a.attidentity <> '' "
            "FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
            [table],
        )
        return {name: Column(name, kind, null) for name, kind, null in cursor.fetchall()}


def has_key(table: Table) -> str:
    """The condition for the row whose key is given as text, so that the index of the key is used."""
    return f'"{table.key}" = %s::{columns(table.name)[table.key].type}'
