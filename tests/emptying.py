"""Between tests that commit, the tables are emptied: those that have rows, and no others.

Django's own TRUNCATE gives each of more than a hundred tables, and every index, a new file, and then fills in content types
and permissions anew: most of the time of a small test that commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from onetrip.walls.scope import as_owner

FILLED_BY_MIGRATE = {"django_content_type", "auth_permission"}
"""What every database has after its migrations; nothing that a test does changes it."""

LARGE = 4_000_000
"""Bytes of a table from which on it is truncated after all: rows that are deleted leave their room behind."""

_truncate = DatabaseOperations.sql_flush


@contextmanager
def only_what_has_rows() -> Iterator[None]:
    """For as long as this holds, emptying the database means this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _sql_flush)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_: None)
        yield


def _sql_flush(self: DatabaseOperations, style: Any, tables: list[str], **given: Any) -> list[str]:
    tables = [table for table in tables if table not in FILLED_BY_MIGRATE]
    filled, is_superuser = _with_rows(tables)
    if not is_superuser or any(size > LARGE for size in filled.values()):
        return _truncate(self, style, tables, **given)
    # Without triggers: every table that refers to these rows is emptied as well, and the ledger lets nobody delete.
    emptied = [f'DELETE FROM "{table}";' for table in filled]  # noqa: S608 -- names of our own tables
    return ["SET LOCAL session_replication_role = replica;", *emptied]


def _with_rows(tables: list[str]) -> tuple[dict[str, int], bool]:
    """The tables that have rows, with the bytes of each; and whether this session may leave out triggers."""
    each = (
        f"""SELECT '{table}', pg_relation_size('"{table}"') WHERE EXISTS (SELECT FROM "{table}")"""  # noqa: S608 -- names of our own tables
        for table in tables
    )
    with as_owner("tables are emptied"), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        filled = dict(cursor.fetchall())
        cursor.execute("SELECT current_setting('is_superuser')")
        return filled, cursor.fetchone() == ("on",)
