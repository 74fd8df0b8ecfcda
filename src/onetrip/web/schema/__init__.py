"""The tables as the migrations make them, laid down at once in a database that has none.

A hundred and twenty migrations take half a minute, most of it Django's making its models anew for every step; what they
come to takes two seconds. `tables.sql` is what `pg_dump` says of a database that was migrated step by step, with the names
of those migrations in front; `make schema` writes it anew. What is newer than the file is migrated as ever, so a file that
lags behind costs time and nothing else. A database that has a table already is left to the migrations alone; so is one
whose schema is not `public`, for the dump names it, and one of an older server, which may not read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.transaction import atomic

FILE = Path(__file__).with_name("tables.sql")
MADE_BY = "-- made by: "
"""Before the room and the name of a migration whose work is in the file."""
OF_SERVER = "-- of PostgreSQL "
"""Before the number of the server that told it."""

_IS_EMPTY = """
SELECT current_schema() = 'public' AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)
"""


@dataclass(frozen=True)
class Schema:
    """What the file holds: the number of the server that told it, the migrations whose work it is, and the statements."""

    server: int
    migrations: tuple[tuple[str, str], ...]
    statements: str


def read(file: Path = FILE) -> Schema:
    """The file as it stands. ValueError for one that is no such file."""
    text = file.read_text(encoding="utf-8")
    first, *lines = text.splitlines()
    named = [line.removeprefix(MADE_BY).split() for line in lines if line.startswith(MADE_BY)]
    return Schema(int(first.removeprefix(OF_SERVER)), tuple((app, name) for app, name in named), text)


def lay_down(connection: BaseDatabaseWrapper, file: Path = FILE) -> bool:
    """Make the tables of the file and note its migrations as applied; False where the migrations have to do it."""
    if not file.exists() or not _is_empty(connection):
        return False
    schema, known = read(file), MigrationLoader(None).disk_migrations
    if _server(connection) < schema.server or not known.keys() >= set(schema.migrations):
        return False
    recorder = MigrationRecorder(connection)
    with atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute(schema.statements)
        for app, name in schema.migrations:
            recorder.record_applied(app, name)
    return True


def _server(connection: BaseDatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _is_empty(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_IS_EMPTY)
        row = cursor.fetchone()
    return bool(row and row[0])
